package pdf

import (
	"bytes"
	"slices"
)

// tables reads the cross-reference sections from the last one back, each once. It tells whether they could be read.
func (f *file) tables() bool {
	tail := f.data[max(0, len(f.data)-2048):]
	i := bytes.LastIndex(tail, []byte("startxref"))
	if i < 0 {
		return false
	}
	l := lexer{b: tail, at: i + len("startxref")}
	next, ok := l.next().(int)
	seen := map[int]bool{}
	queue := []int{next}
	for ok && len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if f.ctx.Err() != nil {
			return false
		}
		if seen[at] {
			continue
		}
		seen[at] = true
		if at < 0 || at >= len(f.data) {
			return false
		}
		d := f.section(at)
		if d == nil {
			return false
		}
		for key, v := range d {
			if _, have := f.trailer[key]; !have {
				f.trailer[key] = v
			}
		}
		if hybrid, is := d["XRefStm"].(int); is {
			queue = append(queue, hybrid)
		}
		if prev, is := d["Prev"].(int); is {
			queue = append(queue, prev)
		}
	}
	return ok
}

// section reads one section, a table or a stream, and returns its trailer; nil if there is none at this place.
func (f *file) section(at int) dict {
	l := &lexer{b: f.data, at: at, refs: true}
	first := l.next()
	if first != keyword("xref") {
		l.at = at
		s, ok := f.definition(l, -1).(stream)
		if !ok || s.dict["Type"] != name("XRef") {
			return nil
		}
		f.streamTable(s)
		return s.dict
	}
	for {
		start, ok := l.next().(int)
		if !ok {
			break
		}
		count, ok := l.next().(int)
		if !ok {
			return nil
		}
		for i := range count {
			offset, ok1 := l.next().(int)
			_, ok2 := l.next().(int)
			kind, ok3 := l.next().(keyword)
			if !ok1 || !ok2 || !ok3 {
				return nil
			}
			f.put(start+i, place{offset: offset}, kind == "n")
		}
	}
	l.skip()
	d, _ := l.next().(dict)
	return d
}

// put notes a place; a later section of the file, which is read earlier, wins. A free number is noted as nowhere.
func (f *file) put(number int, p place, used bool) {
	if _, have := f.places[number]; have || number < 0 || len(f.places) >= maxObjects {
		return
	}
	if !used {
		p = place{offset: -1}
	}
	f.places[number] = p
}

func (f *file) streamTable(s stream) {
	data := f.unpack(s)
	w := [3]int{}
	widths, _ := s.dict["W"].(array)
	if len(widths) < 3 {
		return
	}
	for i := range w {
		w[i], _ = widths[i].(int)
		if w[i] < 0 || w[i] > 8 {
			return
		}
	}
	size, _ := s.dict["Size"].(int)
	index, ok := s.dict["Index"].(array)
	if !ok {
		index = array{0, size}
	}
	total := w[0] + w[1] + w[2]
	for i := 0; i+1 < len(index); i += 2 {
		start, _ := index[i].(int)
		count, _ := index[i+1].(int)
		for n := 0; n < count && total > 0 && len(data) >= total; n++ {
			kind := 1
			if w[0] > 0 {
				kind = bigEndian(data[:w[0]])
			}
			second, third := bigEndian(data[w[0]:w[0]+w[1]]), bigEndian(data[w[0]+w[1]:total])
			data = data[total:]
			switch kind {
			case 0:
				f.put(start+n, place{}, false)
			case 1:
				f.put(start+n, place{offset: second}, true)
			case 2:
				f.put(start+n, place{within: second, index: third}, true)
			}
		}
	}
}

func bigEndian(b []byte) int {
	n := 0
	for _, c := range b {
		n = n<<8 | int(c)
	}
	return n
}

// mend looks for all objects in the file, as if it had no tables: the last one of each number counts.
func (f *file) mend() {
	if f.mended {
		return
	}
	f.mended = true
	found := map[int]place{}
	var packs []int
	for at := 0; f.ctx.Err() == nil; {
		i := bytes.Index(f.data[at:], []byte("obj"))
		if i < 0 {
			break
		}
		end := at + i
		at = end + 3
		number, from, ok := before(f.data[:end])
		if !ok {
			continue
		}
		if found[number] = (place{offset: from}); len(found) > maxObjects {
			break
		}
		head := f.data[at:min(len(f.data), at+400)]
		if bytes.Contains(head, []byte("/ObjStm")) {
			packs = append(packs, number)
		}
		if bytes.Contains(head, []byte("/XRef")) {
			if s, ok := f.definition(&lexer{b: f.data, at: from, refs: true}, -1).(stream); ok {
				for key, v := range s.dict {
					f.trailer[key] = v
				}
			}
		}
	}
	f.places = found
	clear(f.objects)
	clear(f.packed)
	for at := 0; ; {
		i := bytes.Index(f.data[at:], []byte("trailer"))
		if i < 0 {
			break
		}
		at += i + len("trailer")
		if d, ok := (&lexer{b: f.data, at: at, refs: true}).next().(dict); ok {
			for key, v := range d {
				f.trailer[key] = v
			}
		}
	}
	if f.unlock() != nil {
		return // said again by open
	}
	for _, n := range packs {
		for i, number := range f.numbersIn(n) {
			if _, have := found[number]; !have {
				found[number] = place{within: n, index: i}
			}
		}
	}
	if f.dict(f.dict(f.trailer["Root"])["Pages"]) != nil {
		return
	}
	for _, number := range sorted(found) { // no trailer: the catalogue says what it is
		if d := f.dict(ref{number, 0}); d["Type"] == name("Catalog") {
			f.trailer["Root"] = ref{number, 0}
		}
	}
}

func sorted(places map[int]place) []int {
	var all []int
	for n := range places {
		all = append(all, n)
	}
	slices.Sort(all)
	return all
}

// before reads "12 0 " from the end of the bytes: the number and where it begins.
func before(b []byte) (number, from int, ok bool) {
	i := len(b)
	for part := range 2 {
		end := i
		for i > 0 && white(b[i-1]) {
			i--
		}
		if i == end {
			return 0, 0, false
		}
		number, end = 0, i
		for i > 0 && b[i-1] >= '0' && b[i-1] <= '9' && end-i < 9 {
			i--
		}
		if i == end {
			return 0, 0, false
		}
		if part == 1 {
			for _, c := range b[i:end] {
				number = number*10 + int(c-'0')
			}
		}
	}
	return number, i, true
}
