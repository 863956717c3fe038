package analysis_test

import (
	"path/filepath"
	"testing"

	"unhindered/importer/hrc"
	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/ngocommittee"
	"unhindered/importer/unga"
)

// BenchmarkCountedPages builds the pages of the analyses that count, with the real votes and lists in the record, once what
// they keep has been worked out; the budget is 20 ms (p95).
func BenchmarkCountedPages(b *testing.B) {
	h, r := room(b)
	lists, err := filepath.Glob(importertest.Shared(b, "data/ecosoc-ngo-committee/*.csv"))
	if err != nil {
		b.Fatal(err)
	}
	if _, err := ngocommittee.Run(b.Context(), kind.In{DB: r.DB, Files: lists}); err != nil {
		b.Fatal(err)
	}
	if _, err := hrc.Run(b.Context(), kind.In{DB: r.DB, Files: []string{importertest.Shared(b, "data/hrc/resolutions.csv"), importertest.Shared(b, "data/hrc/votes_long.csv")}}); err != nil {
		b.Fatal(err)
	}
	if _, err := unga.Run(b.Context(), kind.In{DB: r.DB, Files: []string{importertest.Shared(b, "data/unga/roll_calls.csv"), importertest.Shared(b, "data/unga/issues.csv"),
		importertest.Shared(b, "data/unga/votes.csv.gz")}}); err != nil {
		b.Fatal(err)
	}
	examplestan(b, r)
	for _, path := range []string{"/analysis/agreement", "/analysis/agreement?with=CHN", "/analysis/agreement?with=CHN&sessions=1-68", "/analysis/blocs?issue=hr&state=CHN",
		"/analysis/amendments?state=CHN", "/analysis/amendments?body=unga&of=texts", "/analysis/waiting", "/analysis/replies", "/analysis/reports", "/analysis/undercount"} {
		get(b, h, path)
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				get(b, h, path)
			}
		})
	}
}
