package hrc_test

import (
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"unhindered/importer/hrc"
	"unhindered/importer/importertest"
	"unhindered/importer/kind"
)

// Design section 8: at most twice the time of the bare sqlite3 shell for the same rows, timed in turns in the same run.
func BenchmarkImportAgainstSQLiteShell(b *testing.B) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		b.Skip("the sqlite3 shell is not installed")
	}
	files := real(b)
	var ours, bare time.Duration
	for b.Loop() {
		db := importertest.DB(b)
		start := time.Now()
		if _, err := hrc.Run(b.Context(), kind.In{DB: db, Files: files}); err != nil {
			b.Fatal(err)
		}
		ours += time.Since(start)
		path := filepath.Join(b.TempDir(), "bare.db")
		start = time.Now()
		if text, err := exec.Command(shell, path, ".mode csv", ".import "+files[0]+" v", ".import "+files[1]+" t").CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, text)
		}
		bare += time.Since(start)
	}
	b.ReportMetric(float64(ours)/float64(bare), "ratio/sqlite3-.import")
}
