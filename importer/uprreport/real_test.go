package uprreport_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"unhindered/importer/document"
	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/uprreport"
	"unhindered/record/imports"
	"unhindered/record/upr"
	"unhindered/storage"
)

// numbers of each report, counted by hand from the last number under each paragraph.
var counted = []struct {
	file, review string
	paragraphs   string // paragraph:last number
}{
	{"azerbaijan2013", "AZE-2", "109:158 110:4"},
	{"bahrain2008", "BHR-1", "60:9"},
	{"bahrain2012", "BHR-2", "115:176"},
	{"burundi2013", "BDI-2", "126:174"},
	{"china2009", "CHN-1", "114:42 115:3 116:4"},
	{"cuba2009", "CUB-1", "130:60 131:17"},
	{"cuba2013", "CUB-2", "170:292"},
	{"egypt2010", "EGY-1", "95:119 97:14 98:7 99:25"},
	{"egypt2014", "EGY-2", "166:300"},
	{"india2012", "IND-2", "138:169"},
	{"iran2010", "IRN-1", "90:123 91:20 92:45"},
	{"kenya2010", "KEN-1", "101:128 102:15 103:7"},
	{"mexico2009", "MEX-1", "93:83 94:8"},
	{"morocco2008", "MAR-1", "75:11"},
	{"pakistan2012", "PAK-2", "122:165 123:1"},
	{"russia2009", "RUS-1", "85:57"},
	{"rwanda2011", "RWA-1", "77:19 78:14 79:21 80:16 81:3"},
	{"saudiarabia2009", "SAU-1", "87:53"},
	{"slovenia2010", "SVN-1", "111:97"},
	{"slovenia2014", "SVN-2", "115:163"},
	{"slovenia2019", "SVN-3", "121:58 122:157"},
	{"switzerland2008", "CHE-1", "56:6 57:23"},
	{"syria2011", "SYR-1", "100:60 101:26 102:15 103:25 104:41 105:13"},
	{"unitedkingdom2008", "GBR-1", "56:28"},
	{"unitedstatesofamerica2011", "USA-1", "92:228"},
	{"venezuela2011", "VEN-1", "93:20 94:75 95:15 96:38"},
	{"vietnam2014", "VNM-2", "143:227"},
	{"yemen2009", "YEM-1", "91:109 93:21 94:12"},
}

