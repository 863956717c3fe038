package clean

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// try cleans b, which may be anything: without panic, with one of the documented errors or none, and with nothing
// written after an error.
func try(t testing.TB, b []byte) error {
	t.Helper()
	var out bytes.Buffer
	_, err := Copy(&out, bytes.NewReader(b), int64(len(b)))
	if err != nil && !errors.Is(err, ErrUnknown) && !errors.Is(err, ErrDamaged) {
		t.Fatalf("undocumented error: %v", err)
	}
	if err != nil && out.Len() > 0 {
		t.Fatalf("%d bytes written before the error", out.Len())
	}
	return err
}

func TestHostileFiles(t *testing.T) {
	j, p, w, g := jpegFixture(t), pngFixture(t), webpFixture(t), gifFixture(t)
	replace := func(b []byte, at int, with string) []byte {
		b = bytes.Clone(b)
		copy(b[at:], with)
		return b
	}
	deep := `<w:document xmlns:w="w">` + strings.Repeat("<a>", 2000) + strings.Repeat("</a>", 2000) + `</w:document>`
	docx := func(body string) []byte {
		return zipFixture(t, part{"[Content_Types].xml", "<Types/>"}, part{"word/document.xml", body})
	}
	bomb := zipBomb(t)
	for _, tc := range []struct {
		name string
		file []byte
		want error
	}{
		{"nothing at all is unknown", nil, ErrUnknown},
		{"noise is unknown", []byte("\x00\x01\x02\x03\xfe\xff"), ErrUnknown},
		{"HTML is not plain text", []byte("\n <!doctype html><meta name=author content=x>"), ErrUnknown},
		{"SVG is not plain text", []byte("<svg/>"), ErrUnknown},
		{"e-mail is not plain text", []byte("Received: from a by b\nFrom: x\n\nhello"), ErrUnknown},
		{"a letter that begins with a name and colon is text", []byte("Amina: they came at night.\n"), nil},
		{"text that turns into noise is unknown", []byte(strings.Repeat("a", 2000) + "\x00"), ErrUnknown},
		{"text in an old encoding is unknown", []byte("caf\xe9"), ErrUnknown},
		{"a text of 1024 bytes cut in a character is text", []byte(strings.Repeat("a", 1023) + "é"), nil},
		{"TIFF is unknown", []byte("II*\x00\x08\x00\x00\x00"), ErrUnknown},

		{"JPEG without picture", []byte("\xff\xd8\xff\xd9"), ErrDamaged},
		{"JPEG with a segment shorter than its length field", []byte("\xff\xd8\xff\xe1\x00\x01"), ErrDamaged},
		{"JPEG that never ends", j[:len(j)-12], ErrDamaged},
		{"JPEG with room to spare in a table", bytes.Replace(j, []byte("\xff\xdb\x00\x84"), []byte("\xff\xdb\x00\x85"), 1), ErrDamaged},
		{"JPEG-LS is refused", []byte("\xff\xd8\xff\xf7\x00\x04\x00\x00\xff\xd9"), ErrDamaged},

		{"PNG with a chunk of 4 GiB", replace(p, 33, "\xff\xff\xff\xff"), ErrDamaged},
		{"PNG with a wrong checksum", replace(p, 29, "CRC!"), ErrDamaged},
		{"PNG without header", []byte(pngMagic + pngChunk("IEND", "")), ErrDamaged},
		{"PNG of an Apple phone that only Apple can show", []byte(pngMagic + pngChunk("CgBI", "abcd")), ErrDamaged},
		{"PNG with a needed chunk nobody knows", []byte(string(p[:33]) + pngChunk("QQQQ", "abcd")), ErrUnknown},

		{"WebP longer than the file", replace(w, 4, "\xff\xff\xff\x7f"), ErrDamaged},
		{"WebP with a chunk of 4 GiB", replace(w, 16, "\xff\xff\xff\xff"), ErrDamaged},
		{"WebP without picture", []byte("RIFF\x16\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"), ErrDamaged},

		{"GIF without end", g[:len(g)-len(canary)-1], ErrDamaged},
		{"GIF with a block nobody knows", append(bytes.Clone(g[:13]), 0x77), ErrDamaged},

		{"zip that is no document", zipFixture(t, part{"a.txt", "a"}), ErrUnknown},
		{"zip with two parts of one name", zipFixture(t, part{"[Content_Types].xml", ""}, part{"word/document.xml", ""}, part{"Word/Document.xml", ""}), ErrDamaged},
		{"zip with a part outside", zipFixture(t, part{"../../etc/passwd", ""}), ErrDamaged},
		{"zip without table of contents", []byte("PK\x03\x04 and then nothing"), ErrDamaged},
		{"zip with words before its table of contents", func() []byte {
			b := docx("<a/>")
			at := bytes.LastIndex(b, []byte("PK\x05\x06"))
			return append(append(bytes.Clone(b[:at]), canary...), b[at:]...)
		}(), ErrDamaged},
		{"document with a part of 300 MB", bomb, ErrTooLarge},
		{"document that lies about the size of a part", lyingZip(t, bomb), ErrDamaged},
		{"document with a document type", docx(`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`), ErrDamaged},
		{"document with an element that is never closed", docx(`<a><b>`), ErrDamaged},
		{"document with an element too deep", docx(deep), ErrDamaged},
		{"document locked with a password", lockedZip(docx("<a/>")), ErrLocked},

		{"PDF without objects", []byte("%PDF-1.7\n%%EOF\n"), ErrDamaged},
		{"PDF whose catalog is no catalog", pdfObjects("", "[1 2 3]"), ErrDamaged},
		{"PDF whose catalog is missing", pdfObjects("/Root 9 0 R"), ErrDamaged},
		{"PDF whose pages are their own children", pdfObjects("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"), nil},
		{"PDF with arrays too deep", pdfObjects("", "<</Type/Catalog/Pages 2 0 R/X "+strings.Repeat("[", 5000)+strings.Repeat("]", 5000)+">>", "<<>>"), ErrDamaged},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if err := try(t, tc.file); !errors.Is(err, tc.want) {
				t.Errorf("%v, want %v", err, tc.want)
			}
		})
	}
}

