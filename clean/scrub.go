package clean

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
)

// A rule looks at one element and says what becomes of it. It may change e.Attr, and then says rewrite.
type rule func(e *xml.StartElement) fate

type fate int

const (
	asIs    fate = iota // the very bytes of the original
	rewrite             // the start tag is written anew from e
	drop                // with all that is in it
	reword              // the text in it is replaced by e.Name.Space, see reworded
)

// reworded asks for the text of an element to be replaced by text.
func reworded(e *xml.StartElement, text string) fate {
	e.Name.Space = text
	return reword
}

// scrub applies r to an XML document and leaves out comments and processing instructions. All other bytes stay as they
// are, because rewriting namespaces breaks office documents. Names are seen with their prefix, not the namespace.
//
// Source: W3C, Extensible Markup Language (XML) 1.0, fifth edition. A document type is refused: office formats have none,
// and entities are a way to make a small file large.
func scrub(b []byte, r rule) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(len(b))
	dec := xml.NewDecoder(bytes.NewReader(b))
	depth, dropped := 0, 0 // dropped: the depth of the element being left out
	replaced, text := 0, ""
	for {
		start := dec.InputOffset()
		token, err := dec.RawToken()
		if errors.Is(err, io.EOF) && depth == 0 {
			return out.Bytes(), nil
		}
		if err != nil {
			return nil, ErrDamaged
		}
		raw := b[start:dec.InputOffset()]
		switch token := token.(type) {
		case xml.StartElement:
			if depth++; depth > 1000 {
				return nil, ErrDamaged
			}
			if dropped > 0 || replaced > 0 {
				continue
			}
			switch r(&token) {
			case drop:
				dropped = depth
			case reword:
				replaced, text = depth, token.Name.Space
				out.Write(raw)
				if !bytes.HasSuffix(raw, []byte("/>")) {
					xml.EscapeText(&out, []byte(text))
				}
			case rewrite:
				writeStart(&out, token, bytes.HasSuffix(raw, []byte("/>")))
			default:
				out.Write(raw)
			}
		case xml.EndElement:
			if depth--; depth < 0 {
				return nil, ErrDamaged
			}
			if dropped == 0 && replaced <= depth+1 {
				out.Write(raw)
			}
			if dropped > depth {
				dropped = 0
			}
			if replaced > depth {
				replaced = 0
			}
		case xml.CharData:
			if dropped == 0 && replaced == 0 {
				out.Write(raw)
			}
		case xml.ProcInst:
			if token.Target == "xml" && start <= int64(len(bom)) {
				out.Write(raw)
			}
		case xml.Directive:
			return nil, ErrDamaged
		}
	}
}

func writeStart(out *bytes.Buffer, e xml.StartElement, empty bool) {
	out.WriteByte('<')
	writeName(out, e.Name)
	for _, a := range e.Attr {
		out.WriteByte(' ')
		writeName(out, a.Name)
		out.WriteString(`="`)
		xml.EscapeText(out, []byte(a.Value)) // into memory: cannot fail
		out.WriteByte('"')
	}
	if empty {
		out.WriteByte('/')
	}
	out.WriteByte('>')
}

func writeName(out *bytes.Buffer, n xml.Name) {
	if n.Space != "" {
		out.WriteString(n.Space + ":")
	}
	out.WriteString(n.Local)
}
