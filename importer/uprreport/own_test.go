package uprreport_test

import (
	"os"
	"path/filepath"
	"testing"

	"unhindered/importer/document"
	"unhindered/importer/importertest"
	"unhindered/importer/uprreport"
)

// Where pdftotext is not installed, PDFs are read without help. Numbers are as complete; a few brackets are lost where a
// font does not tell the widths of its characters.
func TestPDFsWithoutPdftotext(t *testing.T) {
	folder := importertest.Shared(t, "data/upr/wg-reports")
	t.Setenv("PATH", "")
	for _, name := range []string{"switzerland2008", "russia2009", "egypt2010", "venezuela2011", "slovenia2014"} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(folder, name+".pdf"))
			if err != nil {
				t.Fatal(err)
			}
			text, err := document.Read(t.Context(), data)
			if err != nil || text.Method != "pdf" || text.Quality < 90 {
				t.Fatalf("%s, quality %d, %v", text.Method, text.Quality, err)
			}
			got, err := uprreport.Parse(text.Text)
			if err != nil {
				t.Fatal(err)
			}
			want := read(t, filepath.Join(folder, name+".txt"))
			if len(got.Gaps) > 0 || len(got.Recommendations) != len(want.Recommendations) || got.State.ISO3 != want.State.ISO3 || got.Session != want.Session {
				t.Fatalf("%d recommendations, want %d; gaps %q", len(got.Recommendations), len(want.Recommendations), got.Gaps)
			}
			lost := 0
			for i, r := range got.Recommendations {
				if r.Position != want.Recommendations[i].Position {
					t.Errorf("%s: %s, want %s", r.Number, r.Position, want.Recommendations[i].Position)
				}
				if len(r.States) != len(want.Recommendations[i].States) {
					lost++
				}
			}
			if lost > 2 {
				t.Errorf("%d recommendations have other States", lost)
			}
		})
	}
}

// BenchmarkPDF prints pages a second; nearly all of it is pdftotext itself.
func BenchmarkPDF(b *testing.B) {
	data, err := os.ReadFile(importertest.Shared(b, "data/upr/wg-reports/china2009.pdf"))
	if err != nil {
		b.Fatal(err)
	}
	const pages = 33
	n := 0
	for b.Loop() {
		text, err := document.Read(b.Context(), data)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := uprreport.Parse(text.Text); err != nil {
			b.Fatal(err)
		}
		n += pages
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "pages/s")
}
