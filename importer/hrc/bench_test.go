package hrc_test

import (
	"testing"

	"unhindered/importer/hrc"
	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/storage"
)

func BenchmarkImport(b *testing.B) {
	files := real(b)
	importertest.AgainstShell(b, files, func(db *storage.DB) {
		if _, err := hrc.Run(b.Context(), kind.In{DB: db, Files: files}); err != nil {
			b.Fatal(err)
		}
	})
}
