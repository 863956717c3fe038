package uprinfo_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"unhindered/importer/importertest"
	"unhindered/importer/uprinfo"
)

// BenchmarkImport prints how long 23,484 rows take beside the bare sqlite3 shell, which only copies them.
func BenchmarkImport(b *testing.B) {
	packed := importertest.Shared(b, "data/upr/upr-info-sessions-01-13.csv.gz")
	plain := filepath.Join(b.TempDir(), "rows.csv")
	out, err := exec.Command("gzip", "-dc", packed).Output()
	if err == nil {
		err = os.WriteFile(plain, out, 0o600)
	}
	if err != nil {
		b.Fatal(err)
	}
	var shell, ours time.Duration
	for b.Loop() {
		start := time.Now()
		if err := exec.Command("sqlite3", filepath.Join(b.TempDir(), "bare.db"), ".import --csv "+plain+" rows").Run(); err != nil {
			b.Skip("no sqlite3 shell: ", err)
		}
		shell += time.Since(start)
		db := importertest.DB(b)
		start = time.Now()
		run(b, db, uprinfo.Recommendations(), plain)
		ours += time.Since(start)
	}
	b.ReportMetric(float64(ours)/float64(shell), "ratio/sqlite3-.import")
	b.ReportMetric(float64(ours.Milliseconds())/float64(b.N), "ms/import")
}
