package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
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

// cache remembers what definitions say about one subject, and for longer what
// shared definitions say whoever the subject is. It takes the place of OPA's own,
// which allocates a map for every step of every path.
type cache struct {
	shared    *results // paths of the definitions that are the same for every subject
	constants results
	results   results
}

func (c *cache) Get(ref ast.Ref) (value *ast.Term, undefined bool) {
	if ref[1].Equal(libTerm) {
		if value, undefined := c.constants.get(ref); value != nil || undefined {
			return value, undefined
		}
	}
	return c.results.get(ref)
}

func (c *cache) Put(ref ast.Ref, value *ast.Term) {
	if ref[1].Equal(libTerm) {
		if isConstant, _ := c.shared.get(ref); isConstant != nil {
			c.constants.put(ref, value)
			return
		}
	}
	c.results.put(ref, value)
}

// Push, Pop and Keys serve with, which rules can't use.
func (c *cache) Push() {}

// Pop does nothing, as Push.
func (c *cache) Pop() {}

// Keys lists nothing, as Push.
func (c *cache) Keys() []ast.Ref { return nil }

var libTerm = ast.InternedTerm("lib")

// results are values by path, in memory that is used again.
type results struct {
	newest  map[int]int // hash of a path to its newest entry's position, counted from 1
	entries []entry
	terms   []*ast.Term // of all paths, one after another
}

type entry struct {
	start, end int       // of its path in terms
	value      *ast.Term // nil: undefined
	older      int       // of the same hash
}

func (r *results) get(ref ast.Ref) (value *ast.Term, undefined bool) {
	for at := r.newest[hash(ref)]; at > 0; at = r.entries[at-1].older {
		entry := r.entries[at-1]
		if slices.EqualFunc(r.terms[entry.start:entry.end], ref, (*ast.Term).Equal) {
			return entry.value, entry.value == nil
		}
	}
	return nil, false
}

func (r *results) put(ref ast.Ref, value *ast.Term) {
	if r.newest == nil {
		r.newest = map[int]int{}
	}
	key, start := hash(ref), len(r.terms)
	r.terms = append(r.terms, ref...)
	r.entries = append(r.entries, entry{start, len(r.terms), value, r.newest[key]})
	r.newest[key] = len(r.entries)
}

func (r *results) clear() {
	clear(r.newest)
	r.entries, r.terms = r.entries[:0], r.terms[:0]
}

func hash(ref ast.Ref) int {
	sum := len(ref)
	for _, term := range ref[1:] {
		sum = sum*31 + term.Hash()
	}
	return sum
}
