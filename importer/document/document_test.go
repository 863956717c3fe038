package document_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unhindered/importer/document"
)

func docx(t testing.TB, body string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("word/document.xml")
	if err == nil {
		_, err = w.Write([]byte(body))
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func word(body string) string {
	return `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`
}

func TestBadDocuments(t *testing.T) {
	tests := []struct {
		why  string
		data []byte
		want error
	}{
		{"nothing", nil, document.ErrNoText},
		{"neither of the formats", []byte{0xFF, 0xFE, 0, 1}, document.ErrFormat},
		{"a PDF that breaks off", []byte("%PDF-1.4\n1 0 obj\n<<"), document.ErrDamaged},
		{"a zip that is no Word document", docx(t, "<a/>")[:40], document.ErrDamaged},
		{"XML that breaks off", docx(t, "<w:document><w:body><w:p>"), document.ErrDamaged},
		{"XML nested without end", docx(t, strings.Repeat("<w:p>", 100_000)), document.ErrDamaged},
		{"a bomb: 45 MB of text in 45 kB", docx(t, word("<w:p><w:r><w:t>"+strings.Repeat("recommendation ", 3<<20)+"</w:t></w:r></w:p>")), document.ErrTooLarge},
		{"an old Word file that breaks off", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and no more"), document.ErrDamaged},
		{"pictures only", docx(t, word("<w:p/>")), document.ErrNoText},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			if _, err := document.Read(t.Context(), test.data); !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
		})
	}
}

func TestWordTablesAndChanges(t *testing.T) {
	blocks, err := document.Blocks(docx(t, word(`<w:p><w:r><w:t>One</w:t><w:br/><w:t>two</w:t></w:r><w:del><w:r><w:t>gone</w:t></w:r></w:del></w:p>
		<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="4"/></w:tcPr><w:p><w:r><w:t>Theme: x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`)))
	if err != nil {
		t.Fatal(err)
	}
	if len(blocks) != 2 || blocks[0].Text != "One\ntwo" || blocks[1].Row[0] != (document.Cell{Text: "Theme: x", Span: 4}) {
		t.Errorf("%+v", blocks)
	}
}

// What a file says of itself decides nothing: these are what real files begin with, broken in every way.
func FuzzRead(f *testing.F) {
	f.Add(docx(f, word("<w:p><w:r><w:t>Recommendations of the Working Group</w:t></w:r></w:p>")))
	f.Add([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600)))
	f.Add([]byte("plain text of a report, long enough"))
	real, _ := filepath.Glob("../../../shared/data/upr/advance-questions/*.doc")
	for _, path := range real {
		if data, err := os.ReadFile(path); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if bytes.Contains(data, []byte("%PDF-")) {
			t.Skip() // another program reads those
		}
		text, err := document.Read(t.Context(), data)
		if err == nil && (text.Text == "" || text.Quality > 100) {
			t.Errorf("%+v", text)
		}
		document.Saved(data)
	})
}
