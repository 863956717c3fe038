package uprreport_test

import (
	"strings"
	"testing"
	"time"

	"unhindered/importer/uprreport"
	"unhindered/record/upr"
)

const head = `United Nations   A/HRC/99/7
The Working Group held its thirty-fourth session from 4 to 15 November 2019. The review of Slovenia was held at the 13th meeting.
II. Conclusions and/or recommendations ...... 120 - 122
` + "\f" + `A/HRC/99/7
II. Conclusions and/or recommendations*
`

func parse(t *testing.T, body string) *uprreport.Report {
	t.Helper()
	r, err := uprreport.Parse(head + body)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestLayouts(t *testing.T) {
	const foot = "\n123. All conclusions and/or recommendations contained in the present report reflect the position of the submitting States.\nAnnex\n"
	tests := []struct{ why, body, want string }{
		{"dots, page head in the middle of an item", `121. The recommendations below have been examined and enjoy the support of Slovenia:
121.1 Ratify the Convention
14

` + "\fA/HRC/99/7\n\n" + `on the Rights of Persons (France) (Lithuania);
121.2. Keep on (Chad, Ghana and the Netherlands).`, "121.1 supported FRA LTU|121.2 supported TCD GHA NLD"},
		{"plain numbers; a year and a sum at the start of lines are text", `121. The following recommendations will be examined by Slovenia, which will respond:
1. Act by
2020. In this (Chad);
2. Spend
75. or more (Ghana);
3. Sign (Peru).`, "121.1 pending TCD|121.2 pending GHA|121.3 pending PER"},
		{"letters", `121. The following recommendations did not enjoy the support of Slovenia:
(a) Sign (Peru);
(b) Sign again (Chad).`, "121 (a) noted PER|121 (b) noted TCD"},
		{"a note at the foot of the page", `121. The recommendations below enjoy the support of Slovenia:
121.1 Ratify (Peru);
121.2 Keep



(Chad);



*
 Not edited.
` + "\f" + `121.3 Sign (Ghana).`, "121.1 supported PER|121.2 supported TCD|121.3 supported GHA"},
		{"the two Congos, names with commas and brackets", `121. The recommendations below enjoy the support of Slovenia:
121.1 Ratify CEDAW (article 2 (a)) (Bolivia (Plurinational State of), Democratic Republic of the Congo, Congo; Iran (Islamic Republic of));`, "121.1 supported BOL COD COG IRN"},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			var got []string
			for _, r := range parse(t, test.body+foot).Recommendations {
				parts := []string{r.Number, r.Position}
				for _, m := range r.States {
					parts = append(parts, m.ISO3)
				}
				got = append(got, strings.Join(parts, " "))
			}
			if strings.Join(got, "|") != test.want {
				t.Errorf("%s\nwant %s", strings.Join(got, "|"), test.want)
			}
		})
	}
}

func TestGapsAndMisprintsAreTold(t *testing.T) {
	r := parse(t, `121. The recommendations below enjoy the support of Slovenia:
121.1 Ratify (Peru);
121.3 Sign (Chad);
127.4 Keep (Ghana);
121.5 Go on (`)
	if got := strings.Join(r.Gaps, "; "); got != "number 121.2 is missing before 121.3; the text breaks off after 121.5; the end of the section was not found" {
		t.Errorf("gaps: %s", got)
	}
	if got := strings.Join(r.Misprints, "; "); got != "number 121.4 is printed 127.4" {
		t.Errorf("misprints: %s", got)
	}
}

func FuzzParse(f *testing.F) {
	// Small seeds, without the cover and the contents of a report: go test shortens what it finds, and that takes as long as
	// the inputs are.
	f.Add("9. Recommendations below enjoy support:\n9.1 Go (Peru);\n9.2 Sit (Chad and Mali).\n10. All conclusions\n")
	f.Add("5. Following recommendations:\n1. Go. (India)\n2. Sit (Cuba)\n6. The response will be included\n")
	f.Add("6. Recommendations:\n(a) One (Peru)\n(b) Two Chad);\n7. In paragraphs 27 (b), 31 noted\fA/HRC/1/2\nAnnex\n")
	f.Add("0.Recommendations enjoy\n0.1A") // there is no paragraph 0
	f.Fuzz(func(t *testing.T, text string) {
		r, err := uprreport.Parse(text)
		if err == nil && len(r.Recommendations) == 0 {
			t.Error("neither an error nor recommendations")
		}
		for _, rec := range r.Recommendations {
			for _, m := range upr.States(rec.Text) {
				if m.ISO3 == "" && m.Printed == "" {
					t.Errorf("an empty name in %q", rec.Text)
				}
			}
		}
	})
}

func TestATextWithoutEndTakesNoTime(t *testing.T) {
	for _, text := range []string{
		head + strings.Repeat("121. The recommendations (Peru)\n", 3000),
		head + "5. The recommendations:\n" + strings.Repeat("(Abcdefg Hijk and Lmnop)\n", 4000),
		head + "121. The recommendations:\n1. " + strings.Repeat("Chad and ", 20000) + ")",
	} {
		start := time.Now()
		uprreport.Parse(text)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%d bytes took %v", len(text), took)
		}
	}
}
