package pdf_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/ascii85"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"unhindered/importer/document/pdf"
	"unhindered/importer/document/pdf/pdftest"
	"unhindered/importer/importertest"
)

func read(t testing.TB, data []byte) string {
	t.Helper()
	text, err := pdf.Text(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// one makes a file of one page that shows content with the font, both as PDF writes them.
func one(font, content string, more ...string) []byte {
	return pdftest.File("", append([]string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 4 0 R>>/XObject<</X 6 0 R>>>>/Contents 5 0 R>>", font, pdftest.Stream("", content),
	}, more...)...)
}

const times = "<</Type/Font/Subtype/TrueType/BaseFont/Times/Encoding/WinAnsiEncoding>>"

func packed(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, err := w.Write([]byte(s))
	if err = errors.Join(err, w.Close()); err != nil {
		panic(err)
	}
	return b.String()
}

func TestWhatPagesShow(t *testing.T) {
	tests := []struct {
		why  string
		data []byte
		want string
	}{
		{"lines, an empty line for a gap, and pages", pdftest.Pages([]string{"121.1 Ratify (Peru);", "", "121.2 Sign", "(Chad)."}, []string{"Annex"}),
			"121.1 Ratify (Peru);\n\n121.2 Sign\n(Chad).\n\fAnnex\n\f"},
		{"a word in pieces is one word, a wide step a blank", one(times, "BT /F1 10 Tf 70 700 Td [(Slo) -20 (ve) 15 (nia) -400 (2019)] TJ ET"), "Slovenia 2019\n\f"},
		{"columns are parted by two blanks or more", one(times, "BT /F1 10 Tf 70 700 Td (121.1) Tj 50 0 Td (Accepted) Tj ET"), "121.1     Accepted\n\f"},
		{"a raised small mark stays in its line", one(times, "BT /F1 10 Tf 70 700 Td (the 108) Tj /F1 6.5 Tf 4.5 Ts (th) Tj 0 Ts /F1 10 Tf ( Act) Tj ET"), "the 108th Act\n\f"},
		{"the mark of a footnote stands above its text", one(times, "BT /F1 6 Tf 70 704 Td (1) Tj /F1 9 Tf 8 -4 Td (See the annex.) Tj ET"), "1\n See the annex.\n\f"},
		{"drawn twice to look bold", one(times, "BT /F1 10 Tf 70 700 Td (State) Tj ET BT /F1 10 Tf 70.3 700 Td (State) Tj ET"), "State\n\f"},
		{"the order of the file is not that of the page", one(times, "BT /F1 10 Tf 70 600 Td (below) Tj 0 100 Td (above) Tj ET"), "above\n\nbelow\n\f"},
		{"text beside the page's direction is left out", one(times, "BT /F1 10 Tf 70 700 Td (level text) Tj 0 1 -1 0 30 300 Tm (upright) Tj ET"), "level text\n\f"},
		{"a page laid on its side", bytes.Replace(one(times, "BT /F1 10 Tf 0 1 -1 0 300 70 Tm (Annex) Tj ET"), []byte("/Type/Page/"), []byte("/Type/Page/Rotate 90/"), 1), "Annex\n\f"},
		{"differences from the standard codes", one("<</Type/Font/Subtype/Type1/Encoding<</Differences[1/T/uni00FC/r/k/i/y/eacute/quoteright]>>>>", "BT /F1 10 Tf 70 700 Td (\\001\\002\\003\\004\\005\\006\\007\\010) Tj ET"), "Türkiyé’\n\f"},
		{"codes of two bytes with a table of their own", one("<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 7 0 R/DescendantFonts[<</DW 500/W[3[250 722] 9 12 400]>>]>>",
			"BT /F1 10 Tf 70 700 Td <0003000400090005000A> Tj ET", "null", pdftest.Stream("", "1 begincodespacerange <0000><FFFF> endcodespacerange 2 beginbfchar <0003><0041> <0004><00660069> endbfchar 2 beginbfrange <0005><0006><0078> <0009><000A>[<0079><007A>] endbfrange")),
			"Afiyxz\n\f"},
		{"a drawing with text", one(times, "q 1 0 0 1 0 -50 cm /X Do Q BT /F1 10 Tf 70 700 Td (page) Tj ET", pdftest.Stream("/Subtype/Form/Resources<</Font<</F1 4 0 R>>>>", "BT /F1 10 Tf 70 700 Td (drawing) Tj ET")), "page\n\ndrawing\n\f"},
		{"a picture in the page", one(times, "BI /W 1 ID \x00(\xFF EI BT /F1 10 Tf 70 700 Td (after it) Tj ET"), "after it\n\f"},
		{"octal, nested and continued texts", one(times, "BT /F1 10 Tf 70 700 Td (\\(a\\) \\101rticle \\\n(2)) Tj ET"), "(a) Article (2)\n\f"},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			if got := read(t, test.data); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func in85(s string) string {
	var b bytes.Buffer
	w := ascii85.NewEncoder(&b)
	_, err := w.Write([]byte(s))
	if err = errors.Join(err, w.Close()); err != nil {
		panic(err)
	}
	return b.String() + "~>"
}

// The example of ISO 32000-1, 7.4.4.2: "-----A---B".
func TestLZW(t *testing.T) {
	example := "\x80\x0B\x60\x50\x22\x0C\x0C\x85\x01"
	data := one(times, "", "null")
	data = bytes.Replace(data, []byte(pdftest.Stream("", "")), []byte("[7 0 R 8 0 R 9 0 R]"), 1)
	data = bytes.Replace(data, []byte("xref\n"), []byte("7 0 obj "+pdftest.Stream("", "BT /F1 9 Tf 70 700 Td (")+" endobj 8 0 obj "+pdftest.Stream("/Filter/LZWDecode", example)+" endobj 9 0 obj "+pdftest.Stream("", ") Tj ET")+" endobj\n"), 1)
	if got := read(t, data[:bytes.LastIndex(data, []byte("startxref"))]); !strings.Contains(got, "-----A---B") {
		t.Errorf("%q", got)
	}
}

func TestHowFilesArePacked(t *testing.T) {
	content := pdftest.Show([]string{"Recommendations of the Working Group"})
	page := func(stream string) []byte {
		return pdftest.File("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page/Resources<</Font<</F1 4 0 R>>>>/Contents[5 0 R]>>", times, stream)
	}
	whole := page(pdftest.Stream("", content))
	tests := []struct {
		why  string
		data []byte
	}{
		{"Flate", page(pdftest.Stream("/Filter/FlateDecode", packed(content)))},
		{"Flate without its check sum", page(pdftest.Stream("/Filter[/FlateDecode]", packed(content)[:len(packed(content))-4]))},
		{"hexadecimal", page(pdftest.Stream("/Filter/ASCIIHexDecode", fmt.Sprintf("%x>", content)))},
		{"run lengths", page(pdftest.Stream("/Filter/RunLengthDecode", string(rune(len(content[:40])-1))+content[:40]+string(rune(len(content[40:])-1))+content[40:]+"\x80"))},
		{"letters of 85", page(pdftest.Stream("/Filter[/ASCII85Decode]", in85(content)))},
		{"two filters", page(pdftest.Stream("/Filter[/A85/Fl]", in85(packed(content))))},
		{"a length that is wrong", bytes.Replace(whole, []byte("/Length "), []byte("/Length 9"), 1)},
		{"no table", whole[:bytes.Index(whole, []byte("xref\n"))]},
		{"offsets that are wrong", bytes.Replace(whole, []byte("\n00000000"), []byte("\n00000001"), 5)},
		{"rubbish before the head", append([]byte("HTTP/1.1 200 OK\r\n\r\n"), whole...)},
		{"the end is missing", whole[:len(whole)-20]},
		{"a section that names itself as the one before", bytes.Replace(whole, []byte("/Root"), []byte(fmt.Sprintf("/Prev %d/Root", bytes.Index(whole, []byte("xref\n")))), 1)},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			if got, want := read(t, test.data), "Recommendations of the Working Group\n\f"; got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

// The newer form: objects packed in a stream, and a cross-reference stream with differences between its rows.
func TestObjectStreams(t *testing.T) {
	inside := []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>", times}
	head, body := "", ""
	for i, o := range inside {
		head += fmt.Sprintf("%d %d ", i+1, len(body))
		body += o + " "
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n")
	shown := b.Len()
	fmt.Fprintf(&b, "5 0 obj %s endobj\n", pdftest.Stream("", pdftest.Show([]string{"packed away"})))
	pack := b.Len()
	fmt.Fprintf(&b, "6 0 obj %s endobj\n", pdftest.Stream(fmt.Sprintf("/Type/ObjStm/N 4/First %d/Filter/FlateDecode", len(head)), packed(head+body)))
	at := b.Len()
	rows := [][4]byte{{0}, {2, 0, 6, 0}, {2, 0, 6, 1}, {2, 0, 6, 2}, {2, 0, 6, 3}, {1, byte(shown >> 8), byte(shown)}, {1, byte(pack >> 8), byte(pack)}, {1, byte(at >> 8), byte(at)}}
	var table []byte
	var above [4]byte
	for _, r := range rows {
		table = append(table, 2) // each byte less the one above
		for i := range r {
			table = append(table, r[i]-above[i])
		}
		above = r
	}
	fmt.Fprintf(&b, "7 0 obj %s endobj\nstartxref\n%d\n%%%%EOF", pdftest.Stream("/Type/XRef/Size 8/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>", packed(string(table))), at)
	for why, data := range map[string][]byte{"whole": b.Bytes(), "without its table": b.Bytes()[:at]} {
		if got := read(t, data); got != "packed away\n\f" {
			t.Errorf("%s: %q", why, got)
		}
	}
}

func TestHostileFiles(t *testing.T) {
	bomb := pdftest.Stream("/Filter/FlateDecode", packed(strings.Repeat("(recommendation) Tj ", 1<<22)))
	again := make([]string, 400)
	for i := range again {
		again[i] = "5 0 R"
	}
	tests := []struct {
		why  string
		data []byte
		want error // nil: any answer, in time
	}{
		{"nothing", nil, pdf.ErrDamaged},
		{"the head alone", []byte("%PDF-1.7\n"), pdf.ErrDamaged},
		{"a tree of pages without leaves", pdftest.File("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"), pdf.ErrDamaged},
		{"a page that is its own parent and child", pdftest.File("", "<</Type/Catalog/Pages 2 0 R>>", "<</Parent 2 0 R/Kids[2 0 R]>>"), pdf.ErrDamaged},
		{"a catalogue that is itself", pdftest.File("", "1 0 R"), pdf.ErrDamaged},
		{"a length that is its own", one(times, "", "<</Length 6 0 R>>\nstream\nx\nendstream"), nil},
		{"2,000,000,000 pages, it says", pdftest.File("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 2000000000>>"), pdf.ErrDamaged},
		{"3,001 pages", pdftest.File("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids["+strings.Repeat("<</Type/Page>>", 3001)+"]>>"), pdf.ErrTooLarge},
		{"80 MB in 80 kB, four hundred times", pdftest.File("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids["+strings.Repeat("<</Type/Page/Contents 3 0 R>>", 400)+"]>>", bomb), pdf.ErrTooLarge},
		{"arrays nested without end", one(times, strings.Repeat("[", 1<<20)), nil},
		{"a drawing that draws itself", one(times, "/X Do", pdftest.Stream("/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>", strings.Repeat("/X Do ", 3))), nil},
		{"a font with a thousand million widths", one("<</Subtype/Type0/DescendantFonts[<</W[0 1000000000 500]>>]>>", "BT /F1 1 Tf (ab) Tj ET"), nil},
		{"a table of a thousand million characters", one("<</ToUnicode 6 0 R>>", "BT /F1 1 Tf (ab) Tj ET", pdftest.Stream("", "1 beginbfrange <00000000><FFFFFFFF><0041> endbfrange")), nil},
		{"numbers beyond all measure", one(times, "BT /F1 99999999999999999999999999999999999 Tf 9999999999999999999999999999 0 0 9999999999999999999999 0 0 Tm (ab) Tj ET"), nil},
		{"a cross-reference stream of a thousand million", []byte("%PDF-1.5\n1 0 obj<</Type/XRef/Size 1000000000/W[0 0 0]/Index[0 1000000000]/Length 1>>stream\nx\nendstream endobj\nstartxref\n9\n%%EOF"), pdf.ErrDamaged},
		{"a way to lock that is not known", pdftest.File("/Encrypt<</Filter/Other>>", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[<</Type/Page>>]>>"), pdf.ErrPassword},
		{"a password", pdftest.File("/ID[(x)]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O("+strings.Repeat("o", 32)+")/U("+strings.Repeat("u", 32)+")>>", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[<</Type/Page>>]>>"), pdf.ErrPassword},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			_, err := pdf.Text(ctx, test.data)
			if ctx.Err() != nil {
				t.Fatal("it took all the time there was")
			}
			if test.want != nil && !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
		})
	}
}

func TestTimeEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := pdf.Text(ctx, pdftest.Pages([]string{"text"})); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// Whatever is broken in a real file, reading it ends without panic; a file cut at its middle still gives pages.
func TestARealFileBroken(t *testing.T) {
	data, err := os.ReadFile(importertest.Shared(t, "data/upr/responses/slovenia2019-A_HRC_43_15_Add.1.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	whole := read(t, data)
	if !strings.Contains(read(t, data[:len(data)-100]), whole[len(whole)/2:]) {
		t.Error("a file without its last hundred bytes is not read as the whole one")
	}
	for i := range 20 { // each time another part is overwritten
		broken := bytes.Clone(data)
		for at := len(data) * i / 20; at < min(len(data), len(data)*i/20+200); at++ {
			broken[at] = byte(at * 7)
		}
		pdf.Text(t.Context(), broken)
	}
}

func FuzzText(f *testing.F) {
	f.Add(pdftest.Pages([]string{"121.1 Ratify (Peru);"}))
	f.Add(one("<</Subtype/Type0/ToUnicode 6 0 R/DescendantFonts[<</W[1[2]3 4 5]>>]>>", "BT /F1 9 Tf 70 700 Td [<0001>-9(x)]TJ ET", pdftest.Stream("", "1 beginbfrange <01><09><0041> endbfrange")))
	f.Add([]byte("%PDF-1.5\n1 0 obj<</Type/XRef/Size 2/W[1 2 1]/Length 4>>stream\nabcd\nendstream endobj\nstartxref\n9\n%%EOF"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if text, err := pdf.Text(t.Context(), data); err == nil && !strings.HasSuffix(text, "\f") {
			t.Errorf("no page in %q", text)
		}
	})
}
