package ngocommittee_test

import (
	"testing"

	"unhindered/importer/importertest"
	"unhindered/record/imports"
	"unhindered/storage"
)

// The two workbooks are whole, their CSV siblings are cut at the end of 2021 (data/README.md): 64 of 66 rows and 9 of 11.
func TestWorkbooksAreTheListsThatTheirSiblingsAre(t *testing.T) {
	dir := importertest.Shared(t, "data/ecosoc-ngo-committee")
	importertest.Each(t, func(t *testing.T, db *storage.DB) {
		run(t, db, dir+"/reclassification_deferred.csv", dir+"/mergers.csv")
		before := importertest.Dump(t, db, "ngo_line")
		report := run(t, db, dir+"/11_deferred_status_reclassification.xlsx", dir+"/12_mergers_organizations.xlsx")
		for i, want := range []struct{ read, same int }{{66, 64}, {11, 9}} {
			if f := report.Files[i]; f.Read != want.read || f.Unchanged != want.same || f.New != want.read-want.same {
				t.Errorf("%s: read %d, unchanged %d, new %d; want %+v", f.Name, f.Read, f.Unchanged, f.New, want)
			}
		}
		if err := imports.Undo(t.Context(), db, report.Import); err != nil || importertest.Dump(t, db, "ngo_line") != before {
			t.Errorf("undone, the rows are not what they were (%v)", err)
		}
	})
}
