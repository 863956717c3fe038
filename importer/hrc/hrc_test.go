package hrc_test

import (
	"testing"

	"unhindered/importer/hrc"
	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/record/imports"
	"unhindered/storage"
)

func real(t testing.TB) []string {
	return []string{importertest.Shared(t, "data/hrc/votes_long.csv"), importertest.Shared(t, "data/hrc/resolutions.csv")}
}

func TestRealFilesAreImportedWhole(t *testing.T) {
	files := real(t)
	importertest.Each(t, func(t *testing.T, db *storage.DB) {
		report, err := hrc.Run(t.Context(), kind.In{DB: db, Files: files})
		if err != nil {
			t.Fatal(err)
		}
		votes, texts := report.Files[0], report.Files[1]
		if texts.Read != 5_613 || texts.New != 5_613 || texts.RefusedRows() != 0 { // data/README.md
			t.Errorf("texts: read %d, new %d, refused %v", texts.Read, texts.New, texts.Refusals())
		}
		// Record 21028 names Peru twice (data/README.md).
		if votes.Read != 68_456 || votes.New != 68_455 || votes.RefusedRows() != 1 || votes.Refusals()[0].Value != "PER" {
			t.Errorf("votes: read %d, new %d, refused %v", votes.Read, votes.New, votes.Refusals())
		}
		before := importertest.Dump(t, db, "vote")
		again, err := hrc.Run(t.Context(), kind.In{DB: db, Files: files})
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []int{68_455, 5_613} {
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
