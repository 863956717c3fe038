package pdf_test

import (
	"os"
	"os/exec"
	"testing"
	"time"

	"unhindered/importer/document/pdf"
	"unhindered/importer/importertest"
)

// BenchmarkText reads a report of 33 pages. The ratio is to pdftotext -layout, the start of the program included, since an
// import starts it for each file.
func BenchmarkText(b *testing.B) {
	path := importertest.Shared(b, "data/upr/wg-reports/china2009.pdf")
	data, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		b.Skip("pdftotext is not installed; there is nothing to compare with")
	}
	const pages = 33
	var own, other time.Duration
	for b.Loop() {
		start := time.Now()
		if _, err := pdf.Text(b.Context(), data); err != nil {
			b.Fatal(err)
		}
		own += time.Since(start)
		start = time.Now()
		if err := exec.Command(program, "-layout", path, os.DevNull).Run(); err != nil {
			b.Fatal(err)
		}
		other += time.Since(start)
	}
	b.ReportMetric(float64(b.N*pages)/own.Seconds(), "pages/s")
	b.ReportMetric(float64(own)/float64(other), "ratio/pdftotext")
	b.ReportMetric(2, "budget-at-most")
}
