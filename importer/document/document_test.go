package document_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unhindered/importer/document"
	"unhindered/importer/document/pdf/pdftest"
	"unhindered/importer/importertest"
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

// With pdftotext and without it, a bad PDF gives the same error.
func TestBadPDFs(t *testing.T) {
	pages := "<</Type/Pages/Kids[3 0 R]/Count 1>>"
	picture := pdftest.File("", "<</Type/Catalog/Pages 2 0 R>>", pages, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>/Contents 5 0 R>>",
		pdftest.Stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "x"), pdftest.Stream("", "9 0 0 9 0 0 cm /X Do"))
	locked := pdftest.File("/ID[(0123456789abcdef)(0123456789abcdef)]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O("+strings.Repeat("o", 32)+")/U("+strings.Repeat("u", 32)+")>>",
		"<</Type/Catalog/Pages 2 0 R>>", pages, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
	whole := pdftest.Pages([]string{"Report of the Working Group on the Universal Periodic Review"})
	circle := bytes.Replace(whole, []byte("/Root"), fmt.Appendf(nil, "/Prev %d/Root", bytes.Index(whole, []byte("xref\n"))), 1)
	tests := []struct {
		why  string
		data []byte
		want error
	}{
		{"pictures only", picture, document.ErrNoText},
		{"locked with a password", locked, document.ErrLocked},
		{"it breaks off at once", []byte("%PDF-1.4\n1 0 obj\n<<"), document.ErrDamaged},
		{"a section that names itself as the one before", circle, nil},
		{"its last part is missing", whole[:len(whole)-60], nil},
		{"2,000,000,000 pages, it says", bytes.Replace(whole, []byte("/Count 1"), []byte("/Count 2000000000"), 1), nil},
	}
	for _, reader := range []string{"as installed", "without pdftotext"} {
		if reader != "as installed" {
			t.Setenv("PATH", "")
		}
		for _, test := range tests {
			t.Run(reader+", "+test.why, func(t *testing.T) {
				text, err := document.Read(t.Context(), test.data)
				if !errors.Is(err, test.want) {
					t.Errorf("%v, want %v", err, test.want)
				}
				if test.want == nil && !strings.Contains(text.Text, "Report of the Working Group") {
					t.Errorf("%+v", text)
				}
			})
		}
	}
}

// The tables of sectors of an old Word file say in all of these ways what cannot be.
func TestOldWordFilesWithBrokenTables(t *testing.T) {
	data, err := os.ReadFile(importertest.Shared(t, "data/upr/advance-questions/Advance_questions_Slovenia_first_batch.doc"))
	if err != nil {
		t.Fatal(err)
	}
	le := binary.LittleEndian
	table := 512 * (1 + int(le.Uint32(data[76:])))
	for why, entry := range map[string]func(int) uint32{
		"each sector follows itself": func(i int) uint32 { return uint32(i) }, "all end at once": func(int) uint32 { return 0xFFFFFFFE },
		"all lead outside": func(int) uint32 { return 0x00FFFFFF }, "all lead to the first": func(int) uint32 { return 0 },
	} {
		broken := bytes.Clone(data)
		for i := range 128 {
			le.PutUint32(broken[table+4*i:], entry(i))
		}
		if _, err := document.Read(t.Context(), broken); !errors.Is(err, document.ErrDamaged) {
			t.Errorf("%s: %v", why, err)
		}
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

// Numbers that Word counts: on two levels, begun anew, by a style, in letters; none for a paragraph that was taken out.
func TestAutomaticNumbers(t *testing.T) {
	p := func(list, level, text string) string {
		return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + list + `"/></w:numPr></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	files := map[string]string{
		"word/document.xml": word(p("1", "0", "The recommendations below:") + p("1", "1", "Ratify (Peru);") + p("1", "1", "Sign (Chad).") +
			`<w:p><w:pPr><w:pStyle w:val="Numbered"/></w:pPr><w:r><w:t>All conclusions</w:t></w:r></w:p>` + p("2", "0", "again") + p("2", "2", "letter") + p("0", "0", "none") +
			`<w:p><w:pPr><w:pStyle w:val="Numbered"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>none either</w:t></w:r></w:p>` + p("3", "0", "mark")),
		"word/styles.xml": `<w:styles><w:style w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:styleId="Numbered"><w:basedOn w:val="Base"/></w:style></w:styles>`,
		"word/numbering.xml": `<w:numbering><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="121"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>` +
			`<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl><w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/></w:lvl></w:abstractNum>` +
			`<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>` +
			`<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num></w:numbering>`,
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, body := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(body))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := document.Paragraphs(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	want := "121. The recommendations below:|121.1 Ratify (Peru);|121.2 Sign (Chad).|122. All conclusions|1. again|(iii) letter|none|none either|• mark"
	if strings.Join(got, "|") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, "|"), want)
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
