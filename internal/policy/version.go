package policy

import "github.com/open-policy-agent/opa/v1/version"

// OPAVersion is the version of the engine that evaluates the rules.
func OPAVersion() string { return version.Version }
