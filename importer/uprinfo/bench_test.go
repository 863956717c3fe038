package uprinfo_test

import (
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/uprinfo"
	"unhindered/storage"
)

func BenchmarkImport(b *testing.B) {
	file := importertest.Shared(b, "data/upr/upr-info-sessions-01-13.csv.gz")
	importertest.AgainstShell(b, []string{file}, func(db *storage.DB) { run(b, db, uprinfo.Recommendations(), file) })
}
