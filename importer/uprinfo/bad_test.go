package uprinfo_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/uprinfo"
	"unhindered/record/upr"
)

const header = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session\n"

func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestEncodings(t *testing.T) {
	text := header + "Côte d'Ivoire,Africa,\"AU,OIF\",Renforcer l’accès des réfugiés   ,France,WEOG,EU,Accepted,4,\"Migrants,Other\",6\n"
	mac, err := charmap.Macintosh.NewEncoder().String(strings.ReplaceAll(text, "\n", "\r"))
	if err != nil {
		t.Fatal(err)
	}
	latin, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"UTF-8": text, "UTF-8 with mark": "\xEF\xBB\xBF" + text, "Mac OS Roman with CR": mac, "UTF-8 with CR": strings.ReplaceAll(text, "\n", "\r")} {
		t.Run(name, func(t *testing.T) {
			db := importertest.DB(t)
			run(t, db, uprinfo.Recommendations(), write(t, "a.csv", content))
			data, err := upr.New(db).Data(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			o, err := data.Review("CIV", 1)
			if err != nil || o.Rows != 1 {
				t.Fatalf("%+v, %v", o, err)
			}
			if r := o.Recommendations[0]; r.Text != "Renforcer l’accès des réfugiés" || r.Action != 4 || strings.Join(r.Issues, "|") != "Migrants|Other" {
				t.Errorf("%+v", r)
			}
		})
	}
	t.Run("Windows Latin is refused with its place", func(t *testing.T) {
		_, err := uprinfo.Recommendations().Run(t.Context(), kind.In{DB: importertest.DB(t), Files: []string{write(t, "a.csv", latin)}})
		if err == nil || !strings.Contains(err.Error(), `row 2, column "To"`) {
			t.Errorf("%v", err)
		}
	})
}

func TestRowsThatAreRefused(t *testing.T) {
	rows := []struct{ why, row, column string }{
		{"no State under review", "Atlantis,,,Do,France,,,Accepted,4,Other,6", "To"},
		{"no recommending State", "Chad,,,Do,Atlantis,,,Accepted,4,Other,6", "From"},
		{"no session", "Chad,,,Do,France,,,Accepted,4,Other,six", "Session"},
		{"a session to come", "Chad,,,Do,France,,,Accepted,4,Other,99", "Session"},
		{"no text", "Chad,,,  ,France,,,Accepted,4,Other,6", "Text"},
		{"another response", "Chad,,,Do,France,,,Perhaps,4,Other,6", "Response"},
		{"a pledge", "Chad,,,Do,Chad,,,Voluntary Pledge,4,Other,6", "Response"},
		{"no category", "Chad,,,Do,France,,,Noted,6,Other,6", "Action"},
		{"swapped columns", "Chad,,,France,Do better,,,Noted,4,Other,6", "From"},
		{"a field too few", "Chad,,,Do,France,,,Noted,4,6", ""},
	}
	text := header
	for _, r := range rows {
		text += r.row + "\n"
	}
	text += "Chad,,,Do,&#40;Unknown&#41;,&#40;Unknown&#41;,&#40;Unknown&#41;,Noted,4,Other,6\nChad,,,Do,France,,,Noted,4,Other,5\n"
	report, err := uprinfo.Recommendations().Run(t.Context(), kind.In{DB: importertest.DB(t), Files: []string{write(t, "a.csv", text)}})
	if err != nil {
		t.Fatal(err)
	}
	f := report.Files[0]
	if f.Read != len(rows)+2 || f.New != 2 || len(f.Refusals()) != len(rows) {
		t.Fatalf("%s", importertest.JSON(t, f))
	}
	for i, got := range f.Refusals() {
		if got.Row != i+2 || got.Column != rows[i].column {
			t.Errorf("%s: row %d, column %q, want row %d, column %q", rows[i].why, got.Row, got.Column, i+2, rows[i].column)
		}
	}
	_, err = uprinfo.Recommendations().Run(t.Context(), kind.In{DB: importertest.DB(t), Files: []string{write(t, "a.csv", "To,Text\nChad,Do\n")}})
	if err == nil || !strings.Contains(err.Error(), `"From"`) {
		t.Errorf("columns missing: %v", err)
	}
	other := "Session,Text,From,To,Response,Action,Issue,To-Rgrp,To-Org,From-Rgrp,From-Org\n6,Do,France,Chad,Noted,4,Other,,,,\n"
	run(t, importertest.DB(t), uprinfo.Recommendations(), write(t, "a.csv", other))
}

func TestOneFileUnderTwoNames(t *testing.T) {
	row := header + strings.Repeat("Chad,,,Do,France,,,Noted,4,Other,6\n", 2)
	a, b := write(t, "a.csv", row), write(t, "b.csv", row)
	report := run(t, importertest.DB(t), uprinfo.Recommendations(), a, b)
	if report.Files[0].New != 2 || report.Files[1].Unchanged != 2 {
		t.Errorf("%s", importertest.JSON(t, report))
	}
}

func FuzzRows(f *testing.F) {
	f.Add([]byte(header + "Chad,,,Do,France,,,Noted,4,Other,6\n"))
	f.Add([]byte(strings.ReplaceAll(header, "\n", "\r") + "C\x99te d'Ivoire,,,r\x8efugi\x8es,France,,,Noted,4,Other,6\r"))
	if data, err := os.ReadFile("../../../shared/data/upr/raw/1-5.csv"); err == nil {
		f.Add(data[:min(len(data), 8000)])
	}
	db := importertest.DB(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		report, err := uprinfo.Recommendations().Run(t.Context(), kind.In{DB: db, Files: []string{write(t, "a.csv", string(data))}, DryRun: true})
		if err != nil {
			return
		}
		file := report.Files[0]
		if file.Read != file.New+file.Changed+file.Unchanged+len(file.Refusals()) {
			t.Errorf("rows are lost: %s", importertest.JSON(t, file))
		}
		for _, r := range file.Refusals() {
			if !utf8.ValidString(r.Value) {
				t.Errorf("%q", r.Value)
			}
		}
	})
}

func TestLaterExportsSaySupported(t *testing.T) {
	db := importertest.DB(t)
	run(t, db, uprinfo.Recommendations(), write(t, "a.csv", header+"Türkiye,,,Ratify,Czechia,,,Supported,5,Other,35\n"))
	data, err := upr.New(db).Data(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o, err := data.Review("TUR", 3)
	if err != nil || len(o.Recommendations) != 1 || o.Recommendations[0].Position != upr.Supported {
		t.Errorf("%+v, %v", o, err)
	}
}
