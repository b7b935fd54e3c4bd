package mutant

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// repaired is a copy of a module where each condition knows its place: the parser
// gives that of the else to all of one that follows it without braces.
func repaired(module *ast.Module, text string) *ast.Module {
	module = module.Copy()
	for _, rule := range module.Rules {
		for branch := rule.Else; branch != nil; branch = branch.Else {
			repair(branch, module.Comments, text)
		}
	}
	return module
}

func repair(branch *ast.Rule, comments []*ast.Comment, text string) {
	if implied(branch.Body) || branch.Body[0].Location.Offset != branch.Location.Offset {
		return
	}
	from := branch.Head.Location.Offset + len(branch.Head.Location.Text)
	to := branch.Location.Offset + len(branch.Location.Text)
	if branch.Else != nil {
		to = branch.Else.Location.Offset
	}
	condition := span{from, withoutComments(span{from, to}, comments, text)}
	condition.start += strings.Index(text[from:to], "if") + len("if")
	condition = trimmed(condition, text)
	body, err := ast.ParseBodyWithOpts(text[condition.start:condition.end], ast.ParserOptions{RegoVersion: ast.RegoV1})
	if err != nil || len(body) != 1 {
		return // its place isn't known, and nothing there is changed
	}
	move(body, condition.start)
	branch.Body = body
}

// move puts what was parsed on its own to its place in a file.
func move(body ast.Body, by int) {
	moved := map[*ast.Location]bool{}
	at := func(location *ast.Location) {
		if location != nil && !moved[location] {
			location.Offset += by
			moved[location] = true
		}
	}
	ast.NewGenericVisitor(func(node any) bool {
		switch node := node.(type) {
		case *ast.Expr:
			at(node.Location)
		case *ast.Term:
			at(node.Location)
		}
		return false
	}).Walk(body)
}

// withoutComments is where a span ends when the comments at its end are left out.
func withoutComments(within span, comments []*ast.Comment, text string) int {
	end := trimmed(within, text).end
	for i := len(comments) - 1; i >= 0; i-- {
		start := comments[i].Location.Offset
		if start > within.start && start < end && !strings.Contains(text[start:end], "\n") {
			end = trimmed(span{within.start, start}, text).end
		}
	}
	return end
}

func trimmed(s span, text string) span {
	inside := text[s.start:s.end]
	s.start += len(inside) - len(strings.TrimLeft(inside, " \t\r\n"))
	return span{s.start, s.start + len(strings.TrimSpace(inside))}
}
