package upraddendum_test

import (
	"os"
	"testing"

	"unhindered/importer/document"
	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/upraddendum"
	"unhindered/importer/uprreport"
	"unhindered/record/imports"
	"unhindered/record/upr"
	"unhindered/storage"
)

func TestSloveniasThreeAddenda(t *testing.T) {
	var reports, addenda []string
	for _, name := range []string{"slovenia2010", "slovenia2014", "slovenia2019"} {
		reports = append(reports, importertest.Shared(t, "data/upr/wg-reports", name+".txt"))
	}
	for _, name := range []string{"slovenia2010-A_HRC_14_15_Add.1", "slovenia2014-A_HRC_28_15_Add.1", "slovenia2019-A_HRC_43_15_Add.1"} {
		addenda = append(addenda, importertest.Shared(t, "data/upr/responses", name+".pdf"), importertest.Shared(t, "data/upr/responses", name+".txt"))
	}
	importertest.Each(t, func(t *testing.T, db *storage.DB) {
		if _, err := uprreport.Run(t.Context(), kind.In{DB: db, Files: reports}); err != nil {
			t.Fatal(err)
		}
		before := importertest.Dump(t, db, "upr_position")
		var last imports.Report
		for range 2 {
			var err error
			if last, err = upraddendum.Run(t.Context(), kind.In{DB: db, Files: addenda}); err != nil {
				t.Fatal(err)
			}
		}
		for _, f := range last.Files {
			if len(f.Refusals()) > 0 || f.Unchanged != f.Read {
				t.Errorf("again: %s", importertest.JSON(t, f))
			}
		}
		data, err := upr.New(db).Data(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		// 2010: counted by hand; two answers decide nothing ("cannot, at this point in time, make a definitive statement").
		// "accepts 142 recommendations ... notes 21" (2014); "58 were immediately supported ... 124 are now supported and 33 noted" (2019)
		for _, want := range []struct{ cycle, supported, noted, open int }{{1, 90, 5, 2}, {2, 142, 21, 0}, {3, 58 + 124, 33, 0}} {
			o, err := data.Review("SVN", want.cycle)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]int{}
			for _, r := range o.Recommendations {
				got[r.Position]++
			}
			if got[upr.Supported] != want.supported || got[upr.Noted] != want.noted || got[upr.Pending] != want.open {
				t.Errorf("cycle %d: %v, want %d supported, %d noted, %d left open", want.cycle, got, want.supported, want.noted, want.open)
			}
		}
		if err := imports.Undo(t.Context(), db, 2); err != nil {
			t.Fatal(err)
		}
		if importertest.Dump(t, db, "upr_position") != before {
			t.Error("undo left positions behind")
		}
	})
}

// With pdftotext and without it, the three addenda give the same answers.
func TestAddendaWithoutPdftotext(t *testing.T) {
	for _, name := range []string{"slovenia2010-A_HRC_14_15_Add.1", "slovenia2014-A_HRC_28_15_Add.1", "slovenia2019-A_HRC_43_15_Add.1"} {
		report, err := os.ReadFile(importertest.Shared(t, "data/upr/wg-reports", name[:len("slovenia2010")]+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := uprreport.Parse(string(report))
		if err != nil {
			t.Fatal(err)
		}
		var numbers []string
		for _, r := range parsed.Recommendations {
			numbers = append(numbers, r.Number)
		}
		data, err := os.ReadFile(importertest.Shared(t, "data/upr/responses", name+".pdf"))
		if err != nil {
			t.Fatal(err)
		}
		own, err := document.Again(t.Context(), data)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(importertest.Shared(t, "data/upr/responses", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		a, b := upraddendum.Parse(own.Text, numbers), upraddendum.Parse(string(text), numbers)
		if len(a) != len(b) {
			t.Fatalf("%s: %d answers, with pdftotext %d", name, len(a), len(b))
		}
		for i := range a {
			if a[i].Number != b[i].Number || a[i].Position != b[i].Position {
				t.Errorf("%s: %+v\nwith pdftotext %+v", name, a[i], b[i])
			}
		}
	}
}