// zipBomb is a document of 300 kB with a part of 300 MB.
func zipBomb(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "word/document.xml"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		for range 300 {
			if _, err := w.Write(make([]byte, 1<<20)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// lyingZip says in the table of contents that every part is one byte long.
func lyingZip(t testing.TB, b []byte) []byte {
	t.Helper()
	b = bytes.Clone(b)
	for at := 0; ; at += 4 {
		next := bytes.Index(b[at:], []byte("PK\x01\x02"))
		if next < 0 {
			return b
		}
		at += next
		binary.LittleEndian.PutUint32(b[at+24:], 1)
	}
}

func lockedZip(b []byte) []byte {
	b = bytes.Clone(b)
	b[bytes.Index(b, []byte("PK\x01\x02"))+8] |= 1
	return b
}

func TestTooManyPartsAreRefused(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range maxParts + 1 {
		if _, err := z.Create(fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	z.Close()
	if err := try(t, b.Bytes()); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}

func TestAFileCutAnywhereIsRefused(t *testing.T) {
	for _, f := range fixtures {
		if f.format == "text" {
			continue // half a text is a text
		}
		whole := f.make(t)
		step := max(1, len(whole)/400)
		for n := 16; n < len(whole)-len(canary)-8; n += step {
			if err := try(t, whole[:n]); err == nil && f.format != "PDF" {
				t.Errorf("%s: cut after %d of %d bytes it was cleaned as if whole", f.format, n, len(whole))
			}
		}
	}
}

func TestChangedBytesNeverPanic(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, f := range fixtures {
		whole := f.make(t)
		for range 400 {
			b := bytes.Clone(whole)
			for range 1 + random.IntN(4) {
				b[random.IntN(len(b))] = byte(random.Uint32())
			}
			try(t, b)
		}
	}
}

func TestASizeThatPromisesMoreThanThereIs(t *testing.T) {
	for _, f := range fixtures {
		b := f.make(t)
		var out bytes.Buffer
		_, err := Copy(&out, bytes.NewReader(b), int64(len(b))+5000)
		if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrUnknown) {
			t.Errorf("%s: %v", f.format, err)
		}
	}
}

func TestPDFThatPacksTooMuchIsRefused(t *testing.T) {
	bomb := strings.Repeat("0 ", 40<<20)
	b := pdfObjects("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>",
		fmt.Sprintf("<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", len(deflateICC([]byte(bomb)))-5, deflateICC([]byte(bomb))[5:]))
	// Nobody refers to the bomb, so the copy may simply be without it.
	if err := try(t, b); err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}
