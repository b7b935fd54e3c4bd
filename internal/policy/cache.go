package policy

import (
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// settingsCache answers for data.settings, so that the store is never asked.
type settingsCache struct{ settings ast.Value }

func (c settingsCache) Get(ref ast.Ref) ast.Value {
	if !ref.HasPrefix(settingsRef) {
		return nil
	}
	value, err := c.settings.Find(ref[len(settingsRef):])
	if err != nil {
		return nil
	}
	return value
}

func (settingsCache) Put(ast.Ref, ast.Value) {}

// sharedCache keeps what the shared packages say regardless of the subject for
// longer than one subject.
type sharedCache struct {
	topdown.VirtualCache
	constants topdown.VirtualCache
	constant  map[string]bool
}

func (c *sharedCache) Get(ref ast.Ref) (*ast.Term, bool) {
	if isLib(ref) {
		if value, undefined := c.constants.Get(ref); value != nil || undefined {
			return value, undefined
		}
	}
	return c.VirtualCache.Get(ref)
}

func (c *sharedCache) Put(ref ast.Ref, value *ast.Term) {
	if isLib(ref) && c.constant[ref.String()] {
		c.constants.Put(ref, value)
		return
	}
	c.VirtualCache.Put(ref, value)
}

func isLib(ref ast.Ref) bool {
	return len(ref) > 1 && ref[1].Equal(libTerm)
}

var libTerm = ast.InternedTerm("lib")
