package uprreport_test

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/uprreport"
	"unhindered/un"
)

// Reports made of the 23,484 real texts of UPR Info, put into the layouts of the years: whatever stands in a text, each
// number is found, with the State that recommended.
func TestReportsMadeOfTheTextsOfUPRInfo(t *testing.T) {
	reviews, names := uprInfo(t)
	layouts := []struct {
		why    string
		number func(paragraph, n int) string
	}{
		{"plain", func(_, n int) string { return fmt.Sprintf("%d.    ", n) }},
		{"dotted", func(p, n int) string { return fmt.Sprintf("%d.%d.  ", p, n) }},
		{"dotted, without the last dot", func(p, n int) string { return fmt.Sprintf("%d.%d ", p, n) }},
	}
	recommendations, more := 0, 0
	for i, name := range names {
		rows := reviews[name]
		const paragraph = 97
		l := layouts[i%len(layouts)]
		var body strings.Builder
		fmt.Fprintf(&body, "%d. The recommendations formulated during the interactive dialogue and listed below enjoy the support of Examplestan:\n", paragraph)
		for n, row := range rows {
			body.WriteString(narrow(l.number(paragraph, n+1)+row.text+" ("+row.from(n)+");\n", 95))
		}
		r, err := uprreport.Parse(paged(head + body.String() + foot))
		if err != nil {
			t.Fatal(name, err)
		}
		if len(r.Gaps) > 0 || len(r.Recommendations) != len(rows) {
			t.Errorf("%s, %s: %d recommendations, want %d; %q", name, l.why, len(r.Recommendations), len(rows), r.Gaps)
			continue
		}
		for n, rec := range r.Recommendations {
			recommendations++
			if len(rec.States) == 0 || rec.States[len(rec.States)-1].ISO3 != rows[n].state.ISO3 {
				t.Errorf("%s, %s: %v, want %s: %s", name, rec.Number, rec.States, rows[n].state.ISO3, rec.Text)
			} else if len(rec.States) > 1 {
				more++
			}
		}
	}
	t.Logf("%d reports, %d recommendations, %d with a State more", len(names), recommendations, more)
	if more*500 > recommendations { // some texts of UPR Info kept a bracket with a State
		t.Errorf("%d of %d recommendations have a State that did not make them", more, recommendations)
	}
}

type row struct {
	text, printed string
	state         un.State
}

// from is the name in brackets: as UPR Info prints it, or one of the United Nations.
func (r row) from(n int) string {
	switch n % 3 {
	case 0:
		return r.printed
	case 1:
		return r.state.Name
	}
	return r.state.Official
}

func uprInfo(t *testing.T) (map[string][]row, []string) {
	f, err := os.Open(importertest.Shared(t, "data/upr/upr-info-sessions-01-13.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	reviews := map[string][]row{}
	var names []string
	for _, r := range all[1:] {
		state, ok := un.FindState(r[4])
		if !ok {
			continue // "(Unknown)"
		}
		name := r[0] + " " + r[10]
		if reviews[name] == nil {
			names = append(names, name)
		}
		reviews[name] = append(reviews[name], row{strings.Join(strings.Fields(r[3]), " "), r[4], state})
	}
	slices.Sort(names)
	return reviews, names
}

// paged puts heads and feet between every 45 lines.
func paged(text string) string {
	var out strings.Builder
	n, page := 0, 1
	for line := range strings.Lines(text) {
		out.WriteString(line)
		if n++; n%45 == 0 {
			page++
			fmt.Fprintf(&out, "\n%d                                   GE.10-12345\n\fA/HRC/99/7\n\n", page)
		}
	}
	return out.String()
}
