package unga_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/unga"
)

// Design section 8: an import takes at most twice the time that the bare sqlite3 shell needs to .import the same rows
// into unindexed tables. Both are timed in the same run, in turns; the ratio of the medians is reported.
func BenchmarkImportAgainstSQLiteShell(b *testing.B) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		b.Skip("the sqlite3 shell is not installed")
	}
	files := real(b)
	dir := b.TempDir()
	unpacked := filepath.Join(dir, "votes.csv")
	out, err := exec.Command("gzip", "-dc", files[0]).Output()
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(unpacked, out, 0o600); err != nil {
		b.Fatal(err)
	}
	out = nil
	var ours, bare time.Duration
	for b.Loop() {
		db := importertest.DB(b)
		start := time.Now()
		if _, err := unga.Run(b.Context(), kind.In{DB: db, Files: files}); err != nil {
			b.Fatal(err)
		}
		ours += time.Since(start)
		path := filepath.Join(b.TempDir(), "bare.db")
		start = time.Now()
		cmd := exec.Command(shell, path, ".mode csv", ".import "+unpacked+" v", ".import "+files[1]+" r", ".import "+files[2]+" i")
		if text, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, text)
		}
		bare += time.Since(start)
	}
	b.ReportMetric(float64(ours)/float64(bare), "ratio/sqlite3-.import")
}
