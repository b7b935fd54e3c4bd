// Package sigstore tries riskgate's evidence on the library that reads Sigstore bundles elsewhere.
package sigstore
