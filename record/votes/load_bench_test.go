package votes_test

import (
	"testing"

	"unhindered/importer/hrc"
	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/unga"
	"unhindered/record/votes"
)

// How long the first page waits after an import, with everything loaded.
func BenchmarkLoad(b *testing.B) {
	db := importertest.DB(b)
	if _, err := unga.Run(b.Context(), kind.In{DB: db, Files: []string{importertest.Shared(b, "data/unga/roll_calls.csv"),
		importertest.Shared(b, "data/unga/issues.csv"), importertest.Shared(b, "data/unga/votes.csv.gz")}}); err != nil {
		b.Fatal(err)
	}
	if _, err := hrc.Run(b.Context(), kind.In{DB: db, Files: []string{importertest.Shared(b, "data/hrc/resolutions.csv"),
		importertest.Shared(b, "data/hrc/votes_long.csv")}}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := votes.New(db).Ledger(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
