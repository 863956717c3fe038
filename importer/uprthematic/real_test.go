package uprthematic_test

import (
	"os"
	"strings"
	"testing"

	"unhindered/importer/document"
	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/uprreport"
	"unhindered/importer/uprthematic"
	"unhindered/record/imports"
	"unhindered/record/upr"
	"unhindered/storage"
)

func TestTheTwoListsOfSlovenia(t *testing.T) {
	second := importertest.Shared(t, "data/upr/thematic/UPR20__Slovenia_ThematicListRecommendations_E.docx")
	third := importertest.Shared(t, "data/upr/thematic/UPR34_Slovenia_Thematic_list_of_Recommendations.docx")
	reports := []string{importertest.Shared(t, "data/upr/wg-reports/slovenia2014.txt"), importertest.Shared(t, "data/upr/wg-reports/slovenia2019.txt")}
	importertest.Each(t, func(t *testing.T, db *storage.DB) {
		if _, err := uprreport.Run(t.Context(), kind.In{DB: db, Files: reports}); err != nil {
			t.Fatal(err)
		}
		before := importertest.Dump(t, db, "upr_theme")
		for range 2 {
			if _, err := uprthematic.Run(t.Context(), kind.In{DB: db, Files: []string{second, third}}); err != nil {
				t.Fatal(err)
			}
		}
		data, err := upr.New(db).Data(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []struct{ cycle, all, noted int }{{2, 163, 21}, {3, 215, 33}} {
			o, err := data.Review("SVN", want.cycle)
			if err != nil {
				t.Fatal(err)
			}
			if o.Themes != want.all || o.ThemesJoined != want.all || len(o.Recommendations) != want.all {
				t.Errorf("cycle %d: %d entries, %d joined, %d recommendations, want %d", want.cycle, o.Themes, o.ThemesJoined, len(o.Recommendations), want.all)
			}
			noted := 0
			for _, r := range o.Recommendations {
				if r.Position == upr.Noted {
					noted++
				}
				if len(r.Themes) == 0 || r.Position != upr.Noted && r.Position != upr.Supported {
					t.Errorf("cycle %d, %s: position %q, themes %q", want.cycle, r.Number, r.Position, r.Themes)
				}
			}
			if noted != want.noted {
				t.Errorf("cycle %d: %d noted, want %d, the number that Slovenia gives", want.cycle, noted, want.noted)
			}
		}
		if err := imports.Undo(t.Context(), db, 2); err != nil {
			t.Fatal(err)
		}
		if importertest.Dump(t, db, "upr_theme") != before {
			t.Error("undo left entries behind")
		}
	})
}

func TestEveryPartOfACell(t *testing.T) {
	data, err := os.ReadFile(importertest.Shared(t, "data/upr/thematic/UPR34_Slovenia_Thematic_list_of_Recommendations.docx"))
	if err != nil {
		t.Fatal(err)
	}
	blocks, err := document.Blocks(data)
	if err != nil {
		t.Fatal(err)
	}
	first := uprthematic.Parse(blocks)[0]
	got := strings.Join([]string{first.Number, first.Source, first.Heading, strings.Join(first.Themes, "; "), strings.Join(first.Goals, "; "), strings.Join(first.Affected, "; ")}, " | ")
	want := "121.1 | A/HRC/43/15 - Para 121 | Acceptance of international norms | Acceptance of international norms; Enforced disappearances | 16 - PEACE, JUSTICE AND STRONG INSTITUTIONS | Disappeared persons"
	if got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if first.Text != "Ratify the International Convention for the Protection of All Persons from Enforced Disappearance (France) (Lithuania);" {
		t.Errorf("text %q", first.Text)
	}
}

func TestTheTextSaysTheSameAsTheWordFile(t *testing.T) {
	for _, name := range []string{"UPR20__Slovenia_ThematicListRecommendations_E", "UPR34_Slovenia_Thematic_list_of_Recommendations"} {
		word, err := os.ReadFile(importertest.Shared(t, "data/upr/thematic", name+".docx"))
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(importertest.Shared(t, "data/upr/thematic", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		blocks, err := document.Blocks(word)
		if err != nil {
			t.Fatal(err)
		}
		a, b := uprthematic.Parse(blocks), uprthematic.ParseText(string(text))
		if len(a) != len(b) {
			t.Fatalf("%s: %d entries in Word, %d in the text", name, len(a), len(b))
		}
		for i := range a {
			a[i].Row, b[i].Row = 0, 0
			if x, y := importertest.JSON(t, a[i]), importertest.JSON(t, b[i]); x != y {
				t.Errorf("%s:\n%s\n%s", name, x, y)
			}
		}
	}
}

func FuzzParseText(f *testing.F) {
	f.Add("Theme: A12 Acceptance of international norms\n115.1 Take further steps (Croatia); \nSource of position: A/HRC/28/15/Add.1 - Para. 3\nSupported\nA12 Acceptance\nAffected persons:\n- general\n")
	f.Add("121.1 Ratify (France) (Lithuania);\nSource of Position: A/HRC/43/15 - Para 121\nNoted\n- Right to work &amp; labour\nSDGs: \n- 16 - PEACE\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, e := range uprthematic.ParseText(text) {
			if e.Number == "" {
				t.Error("an entry without a number")
			}
		}
	})
}
