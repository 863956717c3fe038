package study

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/analysis/coding"
	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/sheet"
	"unhindered/importer/uprinfo"
	"unhindered/record"
)

// The rows are made up; the States' names stand where a name must stand.
const codingRows = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session\n" +
	"Norway,,,Ratify the Convention against Torture,Chile,,,Accepted,5,International instruments,6\n" +
	"Norway,,,Strengthen its efforts to combat trafficking,Chile,,,Accepted,4,Trafficking,6\n" +
	"Norway,,,Continue its efforts in education,(Unknown),,,Accepted,2,Right to education,6\n"

func codingRecord(t *testing.T) *record.Record {
	t.Helper()
	db := importertest.DB(t)
	folder := t.TempDir()
	for _, f := range []struct {
		name, text string
		kind       kind.Kind
		args       []string
	}{
		{"rows.csv", codingRows, uprinfo.Recommendations(), nil},
		{"upr-coding.csv", "text,action,reason\nstrengthen its efforts to combat trafficking,5,a test\n", sheet.Kind(), []string{"upr-coding"}},
	} {
		path := filepath.Join(folder, f.name)
		if err := os.WriteFile(path, []byte(f.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := f.kind.Run(t.Context(), kind.In{DB: db, Files: []string{path}, Args: f.args}); err != nil {
			t.Fatal(err)
		}
	}
	return record.New(db)
}

func TestCodingCountsStatesOnBothSidesAndHearsPeople(t *testing.T) {
	m, err := coding.Default()
	if err != nil {
		t.Fatal(err)
	}
	c, err := CodeLedger(t.Context(), codingRecord(t), m)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		side          Side
		state         string
		model, people [5]int
	}{
		{Received, "NOR", [5]int{0, 1, 0, 1, 1}, [5]int{0, 1, 0, 0, 2}}, // a person says that strengthening is specific here
		{Made, "CHL", [5]int{0, 0, 0, 1, 1}, [5]int{0, 0, 0, 0, 2}},     // the third row names nobody
	} {
		whole, states := c.Counts(test.side)
		if whole.Total() != 3 || len(states) != 1 {
			t.Errorf("%s: %d rows, %d States", test.side, whole.Total(), len(states))
			continue
		}
		if s := states[0]; s.State != test.state || s.Model != test.model || s.People != test.people {
			t.Errorf("%s: %+v", test.side, s)
		}
	}
	a := c.AnswerOf("NOR", Received)
	overruled := 0
	for _, row := range a.Rows {
		if len(row) != len(a.Columns) {
			t.Errorf("%d cells under %d columns", len(row), len(a.Columns))
		}
		if row[11] == 5 && row[13] == "a test" {
			overruled++
		}
	}
	if len(a.Rows) != 3 || overruled != 1 {
		t.Errorf("%d rows, %d overruled", len(a.Rows), overruled)
	}
}

func TestEveryTextHasARowInItsPlace(t *testing.T) {
	m, err := coding.Default()
	if err != nil {
		t.Fatal(err)
	}
	a := CodeTexts(m, []string{"Ratify the Convention against Torture", "", "Consider abolishing the death penalty"}, false, "")
	if diff := cmp.Diff([]string{"row", "action", "confidence", "verb", "issues"}, a.Columns); diff != "" {
		t.Error(diff)
	}
	texts := a.Texts()
	if len(texts) != 4 || texts[1][1] != "5" || texts[1][3] != "ratify" || texts[1][0] != "1" || texts[3][0] != "3" || texts[3][4] != "Death penalty" {
		t.Errorf("rows %q", texts)
	}
	if diff := cmp.Diff([]string{"2", "", "", "", ""}, texts[2]); diff != "" {
		t.Errorf("a text without words (-want +got):\n%s", diff)
	}
}
