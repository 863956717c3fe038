package upr_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/upraddendum"
	"unhindered/importer/uprinfo"
	"unhindered/importer/uprreport"
	"unhindered/importer/uprthematic"
	"unhindered/record/imports"
	"unhindered/record/upr"
)

// One recommendation that stands in the report, in UPR Info, in the thematic list and in the State's answer is one
// recommendation. The real export of UPR Info ends before Slovenia's second review, so three rows are added for it in the
// export's own form: two of 115.3, which two States made, and one that stands nowhere else.
func TestOneRecommendationHasSeveralSources(t *testing.T) {
	db := importertest.DB(t)
	shared := func(name string) string { return importertest.Shared(t, "data/upr", name) }
	run := func(do func(kind.In) (imports.Report, error), files ...string) {
		t.Helper()
		report, err := do(kind.In{DB: db, Files: files})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range report.Files {
			if len(f.Refusals()) > 0 {
				t.Fatalf("%s: %s", f.Name, importertest.JSON(t, f))
			}
		}
	}
	rows := filepath.Join(t.TempDir(), "upr-info.csv")
	const export = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session\n" +
		"Slovenia,EEG,\"EU,OIF\",\"TEXT\",Portugal,WEOG,\"EU\",Accepted,5,International instruments,20\n" +
		"Slovenia,EEG,\"EU,OIF\",\"TEXT\",Slovakia,EEG,\"EU,OIF\",Accepted,5,International instruments,20\n" +
		"Slovenia,EEG,\"EU,OIF\",Paint the moon in the colours of the rainbow,Norway,WEOG,,Noted,5,Other,20\n"
	const text = "Ratify the Optional Protocol to the Rights of the Child on a communications procedure"
	if err := os.WriteFile(rows, []byte(strings.ReplaceAll(export, "TEXT", text)), 0o600); err != nil {
		t.Fatal(err)
	}
	with := func(do importRun) func(kind.In) (imports.Report, error) {
		return func(in kind.In) (imports.Report, error) { return do(t.Context(), in) }
	}
	run(with(uprreport.Run), shared("wg-reports/slovenia2010.txt"), shared("wg-reports/slovenia2014.txt"), shared("wg-reports/slovenia2019.txt"))
	run(with(uprthematic.Run), shared("thematic/UPR20__Slovenia_ThematicListRecommendations_E.docx"), shared("thematic/UPR34_Slovenia_Thematic_list_of_Recommendations.docx"))
	run(with(upraddendum.Run), shared("responses/slovenia2010-A_HRC_14_15_Add.1.txt"), shared("responses/slovenia2014-A_HRC_28_15_Add.1.txt"), shared("responses/slovenia2019-A_HRC_43_15_Add.1.txt"))
	run(with(uprinfo.Recommendations().Run), shared("upr-info-sessions-01-13.csv.gz"), rows)
	data, err := upr.New(db).Data(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// numbered in the report; rows of UPR Info, of them joined; entries of the thematic list, of them joined; answers of the State
	for _, want := range []struct{ cycle, numbered, rows, joined, themes, themesJoined, answers, loose int }{
		{1, 97, 106, 106, 0, 0, 97, 0}, {2, 163, 3, 2, 163, 163, 163, 1}, {3, 215, 0, 0, 215, 215, 157, 0},
	} {
		o, err := data.Review("SVN", want.cycle)
		if err != nil {
			t.Fatal(err)
		}
		numbered, answers := 0, 0
		for _, r := range o.Recommendations {
			if r.Number != "" {
				numbered++
			}
			if slices.ContainsFunc(r.Positions, func(s upr.Said) bool {
				return strings.HasPrefix(s.Source, "A/HRC/") && strings.Contains(s.Source, "/Add.1")
			}) {
				answers++
			}
		}
		got := []int{numbered, o.Rows, o.Joined, o.Themes, o.ThemesJoined, answers, len(o.Recommendations) - numbered}
		if w := []int{want.numbered, want.rows, want.joined, want.themes, want.themesJoined, want.answers, want.loose}; !slices.Equal(got, w) {
			t.Errorf("cycle %d: %v, want %v", want.cycle, got, w)
		}
	}
	o, err := data.Review("SVN", 2)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(o.Recommendations, func(r *upr.Recommendation) bool { return len(r.Rows) == 2 })
	if i < 0 {
		t.Fatal("no recommendation has both rows")
	}
	r := o.Recommendations[i]
	var said []string
	for _, s := range r.Positions {
		said = append(said, s.Source+": "+s.Position)
	}
	if r.Number != "115.3" || strings.Join(r.From, " ") != "PRT SVK" || len(r.Themes) == 0 || len(r.Imports) != 4 {
		t.Errorf("%s by %q, themes %q, imports %d", r.Number, r.From, r.Themes, r.Imports)
	}
	want := "A/HRC/28/15, para. 115: pending|OHCHR thematic list, after A/HRC/28/15/Add.1 - Para. 3: supported|A/HRC/28/15/Add.1: supported|UPR Info: supported"
	if strings.Join(said, "|") != want {
		t.Errorf("%s\nwant %s", strings.Join(said, "|"), want)
	}
}

type importRun = func(context.Context, kind.In) (imports.Report, error)
