package document

import (
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// readDOC takes the text out of a Word 97-2003 document ([MS-DOC]): the pieces of text in their order, as the piece
// table in the table stream gives them. Paragraphs and cells of tables end a line; field codes are left out.
func readDOC(data []byte) (string, error) {
	file, err := openCompound(data)
	if err != nil {
		return "", damaged("doc", err)
	}
	main := file.stream("WordDocument")
	le := binary.LittleEndian
	const fibEnd = 0x1AA
	if len(main) < fibEnd || le.Uint16(main) != 0xA5EC {
		return "", damaged("doc", errors.New("it holds no Word document"))
	}
	flags := le.Uint16(main[0x0A:])
	if flags&0x0100 != 0 {
		return "", ErrLocked
	}
	name := "0Table"
	if flags&0x0200 != 0 {
		name = "1Table"
	}
	table := file.stream(name)
	from, size := le.Uint32(main[0x1A2:]), le.Uint32(main[0x1A6:])
	if int64(from)+int64(size) > int64(len(table)) {
		return "", damaged("doc", errors.New("the table of its pieces is cut off"))
	}
	text, err := pieces(table[from:from+size], main, int(le.Uint32(main[0x4C:])))
	if err != nil {
		return "", damaged("doc", err)
	}
	return plainWord(text), nil
}

// pieces puts the main text together, at most most characters: footnotes and headers follow it in the same stream.
func pieces(clx, main []byte, most int) (string, error) {
	le := binary.LittleEndian
	for len(clx) >= 3 && clx[0] == 1 { // properties, of no interest
		n := 3 + int(le.Uint16(clx[1:]))
		if n > len(clx) {
			return "", errOLE
		}
		clx = clx[n:]
	}
	if len(clx) < 5 || clx[0] != 2 {
		return "", errors.New("the table of its pieces is missing")
	}
	clx = clx[5:]
	n := (len(clx) - 4) / 12
	var out strings.Builder
	for i := range n {
		start, end := int64(le.Uint32(clx[4*i:])), int64(le.Uint32(clx[4*i+4:]))
		count := end - start
		if start >= int64(most) {
			break
		}
		count = min(count, int64(most)-start)
		if count < 0 || out.Len() > MaxText {
			return "", errOLE
		}
		fc := le.Uint32(clx[4*(n+1)+8*i+2:])
		at := int64(fc & 0x3FFFFFFF)
		if fc&0x40000000 != 0 { // one byte a character
			at /= 2
			if at+count > int64(len(main)) {
				return "", errOLE
			}
			part, err := charmap.Windows1252.NewDecoder().Bytes(main[at : at+count])
			if err != nil {
				return "", err
			}
			out.Write(part)
			continue
		}
		if at+2*count > int64(len(main)) {
			return "", errOLE
		}
		units := make([]uint16, count)
		for j := range units {
			units[j] = le.Uint16(main[at+2*int64(j):])
		}
		out.WriteString(string(utf16.Decode(units)))
	}
	return out.String(), nil
}

// plainWord replaces Word's control characters.
func plainWord(s string) string {
	var out strings.Builder
	code := 0 // depth within field codes
	for _, r := range s {
		switch {
		case r == 0x13:
			code++
		case r == 0x14 || r == 0x15:
			code = max(0, code-1)
		case code > 0:
		case r == 0x0D || r == 0x07:
			out.WriteString("\n\n")
		case r == 0x0B:
			out.WriteByte('\n')
		case r == 0x0C:
			out.WriteByte('\f')
		case r == 0x1E:
			out.WriteByte('-')
		case r == '\t' || r == 0xA0:
			out.WriteByte(' ')
		case r < 0x20: // pictures, marks of footnotes, soft hyphens
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}
