package pdf

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// A font says what the codes of a text mean and how wide they are.
type font struct {
	wide     bool              // codes of two bytes
	unicode  map[uint32]string // of a ToUnicode table
	sizes    [5]bool           // which lengths of codes, in bytes, the table has
	table    *[256]string      // of a font with codes of one byte
	widths   map[uint32]float64
	standard float64 // width of a code that widths lacks, in thousandths of the type size; below 0: that of a usual letter
}

// A glyph is one code of a text.
type glyph struct {
	text  string
	width float64 // in thousandths of the type size
	code  uint32
	bytes int
}

func (f *file) font(v any) *font {
	r, shared := v.(ref)
	if shared {
		if have := f.fonts[r.number]; have != nil {
			return have
		}
	}
	made := f.newFont(f.dict(v))
	if shared {
		f.fonts[r.number] = made
	}
	return made
}

func (f *file) newFont(d dict) *font {
	made := &font{widths: map[uint32]float64{}, standard: -1}
	if s, ok := f.value(d["ToUnicode"]).(stream); ok {
		made.readUnicode(f.unpack(s))
	}
	if f.value(d["Subtype"]) == name("Type0") {
		made.wide = true
		var below dict
		if all := f.array(d["DescendantFonts"]); len(all) > 0 {
			below = f.dict(all[0])
		}
		made.standard = 1000
		if dw := f.value(below["DW"]); dw != nil {
			made.standard = f.num(dw)
		}
		f.wideWidths(made, f.array(below["W"]))
		if encoding, ok := f.value(d["Encoding"]).(name); ok && strings.Contains(string(encoding), "UCS2") && made.unicode == nil {
			made.sizes[2] = true // the codes are Unicode
		}
		return made
	}
	first := int(f.num(d["FirstChar"]))
	for i, w := range f.array(d["Widths"]) {
		if i > 255 {
			break
		}
		made.widths[uint32(first+i)] = f.num(w)
	}
	if len(made.widths) > 0 {
		made.standard = f.num(f.dict(d["FontDescriptor"])["MissingWidth"])
	}
	if f.value(d["Subtype"]) == name("Type3") { // its widths are in its own measure
		scale := 1.0
		if m := f.array(d["FontMatrix"]); len(m) == 6 {
			scale = f.num(m[0]) * 1000
		}
		for code := range made.widths {
			made.widths[code] *= scale
		}
	}
	made.table = f.encoding(d)
	return made
}

// wideWidths reads "1 [500 600] 7 9 250": widths from a code on, and one width for a range.
func (f *file) wideWidths(made *font, all array) {
	for i := 0; i+1 < len(all); {
		first := int(f.num(all[i]))
		if list := f.array(all[i+1]); list != nil {
			for j, w := range list {
				made.widths[uint32(first+j)] = f.num(w)
			}
			i += 2
			continue
		}
		if i+2 >= len(all) {
			return
		}
		last, w := int(f.num(all[i+1])), f.num(all[i+2])
		for code := max(0, first); code <= last && code <= 0xFFFF; code++ {
			made.widths[uint32(code)] = w
		}
		i += 3
	}
}

// encoding is the table of a font with codes of one byte: a standard one, with differences.
func (f *file) encoding(d dict) *[256]string {
	base := charmap.Windows1252
	var differences array
	switch e := f.value(d["Encoding"]).(type) {
	case name:
		if e == "MacRomanEncoding" {
			base = charmap.Macintosh
		}
	case dict:
		if f.value(e["BaseEncoding"]) == name("MacRomanEncoding") {
			base = charmap.Macintosh
		}
		differences = f.array(e["Differences"])
	}
	var table [256]string
	for i := range table {
		if r := base.DecodeByte(byte(i)); i >= ' ' && r != '\uFFFD' {
			table[i] = string(r)
		}
	}
	table[0x7F], table[0xAD] = "•", "-"
	code := 0
	for _, v := range differences {
		switch v := f.value(v).(type) {
		case int:
			code = v
		case name:
			if text := glyphText(string(v)); code >= 0 && code < 256 && text != "" {
				table[code] = text
			}
			code++
		}
	}
	return &table
}

