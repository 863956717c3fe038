package ngocommittee_test

import (
	"testing"

	"unhindered/importer/importertest"
	"unhindered/record/ngo"
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

// BenchmarkImport imports the twelve sheets.
func BenchmarkImport(b *testing.B) {
	files := real(b)
	for b.Loop() {
		run(b, importertest.DB(b), files...)
	}
}
