package pdf

import (
	"bytes"
	"strconv"
)

// What a file is made of: nil, bool, int, float64, string, and these.
type (
	name    string
	array   []any
	dict    map[name]any
	keyword string // an operator; "" at the end
	ref     struct{ number, generation int }
	stream  struct {
		dict
		raw []byte
		ref
	}
)

// A lexer reads objects from bytes.
type lexer struct {
	b    []byte
	at   int
	refs bool // "1 0 R" is a reference: in the file, not in what a page shows
	made int  // objects within arrays and dictionaries
}

func white(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func delimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

// skip goes over white space and comments.
func (l *lexer) skip() {
	for l.at < len(l.b) {
		switch c := l.b[l.at]; {
		case white(c):
			l.at++
		case c == '%':
			for l.at < len(l.b) && l.b[l.at] != '\n' && l.b[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

func (l *lexer) next() any { return l.object(0) }

// object reads one object; keyword "" at the end of the bytes, and for what closes an array or dictionary its mark.
func (l *lexer) object(depth int) any {
	l.skip()
	if l.at >= len(l.b) {
		return keyword("")
	}
	switch c := l.b[l.at]; c {
	case '/':
		return l.name()
	case '(':
		return l.literal()
	case '[':
		l.at++
		return l.array(depth)
	case '<':
		if l.at+1 < len(l.b) && l.b[l.at+1] == '<' {
			l.at += 2
			return l.dict(depth)
		}
		return l.hex()
	case '>':
		l.at++
		if l.at < len(l.b) && l.b[l.at] == '>' {
			l.at++
			return keyword(">>")
		}
		return keyword(">")
	case ']', ')', '{', '}':
		l.at++
		return keyword(c)
	}
	word := l.word()
	if n, ok := number(word); ok {
		if first, ok := n.(int); ok && l.refs && first >= 0 {
			return l.reference(first)
		}
		return n
	}
	switch string(word) {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	return keyword(word)
}

func (l *lexer) word() []byte {
	from := l.at
	for l.at < len(l.b) && !white(l.b[l.at]) && !delimiter(l.b[l.at]) {
		l.at++
	}
	return l.b[from:l.at]
}

// number reads "-12", "+.5", "4.", and "--3", which some programs write.
func number(w []byte) (any, bool) {
	if len(w) == 0 || len(w) > 40 || w[0] > '9' || w[0] < '+' || w[0] == ',' || w[0] == '/' {
		return nil, false
	}
	for len(w) > 1 && w[0] == '-' && w[1] == '-' {
		w = w[1:]
	}
	if n, err := strconv.Atoi(string(w)); err == nil {
		return n, true
	}
	for i, c := range w {
		if (c < '0' || c > '9') && c != '.' && (i > 0 || c != '-' && c != '+') {
			return nil, false
		}
	}
	x, err := strconv.ParseFloat(string(w), 64)
	if err != nil && len(w) > 1 {
		return 0, true // "1.2.3", "-.": wrong, but a number
	}
	return x, err == nil
}

// reference reads the rest of "12 0 R", or leaves it for the next call.
func (l *lexer) reference(first int) any {
	back := l.at
	l.skip()
	generation, ok := number(l.word())
	if g, whole := generation.(int); ok && whole {
		l.skip()
		if string(l.word()) == "R" {
			return ref{first, g}
		}
	}
	l.at = back
	return first
}

func (l *lexer) name() name {
	l.at++
	w := l.word()
	if !bytes.ContainsRune(w, '#') {
		return name(w)
	}
	var out []byte
	for i := 0; i < len(w); i++ {
		if w[i] == '#' && i+2 < len(w) && nibble(w[i+1]) >= 0 && nibble(w[i+2]) >= 0 {
			out = append(out, byte(nibble(w[i+1])<<4|nibble(w[i+2])))
			i += 2
			continue
		}
		out = append(out, w[i])
	}
	return name(out)
}

func nibble(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func (l *lexer) hex() string {
	l.at++
	var out []byte
	half := -1
	for ; l.at < len(l.b) && l.b[l.at] != '>'; l.at++ {
		n := nibble(l.b[l.at])
		switch {
		case n < 0:
		case half < 0:
			half = n
		default:
			out = append(out, byte(half<<4|n))
			half = -1
		}
	}
	l.at = min(l.at+1, len(l.b))
	if half >= 0 {
		out = append(out, byte(half<<4))
	}
	return string(out)
}

var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

func (l *lexer) literal() string {
	l.at++
	var out []byte
	for depth := 1; l.at < len(l.b); l.at++ {
		c := l.b[l.at]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.at++
				return string(out)
			}
		case '\\':
			if l.at++; l.at >= len(l.b) {
				return string(out)
			}
			c = l.b[l.at]
			switch e, special := escapes[c]; {
			case special:
				c = e
			case c == '\r':
				if l.at+1 < len(l.b) && l.b[l.at+1] == '\n' {
					l.at++
				}
				continue
			case c == '\n':
				continue
			case c >= '0' && c <= '7':
				n := int(c - '0')
				for i := 0; i < 2 && l.at+1 < len(l.b) && l.b[l.at+1] >= '0' && l.b[l.at+1] <= '7'; i++ {
					l.at++
					n = n*8 + int(l.b[l.at]-'0')
				}
				c = byte(n)
			}
		}
		out = append(out, c)
	}
	return string(out)
}

func (l *lexer) array(depth int) array {
	var all array
	for depth < maxDepth && l.made < maxObjects {
		l.made++
		v := l.object(depth + 1)
		if k, ok := v.(keyword); ok {
			if k == "]" || k == "" || k == "endobj" || k == ">>" {
				return all
			}
			continue
		}
		all = append(all, v)
	}
	l.at = len(l.b)
	return all
}

func (l *lexer) dict(depth int) dict {
	d := dict{}
	for depth < maxDepth && l.made < maxObjects {
		l.made++
		switch key := l.object(depth + 1).(type) {
		case name:
			back := l.at
			v := l.object(depth + 1)
			if k, ok := v.(keyword); ok { // a key without a value
				if k == "" {
					return d
				}
				if k == ">>" || k == "endobj" {
					l.at = back
				}
				continue
			}
			d[key] = v
		case keyword:
			if key == ">>" || key == "" || key == "endobj" || key == "stream" {
				return d
			}
		}
	}
	l.at = len(l.b)
	return d
}
