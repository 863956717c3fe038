package document

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// numbering is what a Word file says of automatic numbers: paragraphs of UN documents have theirs typed as a rule, but not
// all. The numbers are counted as Word does (ECMA-376, part 1, 17.9).
type numbering struct {
	lists  map[string][]level // levels of an abstract list
	list   map[string]string  // abstract list of a list
	starts map[string]int     // "list level": number with which a list begins anew
	styles map[string]numbered
	bases  map[string]string // style on which a style is based
	count  map[string][]int  // of an abstract list, level by level; 0: not begun
	begun  map[string]bool   // lists that have begun anew
}

type level struct {
	start  int
	format string
	text   string // "%1.%2."
}

// numbered says in which list a paragraph or style is; list "" says nothing of it, "0" that it is in none.
type numbered struct {
	list  string
	level int
}

const maxLevels = 9

func newNumbering(archive *zip.Reader) (*numbering, error) {
	n := &numbering{
		lists: map[string][]level{}, list: map[string]string{}, starts: map[string]int{}, styles: map[string]numbered{}, bases: map[string]string{},
		count: map[string][]int{}, begun: map[string]bool{},
	}
	for name, read := range map[string]func(*xml.Decoder) error{"word/numbering.xml": n.readLists, "word/styles.xml": n.readStyles} {
		f, err := archive.Open(name)
		if err != nil {
			continue // not every file has them
		}
		const enough = 16 << 20
		in := &io.LimitedReader{R: f, N: enough}
		err = read(xml.NewDecoder(in))
		f.Close()
		if in.N <= 0 {
			return nil, ErrTooLarge
		}
		if err != nil {
			return nil, damaged("docx", err)
		}
	}
	return n, nil
}

// each calls do with every element that begins, or ends.
func each(d *xml.Decoder, start func(xml.StartElement), end func(string)) error {
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			start(t)
		case xml.EndElement:
			end(t.Name.Local)
		}
	}
}

func val(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n *numbering) readLists(d *xml.Decoder) error {
	abstract, list, at, override := "", "", 0, ""
	return each(d, func(t xml.StartElement) {
		v := val(t, "val")
		switch t.Name.Local {
		case "abstractNum":
			abstract, list = val(t, "abstractNumId"), ""
			n.lists[abstract] = make([]level, maxLevels)
		case "num":
			list = val(t, "numId")
		case "abstractNumId":
			n.list[list] = v
		case "lvlOverride":
			override = val(t, "ilvl")
		case "startOverride":
			n.starts[list+" "+override] = atoi(v)
		case "lvl":
			at = min(atoi(val(t, "ilvl")), maxLevels-1)
		case "start", "numFmt", "lvlText":
			levels := n.lists[abstract]
			if list != "" || at >= len(levels) {
				return // of an override
			}
			switch t.Name.Local {
			case "start":
				levels[at].start = atoi(v)
			case "numFmt":
				levels[at].format = v
			default:
				levels[at].text = v
			}
		}
	}, func(string) {})
}

func (n *numbering) readStyles(d *xml.Decoder) error {
	style := ""
	return each(d, func(t xml.StartElement) {
		v := val(t, "val")
		s := n.styles[style]
		switch t.Name.Local {
		case "style":
			style = val(t, "styleId")
			return
		case "basedOn":
			n.bases[style] = v
		case "numId":
			s.list = v
		case "ilvl":
			s.level = min(atoi(v), maxLevels-1)
		default:
			return
		}
		if style != "" {
			n.styles[style] = s
		}
	}, func(name string) {
		if name == "style" {
			style = ""
		}
	})
}

// label counts a paragraph and returns its number, "121.1." for one; "" for a paragraph without a number. A bullet is "•".
func (n *numbering) label(style string, own numbered) string {
	for range 10 { // styles that are based on each other
		if own.list != "" || style == "" {
			break
		}
		own.list, own.level = n.styles[style].list, max(own.level, n.styles[style].level)
		style = n.bases[style]
	}
	abstract := n.list[own.list]
	levels := n.lists[abstract]
	if own.list == "" || own.list == "0" || own.level >= len(levels) {
		return ""
	}
	if n.count[abstract] == nil {
		n.count[abstract] = make([]int, maxLevels)
	}
	count := n.count[abstract]
	key := own.list + " " + strconv.Itoa(own.level)
	if start, again := n.starts[key]; again && !n.begun[key] {
		n.begun[key] = true
		count[own.level] = start
	} else if count[own.level] == 0 {
		count[own.level] = levels[own.level].start
	} else {
		count[own.level]++
	}
	clear(count[own.level+1:])
	if levels[own.level].format == "bullet" {
		return "•"
	}
	text := levels[own.level].text
	for i := range own.level + 1 {
		number := count[i]
		if number == 0 {
			number = levels[i].start
		}
		text = strings.ReplaceAll(text, "%"+strconv.Itoa(i+1), formatted(number, levels[i].format))
	}
	return text
}

// formatted writes a number as Word's formats of lists do.
func formatted(n int, format string) string {
	switch format {
	case "none":
		return ""
	case "lowerLetter", "upperLetter":
		if n < 1 || n > 26*20 {
			return ""
		}
		s := strings.Repeat(string(rune('a'+(n-1)%26)), (n-1)/26+1)
		if format == "upperLetter" {
			return strings.ToUpper(s)
		}
		return s
	case "lowerRoman", "upperRoman":
		if n < 1 || n > 399 {
			return ""
		}
		var s strings.Builder
		for i, v := range []int{100, 90, 50, 40, 10, 9, 5, 4, 1} {
			for ; n >= v; n -= v {
				s.WriteString([]string{"c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"}[i])
			}
		}
		if format == "upperRoman" {
			return strings.ToUpper(s.String())
		}
		return s.String()
	}
	return strconv.Itoa(n)
}
