package upr_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/uprinfo"
	"unhindered/importer/uprreport"
	"unhindered/record/upr"
	"unhindered/un"
)

var update = flag.Bool("update", false, "write docs/upr-report-differences.md anew")

const head = `# Working Group reports and UPR Info: where the counts of States differ

Made by ` + "`go test ./record/upr -run Differences -update`" + ` from the reports in ` + "`data/upr/wg-reports`" + ` and the UPR Info export of 14 August
2015; the test fails if this page is not what the two sources give. Reviews after session 13 are not in the export and so not here.

A report counts *numbers*: one numbered recommendation may hold several texts and several States. UPR Info counts *rows*: one
recommendation by one State. For each State that recommended, "numbered" is how many numbers have it in their brackets, "rows" how
many rows UPR Info has. A row belongs to a number of the same State if most of its words are there. Every difference has one of
three reasons, all of them in the way the two count:

1. **Several texts in one number.** UPR Info made a row of each ("Provide training for the judiciary (Jordan); for the police (Jordan)").
2. **No number, by reference.** Some reports until 2009 give what was not accepted only by its place in the summary ("the recommendations
   noted in paragraphs 27 (b), 31 ... did not enjoy the support"). UPR Info took the texts from there.
3. **No number at all.** The State answered fewer recommendations than the summary reports; UPR Info took the others from the summary.

No number of a report lacks its row, and no State was read from a bracket that UPR Info does not have. The texts of all rows without
a number are in the summaries of the reports (three quarters of their words within nine lines; looked up in November 2026).

`

func TestDifferencesFromUPRInfoAreExplained(t *testing.T) {
	db := importertest.DB(t)
	reports, _ := filepath.Glob(filepath.Join(importertest.Shared(t, "data/upr/wg-reports"), "*.txt"))
	if _, err := uprreport.Run(t.Context(), kind.In{DB: db, Files: reports}); err != nil {
		t.Fatal(err)
	}
	rows := importertest.Shared(t, "data/upr/upr-info-sessions-01-13.csv.gz")
	if _, err := uprinfo.Recommendations().Run(t.Context(), kind.In{DB: db, Files: []string{rows}}); err != nil {
		t.Fatal(err)
	}
	data, err := upr.New(db).Data(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var summary, lines strings.Builder
	reviews := 0
	for i := len(data.Reviews) - 1; i >= 0; i-- { // by session
		o := data.Reviews[i]
		all := o.Compare()
		if all == nil {
			continue
		}
		reviews++
		name := fmt.Sprintf("%s %d", o.Name, o.Year())
		numbered, same := 0, 0
		for _, c := range all {
			numbered += c.Numbered
			state, _ := un.StateByISO3(c.State)
			switch {
			case c.Numbered == c.Rows && len(c.Why) == 0:
				same++
			case len(c.Why) == 0:
				t.Errorf("%s: %s has %d numbers and %d rows, and nothing explains it", name, c.State, c.Numbered, c.Rows)
			default:
				fmt.Fprintf(&lines, "| %s | %s | %d | %d | %s |\n", name, state.Name, c.Numbered, c.Rows, strings.Join(c.Why, "; "))
			}
			for _, why := range c.Why {
				if strings.HasSuffix(why, "has no row") {
					t.Errorf("%s: %s: %s", name, c.State, why)
				}
			}
		}
		fmt.Fprintf(&summary, "| %s | %s | %d | %d | %d | %d of %d |\n", name, o.Report.Symbol, o.Report.Numbered, numbered, o.Rows, same, len(all))
	}
	if reviews != 20 {
		t.Errorf("%d reviews are in both sources, want 20", reviews)
	}
	page := head + "## Review by review\n\n| review | report | numbers | numbers × States | rows | States that agree |\n|---|---|---|---|---|---|\n" + summary.String() +
		"\n## Every difference\n\n| review | recommending State | numbered | rows | why |\n|---|---|---|---|---|\n" + lines.String()
	path := filepath.Join("..", "..", "docs", "upr-report-differences.md")
	if *update {
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if have, err := os.ReadFile(path); err != nil || string(have) != page {
		t.Errorf("%s is not what the sources give (%v); run this test with -update", path, err)
	}
}
