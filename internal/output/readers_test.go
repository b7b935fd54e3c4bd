package output_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	entities "html"
	"io"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	markdowntext "github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
)

// readText reads lines: each text from outside stays on the line that it was given.
func readText(t *testing.T, written []byte) reading {
	var r reading
	for line := range strings.Lines(string(written)) {
		r.skeleton = append(r.skeleton, fmt.Sprint("a line: ", line != "\n"))
		r.texts = append(r.texts, line)
	}
	return r
}

// readJSON reads a value: its keys and what sort of values they have.
func readJSON(t *testing.T, written []byte) reading {
	t.Helper()
	return readValue(t, written, func(_, text string) string { return text })
}

func readValue(t *testing.T, written []byte, meant func(key, text string) string) reading {
	t.Helper()
	var value any
	if err := json.Unmarshal(written, &value); err != nil {
		t.Fatal(err)
	}
	var r reading
	r.value("", value, meant)
	return r
}

// value reads a value. What its texts mean depends on their keys.
func (r *reading) value(at string, value any, meant func(key, text string) string) {
	switch value := value.(type) {
	case map[string]any:
		r.skeleton = append(r.skeleton, at+"{}")
		for _, key := range slices.Sorted(maps.Keys(value)) {
			if at == "data/ranks" { // of severities: its keys are the words of the organisation
				r.texts = append(r.texts, key)
				continue
			}
			r.value(at+"/"+key, value[key], meant)
		}
	case []any:
		r.skeleton = append(r.skeleton, fmt.Sprintf("%s[%d]", at, len(value)))
		for i, one := range value {
			r.value(fmt.Sprintf("%s/%d", at, i), one, meant)
		}
	case string:
		r.skeleton = append(r.skeleton, at+" text")
		r.texts = append(r.texts, meant(path.Base(at), value))
	default:
		r.skeleton = append(r.skeleton, fmt.Sprintf("%s %T", at, value))
	}
}

// readSARIF reads JSON, in which some texts are URIs, some are Markdown, and some are text with links and places to fill.
func readSARIF(t *testing.T, written []byte) reading {
	t.Helper()
	r := readValue(t, written, func(key, text string) string {
		switch key {
		case "uri":
			name, err := url.PathUnescape(text)
			if err != nil {
				t.Errorf("the URI %q: %v", text, err)
			}
			return name
		case "markdown":
			page := readMarkdown(t, []byte(text))
			for _, kind := range page.skeleton {
				if !slices.Contains([]string{"Document", "Paragraph", "Heading", "Text", "TextBlock", "CodeSpan", "Emphasis", "List", "ListItem"}, kind) {
					t.Errorf("Markdown holds %s: %q", kind, text)
				}
			}
			return strings.Join(page.texts, "")
		case "text":
			if found := embedded.FindString(text); found != "" {
				t.Errorf("a text holds the link or the place to fill %q: %q", found, text)
			}
			return doubled.Replace(text)
		}
		return text
	})
	r.skeleton = slices.DeleteFunc(r.skeleton, func(part string) bool { return strings.Contains(part, "/uriBaseId ") }) // of a relative name
	return r
}

// doubled undoes what SARIF writes for braces that are none of a place to fill.
var doubled = strings.NewReplacer("{{", "{", "}}", "}")

// embedded is what SARIF takes for a link or a place to fill in a plain text.
var embedded = regexp.MustCompile(`\[[^\]]+\]\([^)]*\)|(?:^|[^{])\{\d+\}`)

// readOSCAL reads JSON, in which some texts are names of a narrow alphabet, and some are Markdown.
func readOSCAL(t *testing.T, written []byte) reading {
	t.Helper()
	r := readValue(t, written, func(key, text string) string {
		switch key {
		case "id", "control-id", "objective-id", "target-id", "class", "uuid":
			if !token.MatchString(text) {
				t.Errorf("%s is %q", key, text)
			}
			return "" // a name that has another letter is changed
		case "href":
			address, err := url.Parse(text)
			if err != nil || address.IsAbs() || address.Host != "" {
				t.Errorf("%q is no name of a file: %v", text, err)
			}
			return "" // it is cleaned: a//b is a/b
		case "title", "description", "remarks", "statement", "prose", "text":
			return onlyText(t, text)
		}
		return text
	})
	r.skeleton = slices.DeleteFunc(r.skeleton, func(part string) bool { return strings.Contains(part, "/props") }) // of a name that is changed
	return r
}

var token = regexp.MustCompile(`^[\pL\d_][\pL\pN._-]*$`)

// onlyText reads Markdown that is made of paragraphs of text.
func onlyText(t *testing.T, written string) string {
	t.Helper()
	source := []byte(strings.ReplaceAll(written, "\x00", `\x00`)) // Markdown has no NUL
	var shown strings.Builder
	err := ast.Walk(goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote)).Parser().Parse(markdowntext.NewReader(source)),
		func(node ast.Node, entering bool) (ast.WalkStatus, error) {
			switch node := node.(type) {
			case *ast.Text:
				if entering {
					shown.WriteString(unescapedMarkdown(node.Segment.Value(source)))
				}
				if node.SoftLineBreak() {
					shown.WriteByte('\n')
				}
			case *ast.Document, *ast.Paragraph, *ast.TextBlock:
				shown.WriteByte('\n')
			default:
				t.Errorf("Markdown holds %s: %q", node.Kind(), written)
			}
			return ast.WalkContinue, nil
		})
	if err != nil {
		t.Fatal(err)
	}
	return shown.String()
}

