package clean

import (
	"bytes"
	"testing"
)

// fuzz feeds a format with changed fixtures. The law: a file that can be cleaned gives a copy that can be cleaned again,
// and the second copy is the first. For PDF only the former: what pdfcpu finds in a ruin can shrink at each reading.
func fuzz(f *testing.F, format string) {
	for _, fixture := range fixtures {
		if fixture.format == format {
			dirty := fixture.make(f)
			f.Add(dirty)
			once, _ := clean(f, dirty)
			f.Add(once)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<20 || try(t, b) != nil {
			return
		}
		once, result := clean(t, b)
		twice, again := clean(t, once)
		if result.Format != again.Format || result.Format != "PDF" && !bytes.Equal(once, twice) {
			t.Errorf("%s: the copy of the copy differs (%s)", result.Format, again.Format)
		}
	})
}

func FuzzJPEG(f *testing.F) { fuzz(f, "JPEG") }
func FuzzPNG(f *testing.F)  { fuzz(f, "PNG") }
func FuzzWebP(f *testing.F) { fuzz(f, "WebP") }
func FuzzGIF(f *testing.F)  { fuzz(f, "GIF") }
func FuzzDOCX(f *testing.F) { fuzz(f, "DOCX") }
func FuzzXLSX(f *testing.F) { fuzz(f, "XLSX") }
func FuzzPPTX(f *testing.F) { fuzz(f, "PPTX") }
func FuzzODT(f *testing.F)  { fuzz(f, "ODT") }
func FuzzPDF(f *testing.F)  { fuzz(f, "PDF") }
func FuzzText(f *testing.F) { fuzz(f, "text") }
