package testreport

import (
	"bufio"
	"fmt"
	"io"

	"github.com/riskgate/riskgate/internal/policytest"
	"github.com/riskgate/riskgate/internal/source"
)

// writeJSON writes each test and each studied file on a line of its own.
func writeJSON(w io.Writer, r *policytest.Report, _ int) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "{\n\"passes\": %t,\n", r.Passes())
	fmt.Fprintf(out, "\"shortfalls\": %s,\n", list(r.Shortfalls(), source.NewString).AppendJSON(nil))
	writeList(out, "tests", r.Results, result)
	fmt.Fprint(out, ",\n")
	writeList(out, "files", r.Studies, study)
	fmt.Fprint(out, "\n}\n")
	return out.Flush()
}

func writeList[T any](out *bufio.Writer, name string, all []T, value func(T) *source.Value) {
	fmt.Fprintf(out, "\"%s\": [", name)
	for i, one := range all {
		if i > 0 {
			fmt.Fprint(out, ",")
		}
		fmt.Fprintf(out, "\n%s", value(one).AppendJSON(nil))
	}
	fmt.Fprint(out, "\n]")
}

func result(r policytest.Result) *source.Value {
	return object(
		member("rule", source.NewString(r.Rule)),
		member("name", source.NewString(r.Name)),
		member("at", position(r.Pos)),
		member("holds", source.NewBool(len(r.Problems) == 0)),
		member("problems", list(r.Problems, mistake)),
	)
}

func study(s policytest.Study) *source.Value {
	all := object(member("rule", source.NewString(s.Rule)), member("file", source.NewString(s.File)))
	if s.Coverage != nil {
		all.Members = append(all.Members, member("coverage", coverage(s.Coverage)))
	}
	if s.Mutation != nil {
		all.Members = append(all.Members, member("mutation", mutation(s.Mutation)))
	}
	return all
}

func coverage(c *policytest.Coverage) *source.Value {
	return object(
		member("lines", source.NewNumber(c.Lines)),
		member("covered", source.NewNumber(c.Score().Part)),
		member("missed", list(c.Missed, func(line policytest.Line) *source.Value {
			return object(member("at", position(line.Pos)), member("code", source.NewString(line.Code)))
		})),
	)
}

func mutation(m *policytest.Mutation) *source.Value {
	return object(
		member("changes", source.NewNumber(m.Changes)),
		member("noticed", source.NewNumber(m.Score().Part)),
		member("survivors", list(m.Survivors, survivor)),
		member("mistakes", list(m.Mistakes, mistake)),
	)
}

func survivor(s policytest.Survivor) *source.Value {
	all := object(
		member("at", position(s.Pos)),
		member("change", source.NewString(s.Change)),
		member("before", source.NewString(s.Before)),
		member("after", source.NewString(s.After)),
	)
	if s.Why != "" {
		all.Members = append(all.Members, member("why", source.NewString(s.Why)))
	}
	return all
}

func mistake(m *source.Error) *source.Value {
	all := object(member("at", position(m.Pos)), member("message", source.NewString(m.Err.Error())))
	if m.Hint != "" {
		all.Members = append(all.Members, member("hint", source.NewString(m.Hint)))
	}
	return all
}

// position leaves out what isn't known: a whole file has no line.
func position(p source.Position) *source.Value {
	at := object(member("file", source.NewString(p.File)))
	if p.Line > 0 {
		at.Members = append(at.Members, member("line", source.NewNumber(p.Line)), member("column", source.NewNumber(p.Column)))
	}
	return at
}

func object(members ...source.Member) *source.Value { return source.NewObject(members...) }

func member(name string, value *source.Value) source.Member {
	return source.Member{Name: name, Value: value}
}

func list[T any](all []T, value func(T) *source.Value) *source.Value {
	values := make([]*source.Value, len(all))
	for i, one := range all {
		values[i] = value(one)
	}
	return source.NewArray(values...)
}