// readXML reads elements and their attributes.
func readXML(t *testing.T, written []byte) reading {
	t.Helper()
	var r reading
	in := xml.NewDecoder(bytes.NewReader(written))
	for {
		token, err := in.Token()
		if err == io.EOF {
			return r
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			r.skeleton = append(r.skeleton, token.Name.Local)
			for _, attribute := range token.Attr {
				r.skeleton = append(r.skeleton, token.Name.Local+" "+attribute.Name.Local)
				if attribute.Name.Local != "package" { // it is the first part of a rule's name
					r.texts = append(r.texts, attribute.Value)
				}
			}
		case xml.EndElement:
			r.skeleton = append(r.skeleton, "/"+token.Name.Local)
		case xml.CharData:
			r.texts = append(r.texts, string(token))
		case xml.ProcInst:
			r.skeleton = append(r.skeleton, "?"+token.Target)
		default:
			t.Errorf("it holds %T %q", token, token)
		}
	}
}

// readHTML reads elements and their attributes as a browser does. Scripts and styles are the page's own, to the byte; what
// is data for them is JSON.
func readHTML(t *testing.T, written []byte) reading {
	t.Helper()
	document, err := html.ParseWithOptions(bytes.NewReader(written), html.ParseOptionEnableScripting(false)) // what stands in <noscript> is read too
	if err != nil {
		t.Fatal(err)
	}
	var r reading
	for node := range document.Descendants() {
		switch node.Type {
		case html.ElementNode:
			r.skeleton = append(r.skeleton, node.Data)
			for _, attribute := range node.Attr {
				r.attribute(t, node.Data, attribute)
			}
		case html.TextNode:
			r.content(t, node)
		case html.CommentNode:
			t.Errorf("it holds the comment %q", node.Data)
		}
	}
	return r
}

// attribute reads one of an element. None runs a script or leads out of the page.
func (r *reading) attribute(t *testing.T, element string, a html.Attribute) {
	t.Helper()
	r.skeleton = append(r.skeleton, element+" "+a.Key)
	switch a.Key {
	case "href":
		address, err := url.PathUnescape(a.Val)
		if err != nil {
			t.Errorf("%s leads to %q: %v", element, a.Val, err)
		}
		r.texts = append(r.texts, address)
	case "data-where": // a filter of the page's tables
		values, err := url.ParseQuery(a.Val)
		if err != nil {
			t.Errorf("%s shows where %q: %v", element, a.Val, err)
		}
		for _, key := range slices.Sorted(maps.Keys(values)) {
			r.texts = append(r.texts, values[key]...)
		}
	default:
		r.texts = append(r.texts, a.Val)
	}
	switch {
	case strings.HasPrefix(a.Key, "on"):
		t.Errorf("%s runs a script by %s=%q", element, a.Key, a.Val)
	case slices.Contains([]string{"href", "src", "action", "formaction", "xlink:href", "srcset", "data"}, a.Key) && !strings.HasPrefix(a.Val, "#") && a.Val != "data:,":
		t.Errorf("%s leads out of the page by %s=%q", element, a.Key, a.Val)
	}
}

func (r *reading) content(t *testing.T, node *html.Node) {
	t.Helper()
	if node.Parent.Data != "script" && node.Parent.Data != "style" {
		r.texts = append(r.texts, node.Data)
		return
	}
	var data any
	if err := json.Unmarshal([]byte(node.Data), &data); err == nil {
		r.value("data", data, func(_, text string) string { return text })
		return
	}
	r.skeleton = append(r.skeleton, node.Data)
}

// readGitHub reads what the runner of a workflow obeys, line by line.
func readGitHub(t *testing.T, written []byte) reading {
	t.Helper()
	var r reading
	for line := range strings.Lines(string(written)) {
		name, properties, data, is := workflowCommand(line)
		if !is {
			r.skeleton = append(r.skeleton, "a line of the log")
			r.texts = append(r.texts, line)
			continue
		}
		if strings.Contains(data, "##[") {
			t.Errorf("the log shows a command of the older sort in %q", line)
		}
		said := name
		for _, property := range strings.Split(properties, ",") {
			key, value, _ := strings.Cut(property, "=")
			said += " " + key
			r.texts = append(r.texts, unescaped.Replace(value))
		}
		r.skeleton = append(r.skeleton, said)
		r.texts = append(r.texts, unescaped.Replace(data))
	}
	return r
}

