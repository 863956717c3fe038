package importer_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"unhindered/importer/importertest"
)

// Everything of the shared data in one sequence of the real program, as scripts/import-all documents it, in less than a
// minute (issue 3, Speed).
func BenchmarkWholeData(b *testing.B) {
	program := os.Getenv("UNHINDERED_BIN")
	if program == "" {
		b.Skip("UNHINDERED_BIN is not set: make bench builds the program and sets it")
	}
	data := importertest.Shared(b, "data")
	var took time.Duration
	for b.Loop() {
		start := time.Now()
		if text, err := exec.Command("../scripts/import-all", data, filepath.Join(b.TempDir(), "data")).CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, text)
		}
		took += time.Since(start)
	}
	b.ReportMetric(took.Seconds()/float64(b.N)/60, "ratio/a-minute")
	b.ReportMetric(1, "budget-at-most")
}
