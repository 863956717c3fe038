package undl_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/undl"
	"unhindered/importer/unga"
	"unhindered/record/imports"
	"unhindered/record/votes"
	"unhindered/storage"
)

func TestBothLayoutsAreTheSameVotes(t *testing.T) {
	importertest.Each(t, func(t *testing.T, db *storage.DB) {
		first, err := undl.Run(t.Context(), kind.In{DB: db, Files: []string{"testdata/layout-2025.csv"}, Strict: true})
		if err != nil {
			t.Fatal(err)
		}
		if f := first.Files[0]; f.Read != 371 || f.New != 371 {
			t.Errorf("read %d, new %d, want 371", f.Read, f.New)
		}
		before := importertest.Dump(t, db, "vote")
		second, err := undl.Run(t.Context(), kind.In{DB: db, Files: []string{"testdata/layout-2026.csv"}, Strict: true})
		if err != nil {
			t.Fatal(err)
		}
		if f := second.Files[0]; f.Unchanged != 371 || importertest.Dump(t, db, "vote") != before {
			t.Errorf("the other layout changed something: %+v", f)
		}
		if err := imports.Undo(t.Context(), db, first.Import); err != nil {
			t.Fatal(err)
		}
		if left := importertest.Dump(t, db, "vote"); left != "" {
			t.Error("rows are left after undo")
		}
	})
}

// One roll call in two sources is one roll call.
func TestRollCallsAreJoinedToVoetens(t *testing.T) {
	db := importertest.DB(t)
	if _, err := unga.Run(t.Context(), kind.In{DB: db, Files: []string{importertest.Shared(t, "data/unga/roll_calls.csv"),
		importertest.Shared(t, "data/unga/votes.csv.gz")}}); err != nil {
		t.Fatal(err)
	}
	if _, err := undl.Run(t.Context(), kind.In{DB: db, Files: []string{"testdata/layout-2026.csv"}}); err != nil {
		t.Fatal(err)
	}
	l, err := votes.New(db).Ledger(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for id, twin := range map[string]string{"UNDL-900000": "GA-4678", "UNDL-900001": "GA-5249"} {
		d, err := l.ByID(id)
		if err != nil {
			t.Fatal(err)
		}
		if d.Twin != twin {
			t.Errorf("%s is joined to %q, want %s", id, d.Twin, twin)
		}
	}
	if n := l.List(votes.Filter{}).Total; n != 5_620 {
		t.Errorf("%d roll calls are listed, want 5620: the same one is there twice", n)
	}
}

func TestBadFilesAreRefusedWithTheReason(t *testing.T) {
	good, err := os.ReadFile("testdata/layout-2026.csv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfterN(string(good), "\n", 4)
	for _, test := range []struct{ name, text, want string }{
		{"a column is missing", strings.Replace(lines[0], "ms_vote,", "", 1), `no column "ms_vote"`},
		{"empty", "", "the file is empty"},
		{"Latin-1", lines[0] + "1,CIV,C\xf4te,Y\n", "is not UTF-8"},
	} {
		t.Run(test.name, func(t *testing.T) {
			db := importertest.DB(t)
			path := filepath.Join(t.TempDir(), "votes.csv")
			if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := undl.Run(t.Context(), kind.In{DB: db, Files: []string{path}})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	for _, test := range []struct{ name, from, to, column string }{
		{"unknown vote", ",Y,", ",Q,", "ms_vote"},
		{"unknown State", "USA,UNITED STATES OF AMERICA (THE)", "QQQ,ATLANTIS", "ms_name"},
		{"a total that is none", "157.0", "many", "total_yes"},
		{"a date that is none", "2006-12-06", "6 December", "date"},
	} {
		t.Run(test.name, func(t *testing.T) {
			db := importertest.DB(t)
			path := filepath.Join(t.TempDir(), "votes.csv")
			if err := os.WriteFile(path, []byte(lines[0]+strings.Replace(lines[1], test.from, test.to, 1)+lines[2]), 0o600); err != nil {
				t.Fatal(err)
			}
			report, err := undl.Run(t.Context(), kind.In{DB: db, Files: []string{path}})
			if err != nil {
				t.Fatal(err)
			}
			f := report.Files[0]
			if f.RefusedRows() != 1 || f.Refusals()[0].Row != 2 || f.Refusals()[0].Column != test.column || f.New != 1 {
				t.Errorf("refused %+v, new %d; want row 2, column %s, and one new", f.Refusals(), f.New, test.column)
			}
		})
	}
}
