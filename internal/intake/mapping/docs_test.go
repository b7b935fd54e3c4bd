package mapping_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestTheMappingOfTheDocumentationDoesWhatItSays reads the table of the page by the mapping of the page.
func TestTheMappingOfTheDocumentationDoesWhatItSays(t *testing.T) {
	page, err := os.ReadFile("../../../docs/mappings.md")
	if err != nil {
		t.Fatal(err)
	}
	block := func(language string) string {
		found := regexp.MustCompile("(?s)```" + language + "\n(.*?)```").FindSubmatch(page)
		if found == nil {
			t.Fatalf("the page has no block of %s", language)
		}
		return string(found[1])
	}
	result, err := read(t, block("json"), table(t, block("csv")))
	if err != nil {
		t.Fatal(told(err))
	}
	if result.Problems != nil {
		t.Error(problems(result))
	}
	if got, want := strings.Join(records(t, result), "\n")+"\n", block("jsonl"); got != want {
		t.Errorf("the records are\n%s\nand the page says\n%s", got, want)
	}
	read := result.Intake.Tables[0]
	if read.Rows != 4 || read.Used != 3 || len(read.Skipped) != 1 || read.Skipped[0].Reason != "a draft" || read.Unmapped != nil {
		t.Errorf("the table is %+v", read)
	}
	if header := result.Documents[0].Header; header.Get("as_of").Text != "2026-06-30" || len(header.Get("people").Elements) != 2 {
		t.Errorf("the header is %s", header)
	}
}
