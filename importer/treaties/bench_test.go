package treaties_test

import (
	"testing"

	"unhindered/importer/importertest"
	"unhindered/storage"
)

func BenchmarkImport(b *testing.B) {
	file := importertest.Shared(b, "data/treaties/ratification_status.csv")
	importertest.AgainstShell(b, []string{file}, func(db *storage.DB) { run(b, db, file) })
}
