package uprinfo_test

import (
	"path/filepath"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/uprinfo"
	"unhindered/record/imports"
	"unhindered/record/upr"
	"unhindered/storage"
)

func run(t testing.TB, db *storage.DB, k kind.Kind, files ...string) imports.Report {
	t.Helper()
	report, err := k.Run(t.Context(), kind.In{DB: db, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Files {
		for _, r := range f.Refusals() {
			t.Errorf("%s: row %d, %s %q: %s", f.Name, r.Row, r.Column, r.Value, r.Reason)
		}
	}
	return report
}

func TestTheRealFiles(t *testing.T) {
	raw, packed := importertest.Shared(t, "data/upr/raw"), importertest.Shared(t, "data/upr/upr-info-sessions-01-13.csv.gz")
	pledges := importertest.Shared(t, "data/upr/upr-info-voluntary-pledges-sessions-01-13.csv")
	importertest.Each(t, func(t *testing.T, db *storage.DB) {
		empty := importertest.Dump(t, db, "upr_row")
		first := run(t, db, uprinfo.Recommendations(), filepath.Join(raw, "1-5.csv"), filepath.Join(raw, "6-9.csv"), filepath.Join(raw, "10-13.csv"))
		for i, want := range []int{6094, 8343, 9047} {
			if f := first.Files[i]; f.Read != want || f.New != want {
				t.Errorf("%s: %d rows, %d new, want %d", f.Name, f.Read, f.New, want)
			}
		}
		again := run(t, db, uprinfo.Recommendations(), packed)
		if f := again.Files[0]; f.Read != 23484 || f.Unchanged != 23484 {
			t.Errorf("the same in UTF-8: %d rows, %d unchanged, want 23484", f.Read, f.Unchanged)
		}
		filled := importertest.Dump(t, db, "upr_row")
		if f := run(t, db, uprinfo.Pledges(), pledges).Files[0]; f.New != 625 {
			t.Errorf("%d pledges, want 625", f.New)
		}
		if err := imports.Undo(t.Context(), db, 3); err != nil {
			t.Fatal(err)
		}
		if importertest.Dump(t, db, "upr_row") != filled {
			t.Error("undoing the pledges changed more than pledges")
		}
		data, err := upr.New(db).Data(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if data.Rows != 23484 || len(data.Reviews) != 207 {
			t.Errorf("%d rows in %d reviews, want 23484 in 207", data.Rows, len(data.Reviews))
		}
		china, err := data.Review("CHN", 1)
		if err != nil || china.Session != 4 {
			t.Errorf("China's review: %+v, %v", china, err)
		}
		unknown, holySee := 0, 0
		for _, o := range data.Reviews {
			for _, r := range o.Recommendations {
				for _, row := range r.Rows {
					if row.FromName == "(Unknown)" && row.From == "" {
						unknown++
					}
					if row.From == "VAT" {
						holySee++
					}
				}
			}
		}
		if unknown != 9 || holySee != 127 {
			t.Errorf("%d rows of unknown States and %d of the Holy See, want 9 and 127", unknown, holySee)
		}
		if err := imports.Undo(t.Context(), db, 1); err != nil {
			t.Fatal(err)
		}
		if importertest.Dump(t, db, "upr_row") != empty {
			t.Error("undo left rows behind")
		}
	})
}