func read(t *testing.T, path string) *uprreport.Report {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text, err := document.Read(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	report, err := uprreport.Parse(text.Text)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestEveryReportIsNumberedWithoutGaps(t *testing.T) {
	folder := importertest.Shared(t, "data/upr/wg-reports")
	files, _ := filepath.Glob(filepath.Join(folder, "*.pdf"))
	if len(files) != len(counted) {
		t.Errorf("%d reports in the folder, %d in the table", len(files), len(counted))
	}
	for _, want := range counted {
		for _, format := range []string{".txt", ".pdf"} {
			t.Run(want.file+format, func(t *testing.T) {
				report := read(t, filepath.Join(folder, want.file+format))
				if len(report.Gaps) > 0 || len(report.Unresolved) > 0 {
					t.Errorf("gaps %q, unresolved names %q", report.Gaps, report.Unresolved)
				}
				review, ok := upr.ReviewAt(report.State.ISO3, report.Session)
				if !ok || review.ID != want.review {
					t.Errorf("review %q, want %q", review.ID, want.review)
				}
				last, total := map[int]int{}, 0
				for _, r := range report.Recommendations {
					if last[r.Paragraph]++; r.Index != last[r.Paragraph] {
						t.Errorf("paragraph %d: number %d comes after %d", r.Paragraph, r.Index, last[r.Paragraph]-1)
					}
					if len(r.States) == 0 {
						t.Errorf("%s names no State: %q", r.Number, r.Text)
					}
					if r.Position == upr.Unknown {
						t.Errorf("%s: no position is read in %q", r.Number, r.Said)
					}
					total++
				}
				for part := range strings.FieldsSeq(want.paragraphs) {
					paragraph, number, _ := strings.Cut(part, ":")
					if got := last[atoi(paragraph)]; got != atoi(number) {
						t.Errorf("paragraph %s ends with %d, want %s", paragraph, got, number)
					}
					total -= atoi(number)
				}
				if total != 0 {
					t.Errorf("%d recommendations under other paragraphs", total)
				}
			})
		}
	}
}

func atoi(s string) (n int) {
	for _, r := range s {
		n = n*10 + int(r-'0')
	}
	return n
}

func TestTextsPositionsAndStatesAsPrinted(t *testing.T) {
	folder := importertest.Shared(t, "data/upr/wg-reports")
	tests := []struct {
		why, file, number, text, states, position string
	}{
		{"several texts under one number", "china2009", "114.1", "Create conditions for an early ratification of the International Covenant on Civil and Political Rights (ICCPR) (Sweden); In accordance", "SWE DZA ARG BRA AUT", upr.Supported},
		{"noted, being implemented", "china2009", "115.2", "Develop and adopt a comprehensive policy to combat child labour (Finland);", "FIN", upr.Noted},
		{"dotted numbers, one line", "syria2011", "104.2", "Ratify the Rome Statute of the International Criminal Court (Poland, Brazil);", "POL BRA", upr.Noted},
		{"item 96 under paragraph 95", "egypt2010", "95.96", "", "", upr.Supported},
		{"the sentence after the list decides", "morocco2008", "75.2", "To sign the OP-CAT (United Kingdom of Great Britain and Northern Ireland);", "GBR", upr.Supported},
		{"a misspelt State", "cuba2009", "130.5", "", "TTO", upr.Supported},
		{"no bracket opens", "bahrain2012", "115.152", "Enact a progressive, substantive Freedom of Information law Austria);", "AUT", upr.Pending},
		{"the State in the text", "bahrain2008", "60.3", "", "CHE", upr.Supported},
		{"a page break within", "russia2009", "85.4", "", "GBR BRA MEX CZE LIE CZE LIE CZE DZA", upr.Pending},
		{"rejected", "azerbaijan2013", "110.1", "", "", upr.Noted},
		{"two Koreas", "cuba2009", "130.1", "", "VEN PRK LAO VNM PRK LAO", upr.Supported},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			report := read(t, filepath.Join(folder, test.file+".txt"))
			i := slices.IndexFunc(report.Recommendations, func(r uprreport.Recommendation) bool { return r.Number == test.number })
			if i < 0 {
				t.Fatalf("no %s", test.number)
			}
			r := report.Recommendations[i]
			var states []string
			for _, m := range r.States {
				states = append(states, m.ISO3)
			}
			if !strings.HasPrefix(r.Text, test.text) {
				t.Errorf("text %q, want %q", r.Text, test.text)
			}
			if got := strings.Join(states, " "); test.states != "" && got != test.states {
				t.Errorf("States %s, want %s", got, test.states)
			}
			if r.Position != test.position {
				t.Errorf("position %q, want %q", r.Position, test.position)
			}
		})
	}
}

func TestAFolderOfReports(t *testing.T) {
	folder := importertest.Shared(t, "data/upr/wg-reports")
	files, _ := filepath.Glob(filepath.Join(folder, "*"))
	importertest.Each(t, func(t *testing.T, db *storage.DB) {
		before := importertest.Dump(t, db, "upr_report", "upr_numbered")
		first, err := uprreport.Run(t.Context(), kind.In{DB: db, Files: files})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := importertest.JSON(t, first.Extra), `{"number_state_pairs":4416,"recommendations":3819,"state_mentions":4525,"with_state":3819}`; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		full := importertest.Dump(t, db, "upr_report", "upr_numbered")
		again, err := uprreport.Run(t.Context(), kind.In{DB: db, Files: files})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range again.Files {
			if f.New+f.Changed > 0 || f.Unchanged != f.Read || f.Read == 0 || len(f.Refusals()) > 0 {
				t.Errorf("imported again: %s", importertest.JSON(t, f))
			}
		}
		if importertest.Dump(t, db, "upr_report", "upr_numbered") != full {
			t.Error("the second import changed something")
		}
		for _, id := range []int64{2, 1} {
			if err := imports.Undo(t.Context(), db, id); err != nil {
				t.Fatal(err)
			}
		}
		if importertest.Dump(t, db, "upr_report", "upr_numbered") != before {
			t.Error("undo left something behind")
		}
	})
}
