package hrcdw_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/importer/hrc"
	"unhindered/importer/hrcdw"
	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/record/imports"
	"unhindered/record/votes"
	"unhindered/storage"
)

func TestOneTextInTwoSourcesIsOneDecision(t *testing.T) {
	file := importertest.Shared(t, "data/hrc/resolutions_dw.csv")
	catalogue := []string{importertest.Shared(t, "data/hrc/resolutions.csv"), importertest.Shared(t, "data/hrc/votes_long.csv")}
	importertest.Each(t, func(t *testing.T, db *storage.DB) {
		report, err := hrcdw.Run(t.Context(), kind.In{DB: db, Files: []string{file}})
		if err != nil {
			t.Fatal(err)
		}
		// 1,339 rows (data/README.md), of which 17 are the second lines of titles.
		if f := report.Files[0]; f.Read != 1339 || f.New != 1322 || f.RefusedRows() != 17 {
			t.Errorf("read %d, new %d, refused %v", f.Read, f.New, f.Refusals())
		}
		again, err := hrcdw.Run(t.Context(), kind.In{DB: db, Files: []string{file}})
		if err != nil || again.Files[0].Unchanged != 1322 {
			t.Errorf("the second import: %+v, %v", again.Files[0], err)
		}
		later, err := hrc.Run(t.Context(), kind.In{DB: db, Files: catalogue})
		if err != nil {
			t.Fatal(err)
		}
		l, err := votes.New(db).Ledger(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for i := range l.All {
			d := &l.All[i]
			switch {
			case d.Source != "dw":
			case d.Twin == "":
				got["alone, "+d.Result]++
			default:
				got["joined"]++
				twin, err := l.ByID(d.Twin)
				if err != nil || twin.Source != "ohchr" || twin.Twin != d.ID {
					t.Errorf("%s is joined to %s (%v)", d.ID, d.Twin, err)
					continue
				}
				for _, f := range votes.Differ(twin, d) {
					got["other "+f.What]++
				}
			}
		}
		want := map[string]int{"joined": 1303, "alone, withdrawn": 15, "alone, rejected": 1, "alone, adopted": 3, // docs/council-two-sources.md
			"other title": 86, "other date": 4, "other yes": 2, "other no": 2, "other abstain": 4}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if n := l.List(votes.Filter{Body: "HRC"}).Total; n != 2531+19 { // data/README.md, and those that DW alone has
			t.Errorf("%d decisions of the Council are listed, want 2550", n)
		}
		for _, id := range []int64{later.Import, report.Import} {
			if err := imports.Undo(t.Context(), db, id); err != nil {
				t.Fatal(err)
			}
		}
		if left := importertest.Dump(t, db, "vote"); left != "" {
			t.Errorf("undo left %.200s", left)
		}
	})
}

func TestSpoiltFiles(t *testing.T) {
	importertest.Bad(t, importertest.Sample{Run: hrcdw.Run, Name: "resolutions_dw.csv", Swap: [2]string{"year", "status"},
		Text: "Session typ,Adopted text,Title,Action taken,year,status,focus,vote typ,adaption share,value\n" +
			"regular,99/1,A text,\"Adopted by a recorded vote (29 to 14, with 4 abstentions), 41st meeting, 7 October 2021\",2021,Adopted,topic,vote,,1\n" +
			"special,N/A,Another,Withdrawn by sponsor,2020,Withdrawn,country,,,1\n"})
}

func FuzzImport(f *testing.F) {
	importertest.Fuzz(f, hrcdw.Run, "Session typ,Adopted text,Title,Action taken,year,status\nregular,\xc2\xa048/5,A,Adopted on 31.02.13 [1 in favour, none against, no abstentions],2013,Adopted\n",
		importertest.Head(f, "data/hrc/resolutions_dw.csv", 30))
}
