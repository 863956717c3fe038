package uprreport_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/uprreport"
)

// What other programs, other fonts and other widths of a page make of a report must change neither its numbers nor its
// States.
var mutations = []struct {
	why string
	do  func(string) string
}{
	{"no form feeds", func(s string) string { return strings.ReplaceAll(s, "\f", "\n") }},
	{"no blanks at the start of a line, one between words", func(s string) string { return blanks.ReplaceAllString(s, " ") }},
	{"no empty lines", func(s string) string { return empty.ReplaceAllString(s, "\n") }},
	{"an empty line after each line", func(s string) string { return strings.ReplaceAll(s, "\n", "\n\n") }},
	{"narrow lines", func(s string) string { return narrow(s, 45) }},
	{"wide lines", func(s string) string { return wrapped.ReplaceAllString(s, "$1 $2") }},
	{"hyphens at the end of a line joined", func(s string) string { return hyphens.ReplaceAllString(s, "$1-$2") }},
	{"no heading of the section", func(s string) string { return headings.ReplaceAllString(s, "") }},
	{"hard blanks and other quotes", func(s string) string {
		return strings.NewReplacer(". ", ".\u00A0", "’", "'", "“", `"`, "”", `"`).Replace(s)
	}},
}

var (
	blanks   = regexp.MustCompile(`(?m)[ \t]+`)
	empty    = regexp.MustCompile(`\n[ \t]*(?:\n[ \t]*)+`)
	wrapped  = regexp.MustCompile(`(\p{L}{2,})\n[ \t]*(\p{Ll})`) // not before numbers
	headings = regexp.MustCompile(`(?im)^[ \t]*(?:II\.[ \t]*)?conclusions and/or[ \t]*\n?[ \t]*recommendations[ \t*]*$`)
	hyphens  = regexp.MustCompile(`(\p{L})-\n[ \t]*(\p{L})`)
)

func TestMutationsOfTheRealReports(t *testing.T) {
	folder := importertest.Shared(t, "data/upr/wg-reports")
	for _, c := range counted {
		data, err := os.ReadFile(filepath.Join(folder, c.file+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		want := numbersAndStates(t, string(data))
		for _, m := range mutations {
			if got := numbersAndStates(t, m.do(string(data))); got != want {
				t.Errorf("%s, %s: %s", c.file, m.why, firstDifference(got, want))
			}
		}
	}
}

func numbersAndStates(t *testing.T, text string) string {
	t.Helper()
	r, err := uprreport.Parse(text)
	if err != nil {
		t.Error(err)
	}
	return strings.Join(r.Gaps, "; ") + "\n" + strings.ReplaceAll(short(r), "|", "\n")
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i] + ", want " + b[i]
		}
	}
	return "one is longer"
}
