package unga_test

import (
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/unga"
	"unhindered/record/imports"
	"unhindered/storage"
)

func real(t testing.TB) []string {
	return []string{
		importertest.Shared(t, "data/unga/votes.csv.gz"),
		importertest.Shared(t, "data/unga/roll_calls.csv"),
		importertest.Shared(t, "data/unga/issues.csv"),
	}
}

func TestRealFilesAreImportedWhole(t *testing.T) {
	files := real(t)
	importertest.Each(t, func(t *testing.T, db *storage.DB) {
		report, err := unga.Run(t.Context(), kind.In{DB: db, Files: files})
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []int{766_896, 5_620, 5_123} { // data/README.md
			f := report.Files[i]
			if f.Read != want || f.New != want || f.RefusedRows() != 0 {
				t.Errorf("%s: read %d, new %d, refused %v; want %d of them", f.Name, f.Read, f.New, f.Refusals(), want)
			}
		}
		before := importertest.Dump(t, db, "vote")
		again, err := unga.Run(t.Context(), kind.In{DB: db, Files: files})
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []int{766_896, 5_620, 5_123} {
			if f := again.Files[i]; f.Unchanged != want || f.New+f.Changed != 0 {
				t.Errorf("second import of %s: %d unchanged, %d new, %d changed", f.Name, f.Unchanged, f.New, f.Changed)
			}
		}
		if importertest.Dump(t, db, "vote") != before {
			t.Error("the second import changed rows")
		}
		if err := imports.Undo(t.Context(), db, report.Import); err != nil {
			t.Fatal(err)
		}
		if left := importertest.Dump(t, db, "vote"); left != "" {
			t.Errorf("%d bytes left after undo", len(left))
		}
	})
}
