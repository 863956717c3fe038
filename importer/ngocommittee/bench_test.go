package ngocommittee_test

import (
	"testing"

	"unhindered/importer/importertest"
	"unhindered/record/ngo"
	"unhindered/storage"
)

// BenchmarkLedger reads the rows of the real lists and joins their names, as the first page after an import does.
func BenchmarkLedger(b *testing.B) {
	db := importertest.DB(b)
	run(b, db, real(b)...)
	for b.Loop() {
		if _, err := ngo.New(db).Ledger(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkImport(b *testing.B) {
	files := real(b)
	importertest.AgainstShell(b, files, func(db *storage.DB) { run(b, db, files...) })
}