// unescaped undoes the escapes of a workflow command in one pass, so that %250A is %0A.
var unescaped = strings.NewReplacer("%25", "%", "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",")

// readCSV reads rows of cells, as programs do, and as Excel does in a country where another sign ends a cell.
func readCSV(t *testing.T, written []byte) reading {
	t.Helper()
	written, marked := bytes.CutPrefix(written, []byte("\ufeff"))
	if !marked {
		t.Error("it has no byte order mark: Excel takes its letters for others")
	}
	var r reading
	for _, separator := range []rune{',', ';', '\t'} {
		in := csv.NewReader(bytes.NewReader(written))
		in.Comma = separator
		if separator != ',' {
			in.LazyQuotes, in.FieldsPerRecord = true, -1
		}
		rows, err := in.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if separator == ',' {
				r.skeleton = append(r.skeleton, fmt.Sprint(len(row), " cells, ", row[0]))
			}
			for _, cell := range row {
				if begins := strings.TrimLeft(cell, "\" \t\u00a0\u3000"); begins != "" && strings.ContainsAny(begins[:len(string([]rune(begins)[0]))], "=+-@＝＋－＠") {
					t.Errorf("a cell is a formula where %q separates cells: %q", separator, cell)
				}
				if separator == ',' { // an apostrophe is what defuses a formula, or one of the text
					r.texts = append(r.texts, strings.ReplaceAll(cell, "'", ""))
				}
			}
		}
	}
	return r
}

// readMarkdown reads a page as GitHub and GitLab do: first as Markdown with the extensions that both know, then for what
// they look for in the text that is left.
func readMarkdown(t *testing.T, written []byte) reading {
	t.Helper()
	for line := range strings.Lines(string(written)) {
		if quickAction.MatchString(line) {
			t.Errorf("a line is a quick action: %q", line)
		}
	}
	if outsideCode := codeSpan.ReplaceAllString(string(written), ""); strings.Contains(outsideCode, "$") {
		t.Errorf("it holds a dollar sign, which may begin a formula")
	}
	parser := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote)).Parser()
	var r reading
	var visible strings.Builder // of one block, code aside
	err := ast.Walk(parser.Parse(markdowntext.NewReader(written)), func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if node.Type() == ast.TypeBlock {
				if found := reference.FindString(visible.String()); found != "" {
					t.Errorf("a host makes more than text of %q in %q", found, visible.String())
				}
				visible.Reset()
			}
			return ast.WalkContinue, nil
		}
		switch node := node.(type) {
		case *ast.Text:
			text := unescapedMarkdown(node.Segment.Value(written))
			visible.WriteString(text)
			r.texts = append(r.texts, text)
			return ast.WalkContinue, nil
		case *ast.String:
			visible.Write(node.Value)
			return ast.WalkContinue, nil
		case *ast.RawHTML:
			visible.WriteString("\x00") // no reference reaches across an element
			for i := range node.Segments.Len() {
				segment := node.Segments.At(i)
				r.skeleton = append(r.skeleton, string(segment.Value(written)))
			}
			return ast.WalkSkipChildren, nil
		case *ast.HTMLBlock:
			for i := range node.Lines().Len() {
				line := node.Lines().At(i)
				r.skeleton = append(r.skeleton, number.ReplaceAllString(string(line.Value(written)), "n"))
			}
		case *ast.CodeSpan:
			visible.WriteString("\x00")
			for child := node.FirstChild(); child != nil; child = child.NextSibling() {
				if text, ok := child.(*ast.Text); ok {
					r.texts = append(r.texts, string(text.Segment.Value(written))) // as it is: code has no escapes
				}
			}
			return ast.WalkSkipChildren, nil // in the skeleton it is text, as is a name that can't be code
		}
		r.skeleton = append(r.skeleton, node.Kind().String())
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	joined := strings.ReplaceAll(strings.Join(r.texts, ""), "\u200b", "")
	r.texts = []string{joined}
	return r
}

// unescapedMarkdown returns text as a reader sees it, without escapes.
func unescapedMarkdown(text []byte) string {
	return string(markdownEscape.ReplaceAllFunc(text, func(found []byte) []byte {
		if found[0] == '\\' {
			return found[1:]
		}
		return []byte(entities.UnescapeString(string(found)))
	}))
}

var (
	markdownEscape = regexp.MustCompile("\\\\[!-/:-@\\[-`{-~]|&#?\\w+;")
	quickAction    = regexp.MustCompile(`^\s*/\w`)
	codeSpan       = regexp.MustCompile("`[^`\n]*`")
	number         = regexp.MustCompile(`\d+`)
	// reference is what GitHub and GitLab look for in text that has no markup left in it.
	reference = regexp.MustCompile(`(?i)` + strings.Join([]string{
		`@[\w-]`, `#\w`, `!\d`, `~["\w]`, `%["\w{]`, `&\d`, `\$[\d{]`, `\^\w`, `\*iteration`,
		`\b(gh|gl)-\d`, `[0-9a-f]{7,}`, `:[\w+-]+:`, `\w+://`, `www\.\w`, `\[\w+:`, `\[\[`, `[{\[][+-]`, `\{[{%]`,
	}, "|"))
)
