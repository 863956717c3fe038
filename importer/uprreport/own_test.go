package uprreport_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/importer/document"
	"unhindered/importer/importertest"
	"unhindered/importer/uprreport"
)

// Where pdftotext is not installed, PDFs are read without help. All 28 reports say the same then: the texts beside the PDFs
// were made with pdftotext 22.12.
func TestPDFsWithoutPdftotext(t *testing.T) {
	folder := importertest.Shared(t, "data/upr/wg-reports")
	t.Setenv("PATH", "")
	for _, c := range counted {
		t.Run(c.file, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(folder, c.file+".pdf"))
			if err != nil {
				t.Fatal(err)
			}
			text, err := document.Read(t.Context(), data)
			if err != nil || text.Method != "pdf" || text.Quality < 99 {
				t.Fatalf("%s, quality %d, %v", text.Method, text.Quality, err)
			}
			got, err := uprreport.Parse(text.Text)
			if err != nil {
				t.Fatal(err)
			}
			want := read(t, filepath.Join(folder, c.file+".txt"))
			if len(got.Recommendations) != len(want.Recommendations) {
				t.Fatalf("%d recommendations, want %d; gaps %q", len(got.Recommendations), len(want.Recommendations), got.Gaps)
			}
			if diff := cmp.Diff(want, got, blankless); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// pdftotext parts raised letters and marks from their words ("the 22 nd session"); the built-in reader does not.
var blankless = cmp.Comparer(func(a, b string) bool { return strings.ReplaceAll(a, " ", "") == strings.ReplaceAll(b, " ", "") })