// glyphs cuts a text into its codes.
func (t *font) glyphs(s string, each func(glyph)) {
	for len(s) > 0 {
		g := glyph{code: uint32(s[0]), bytes: 1}
		if t.wide && (len(s) > 1 && !t.sizes[1] || t.sizes[2] && len(s) > 1) {
			g.code, g.bytes = uint32(s[0])<<8|uint32(s[1]), 2
		}
		s = s[g.bytes:]
		text, known := t.unicode[g.code]
		switch {
		case known:
			g.text = text
		case t.table != nil:
			g.text = t.table[g.code]
		case t.unicode == nil && t.sizes[2]:
			g.text = string(rune(g.code))
		default:
			g.text = "\uFFFD"
		}
		width, known := t.widths[g.code]
		switch {
		case known:
			g.width = width
		case t.standard >= 0:
			g.width = t.standard
		default:
			g.width = usual(g.text)
		}
		each(g)
	}
}

// usual is how wide a character is in Times Roman, which stands for fonts that do not say.
func usual(s string) float64 {
	if len(s) == 1 && s[0] >= ' ' && s[0] <= '~' {
		return float64(times[s[0]-' '])
	}
	return 500
}

// The widths of Times Roman from the blank to the tilde (Adobe's font metrics of the fourteen standard fonts).
var times = [95]int{
	250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444,
	921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500,
	333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
}

// readUnicode reads a ToUnicode table: "<01> <0041>" and "<01> <20> <0041>" or "<01> <03> [<0041> <0042> <0043>]".
func (t *font) readUnicode(data []byte) {
	const most = 1 << 17
	t.unicode = map[uint32]string{}
	l := &lexer{b: data}
	var stack []any
	for l.at < len(l.b) {
		v := l.next()
		k, operator := v.(keyword)
		if !operator {
			if stack = append(stack, v); len(stack) > 4096 {
				stack = stack[2048:]
			}
			continue
		}
		switch k {
		case "begincodespacerange", "beginbfchar", "beginbfrange":
			stack = stack[:0]
		case "endcodespacerange":
			for _, v := range stack {
				if s, ok := v.(string); ok && len(s) >= 1 && len(s) <= 4 {
					t.sizes[len(s)] = true
				}
			}
		case "endbfchar":
			for i := 0; i+1 < len(stack) && len(t.unicode) < most; i += 2 {
				from, _ := stack[i].(string)
				to, _ := stack[i+1].(string)
				t.unicode[code(from)] = fromUTF16(to)
			}
		case "endbfrange":
			for i := 0; i+2 < len(stack) && len(t.unicode) < most; i += 3 {
				from, _ := stack[i].(string)
				to, _ := stack[i+1].(string)
				first, last := code(from), code(to)
				switch d := stack[i+2].(type) {
				case array:
					for j, v := range d {
						if s, ok := v.(string); ok && first+uint32(j) <= last {
							t.unicode[first+uint32(j)] = fromUTF16(s)
						}
					}
				case string:
					units := []byte(d)
					for c := first; c <= last && c-first < 1<<16 && len(units) > 0; c++ {
						t.unicode[c] = fromUTF16(string(units))
						for j := len(units) - 1; j >= 0; j-- {
							if units[j]++; units[j] != 0 {
								break
							}
						}
					}
				}
			}
		}
	}
	if len(t.unicode) == 0 {
		t.unicode = nil
	}
}

func code(s string) uint32 {
	n := uint32(0)
	for i := 0; i < len(s) && i < 4; i++ {
		n = n<<8 | uint32(s[i])
	}
	return n
}

func fromUTF16(s string) string {
	if len(s) == 1 {
		return string(rune(s[0]))
	}
	units := make([]uint16, len(s)/2)
	for i := range units {
		units[i] = uint16(s[2*i])<<8 | uint16(s[2*i+1])
	}
	const longest = 16 // a ligature has three letters
	return strings.ReplaceAll(string(utf16.Decode(units[:min(len(units), longest)])), "\x00", "")
}

// glyphText is the character of a glyph by its name: "a", "eacute", "uni00E9", "u1F600"; "" if it is not known.
func glyphText(n string) string {
	n, _, _ = strings.Cut(n, ".")
	if len(n) == 1 {
		return n
	}
	if text := names[n]; text != "" {
		return text
	}
	for _, head := range []string{"uni", "u"} {
		if hex, ok := strings.CutPrefix(n, head); ok && len(hex) >= 4 && len(hex) <= 6 {
			if r, err := strconv.ParseUint(hex, 16, 32); err == nil {
				return string(rune(r))
			}
		}
	}
	if len(n) > 2 { // "eacute" and the like: a letter with its accent
		if mark := accents[n[1:]]; mark != "" {
			for _, pair := range strings.Fields(mark) {
				if pair[0] == n[0] {
					return pair[1:]
				}
			}
		}
	}
	return ""
}
