package schema

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/riskgate/riskgate/internal/source"
)

// failure is one demand that a value does not meet.
type failure struct {
	at      source.Pointer // of the value
	schema  source.Pointer // of the schema within its file
	keyword string
}

// compile has the library compile the schema at a location of a file. No other file is read.
func compile(id string, file []byte, location string) (*jsonschema.Schema, error) {
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft2020
	c.AssertFormat = true
	c.LoadURL = func(url string) (io.ReadCloser, error) {
		return nil, fmt.Errorf("schemas are not loaded from elsewhere: %s", url)
	}
	if err := c.AddResource(id, bytes.NewReader(file)); err != nil {
		return nil, err
	}
	return c.Compile(location)
}

// failures asks the library for all that is wrong with a value.
func failures(s *jsonschema.Schema, v *source.Value) (found []failure, err error) {
	defer func() {
		if fault := recover(); fault != nil { // as it does for a number that is too large for it
			err = fmt.Errorf("the schema library gave up: %v", fault)
		}
	}()
	err = s.Validate(v.Generic())
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return nil, err
	}
	found = leaves(invalid, nil)
	for i := range found {
		found[i].at = withEmptyKeys(v, found[i].at)
	}
	return found, nil
}

// withEmptyKeys puts the empty keys back that the library leaves out of its
// locations.
func withEmptyKeys(v *source.Value, location source.Pointer) source.Pointer {
	var whole source.Pointer
	for _, token := range location.Tokens() {
		for empty := v.Get(""); empty != nil && !has(v, token); empty = v.Get("") {
			whole, v = whole.Append(""), empty
		}
		whole = whole.Append(token)
		v, _ = v.Lookup(source.Pointer("").Append(token))
	}
	return whole
}

func has(v *source.Value, token string) bool {
	_, found := v.Lookup(source.Pointer("").Append(token))
	return found != ""
}

// leaves lists the failures that have no other failure as their cause.
func leaves(e *jsonschema.ValidationError, found []failure) []failure {
	for _, cause := range e.Causes {
		found = leaves(cause, found)
	}
	if len(e.Causes) > 0 {
		return found
	}
	_, schema, _ := strings.Cut(e.AbsoluteKeywordLocation, "#")
	cut := strings.LastIndexByte(schema, '/')
	return append(found, failure{
		at:      unescape(e.InstanceLocation),
		schema:  unescape(schema[:max(cut, 0)]),
		keyword: schema[cut+1:],
	})
}

// unescape turns the library's pointers, which are fit for a URL, into plain ones.
func unescape(location string) source.Pointer {
	if plain, err := url.PathUnescape(location); err == nil {
		location = plain
	}
	return source.Pointer(location)
}
