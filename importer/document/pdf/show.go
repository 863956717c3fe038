package pdf

import "math"

// A matrix is a b c d e f: x' = a·x + c·y + e, y' = b·x + d·y + f.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// times is first m, then n.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// A char is a character on a page, in units of the page, which are points as a rule: x to the right, y up.
type char struct {
	text  string
	x, y  float64 // where it begins, on its base line
	width float64
	size  float64 // of the type
	turn  int     // direction of the line, in quarter turns
}

// state is what a page sets for the text to come.
type state struct {
	ctm                   matrix
	font                  *font
	size, character, word float64
	scale, leading, rise  float64
}

type shower struct {
	f     *file
	out   []char
	state state
	saved []state
	text  matrix
	line  matrix
	depth int // of drawings
}

// show returns the characters of a page in the order in which it draws them.
func (f *file) show(p page) []char {
	const usual = 4096 // characters on a page
	s := &shower{f: f, out: make([]char, 0, usual), text: identity, line: identity}
	s.state = state{ctm: identity, scale: 1}
	for range ((p.rotate%360 + 360) % 360) / 90 {
		s.state.ctm = s.state.ctm.times(matrix{0, -1, 1, 0, 0, 0})
	}
	var data []byte
	for _, part := range f.list(p.contents) {
		if part, ok := f.value(part).(stream); ok {
			data = append(append(data, f.unpack(part)...), '\n')
		}
		if len(data) > maxStream {
			break
		}
	}
	s.run(data, p.resources)
	return s.out
}

func (s *shower) run(data []byte, resources dict) {
	l := &lexer{b: data}
	var args []any
	for steps := 0; len(s.out) < maxGlyphs; steps++ {
		if steps%4096 == 0 && s.f.ctx.Err() != nil {
			return
		}
		v := l.next()
		op, is := v.(keyword)
		if !is {
			if len(args) < 64 {
				args = append(args, v)
			}
			continue
		}
		if op == "" {
			return
		}
		if op == "ID" { // a picture in the middle of the page
			l.at = pictureEnd(l.b, l.at)
		} else {
			s.operate(string(op), args, resources)
		}
		args = args[:0]
	}
}

// pictureEnd is the place after "EI" between white space.
func pictureEnd(b []byte, at int) int {
	for i := at; i+2 < len(b); i++ {
		if white(b[i]) && b[i+1] == 'E' && b[i+2] == 'I' && (i+3 == len(b) || white(b[i+3])) {
			return i + 3
		}
	}
	return len(b)
}

func numbers(args []any) (all matrix) {
	for i := range min(6, len(args)) {
		switch n := args[i].(type) {
		case int:
			all[i] = float64(n)
		case float64:
			all[i] = n
		}
	}
	return all
}

func (s *shower) operate(op string, args []any, resources dict) {
	n := numbers(args)
	switch op {
	case "q":
		if len(s.saved) < 1000 {
			s.saved = append(s.saved, s.state)
		}
	case "Q":
		if last := len(s.saved) - 1; last >= 0 {
			s.state, s.saved = s.saved[last], s.saved[:last]
		}
	case "cm":
		s.state.ctm = n.times(s.state.ctm)
	case "BT":
		s.text, s.line = identity, identity
	case "Tf":
		if len(args) == 2 {
			font, _ := args[0].(name)
			s.state.font, s.state.size = s.f.font(s.f.dict(resources["Font"])[font]), n[1]
		}
	case "Tc":
		s.state.character = n[0]
	case "Tw":
		s.state.word = n[0]
	case "Tz":
		s.state.scale = n[0] / 100
	case "TL":
		s.state.leading = n[0]
	case "Ts":
		s.state.rise = n[0]
	case "Td":
		s.move(n[0], n[1])
	case "TD":
		s.state.leading = -n[1]
		s.move(n[0], n[1])
	case "Tm":
		s.text, s.line = n, n
	case "T*":
		s.move(0, -s.state.leading)
	case "Tj":
		s.write(args)
	case "'":
		s.move(0, -s.state.leading)
		s.write(args)
	case `"`:
		s.state.word, s.state.character = n[0], n[1]
		s.move(0, -s.state.leading)
		if len(args) > 2 {
			s.write(args[2:])
		}
	case "TJ":
		if len(args) > 0 {
			all, _ := args[0].(array)
			s.write(all)
		}
	case "Do":
		if len(args) > 0 {
			drawing, _ := args[0].(name)
			s.draw(s.f.dict(resources["XObject"])[drawing], resources)
		}
	case "gs":
		if len(args) > 0 {
			set, _ := args[0].(name)
			if f := s.f.array(s.f.dict(s.f.dict(resources["ExtGState"])[set])["Font"]); len(f) == 2 {
				s.state.font, s.state.size = s.f.font(f[0]), s.f.num(f[1])
			}
		}
	}
}

func (s *shower) move(x, y float64) {
	s.line = matrix{1, 0, 0, 1, x, y}.times(s.line)
	s.text = s.line
}

// write shows texts; numbers between them move back by thousandths of the type size.
func (s *shower) write(all []any) {
	st := &s.state
	for _, v := range all {
		switch v := v.(type) {
		case int:
			s.advance(-float64(v) / 1000 * st.size * st.scale)
		case float64:
			s.advance(-v / 1000 * st.size * st.scale)
		case string:
			if st.font == nil {
				st.font = &font{standard: -1, table: s.f.encoding(nil)}
			}
			st.font.glyphs(v, s.glyph)
		}
	}
}

func (s *shower) advance(x float64) { s.text = matrix{1, 0, 0, 1, x, 0}.times(s.text) }

func (s *shower) glyph(g glyph) {
	st := &s.state
	m := matrix{st.size * st.scale, 0, 0, st.size, 0, st.rise}.times(s.text).times(st.ctm)
	step := g.width/1000*st.size + st.character
	if g.bytes == 1 && g.code == ' ' {
		step += st.word
	}
	const far = 1e6 // points: no page is as large
	if len(s.out) < maxGlyphs && g.text != "" && math.Abs(m[4]) < far && math.Abs(m[5]) < far && math.Hypot(m[2], m[3]) < far {
		c := char{text: g.text, width: g.width / 1000 * math.Hypot(m[0], m[1]), size: math.Hypot(m[2], m[3])}
		switch { // the line is laid level
		case m[0] >= math.Abs(m[1]):
			c.x, c.y = m[4], m[5]
		case -m[0] >= math.Abs(m[1]):
			c.x, c.y, c.turn = -m[4], -m[5], 2
		case m[1] > 0:
			c.x, c.y, c.turn = m[5], -m[4], 1
		default:
			c.x, c.y, c.turn = -m[5], m[4], 3
		}
		s.out = append(s.out, c)
	}
	s.advance(step * st.scale)
}

// draw shows a drawing of the resources, which may hold text and further drawings.
func (s *shower) draw(v any, resources dict) {
	form, ok := s.f.value(v).(stream)
	if !ok || s.f.value(form.dict["Subtype"]) != name("Form") || s.depth >= maxForms {
		return
	}
	data := s.f.unpack(form)
	if own := s.f.dict(form.dict["Resources"]); own != nil {
		resources = own
	}
	before, saved := s.state, s.saved
	text, line := s.text, s.line
	if m := s.f.array(form.dict["Matrix"]); len(m) == 6 {
		s.state.ctm = numbers(m).times(s.state.ctm)
	}
	s.saved = nil
	s.depth++
	s.run(data, resources)
	s.depth--
	s.state, s.saved, s.text, s.line = before, saved, text, line
}
