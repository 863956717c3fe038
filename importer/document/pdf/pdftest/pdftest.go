// Package pdftest makes PDF files for tests.
package pdftest

import (
	"bytes"
	"fmt"
	"strings"
)

// File puts objects, numbered from 1, into a file. The first is the catalogue. What stands in trailer is added to its
// dictionary.
func File(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, at)
	return b.Bytes()
}

// Stream is an object with content; what stands in head is added to its dictionary.
func Stream(head, content string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", head, len(content), content)
}

// Show returns what shows lines of text on a page, from the top, in 10 points with 12 points from line to line; an empty
// line is a gap of 8 points more. Blanks at the start of a line move it to the right.
func Show(lines []string) string {
	var b strings.Builder
	b.WriteString("BT /F1 10 Tf\n")
	y := 800.0
	for _, l := range lines {
		if y -= 12; l == "" {
			y += 4
			continue
		}
		text := strings.TrimLeft(l, " ")
		fmt.Fprintf(&b, "1 0 0 1 %d %.1f Tm (%s) Tj\n", 70+5*(len(l)-len(text)), y, escape(text))
	}
	b.WriteString("ET")
	return b.String()
}

// escape writes a text in Windows-1252 as PDF wants it; other characters are lost.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '(' || r == ')' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '’':
			b.WriteByte(0x92)
		case r == '“' || r == '”':
			b.WriteByte(map[rune]byte{'“': 0x93, '”': 0x94}[r])
		case r == '–':
			b.WriteByte(0x96)
		case r < 0x80 || r >= 0xA0 && r <= 0xFF:
			b.WriteByte(byte(r))
		default:
			b.WriteByte('?')
		}
	}
	return b.String()
}

// Pages makes a document of pages of lines.
func Pages(pages ...[]string) []byte {
	kids := ""
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/TrueType/BaseFont/TimesNewRoman/Encoding/WinAnsiEncoding>>"}
	for _, p := range pages {
		n := len(objects) + 1
		kids += fmt.Sprintf("%d 0 R ", n)
		objects = append(objects, fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>", n+1), Stream("", Show(p)))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, len(pages))
	return File("", objects...)
}
