package unga_test

import (
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/unga"
	"unhindered/storage"
)

func BenchmarkImport(b *testing.B) {
	files := real(b)
	importertest.AgainstShell(b, files, func(db *storage.DB) {
		if _, err := unga.Run(b.Context(), kind.In{DB: db, Files: files}); err != nil {
			b.Fatal(err)
		}
	})
}
