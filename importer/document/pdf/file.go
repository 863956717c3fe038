package pdf

import (
	"bytes"
	"context"
	"fmt"
	"slices"
)

// A place says where an object is: at an offset of the file, or the index-th in an object stream.
type place struct {
	offset int
	within int // number of the object stream; 0 for none
	index  int
}

// A file is an open PDF. Objects are read when they are asked for.
type file struct {
	ctx     context.Context
	data    []byte
	places  map[int]place
	trailer dict
	objects map[int]any
	loading map[int]bool // being read: what leads back to itself, or too far, is nothing
	packed  map[int][]any
	lock    *lock
	mended  bool
	left    int // bytes that may still be unpacked
	fonts   map[int]*font
}

func open(ctx context.Context, data []byte) (*file, error) {
	f := &file{
		ctx: ctx, data: data, places: map[int]place{}, trailer: dict{}, objects: map[int]any{}, loading: map[int]bool{},
		packed: map[int][]any{}, left: maxUnpacked, fonts: map[int]*font{},
	}
	if !f.tables() || f.dict(f.trailer["Root"]) == nil || f.dict(f.dict(f.trailer["Root"])["Pages"]) == nil {
		f.mend()
	}
	if err := f.unlock(); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *file) unlock() error {
	if f.trailer["Encrypt"] == nil || f.lock != nil {
		return nil
	}
	var err error
	if f.lock, err = newLock(f, f.trailer); err != nil {
		return err
	}
	clear(f.objects) // streams that were read before the key was known
	clear(f.packed)
	return nil
}

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

// definition reads "12 0 obj ... endobj" and returns what it defines, if its number is the one wanted (-1: any).
func (f *file) definition(l *lexer, wanted int) any {
	number, ok := l.next().(int)
	generation, ok2 := l.next().(int)
	if !ok || !ok2 || l.next() != keyword("obj") || wanted >= 0 && number != wanted {
		return keyword("")
	}
	v := l.next()
	d, ok := v.(dict)
	if !ok {
		return v
	}
	l.skip()
	if !bytes.HasPrefix(l.b[l.at:], []byte("stream")) {
		return d
	}
	from := l.at + len("stream")
	if from < len(l.b) && l.b[from] == '\r' {
		from++
	}
	if from < len(l.b) && l.b[from] == '\n' {
		from++
	}
	from = min(from, len(l.b))
	size, ok := f.value(d["Length"]).(int)
	if ok && size >= 0 && size <= len(l.b)-from {
		rest := bytes.TrimLeft(l.b[from+size:min(len(l.b), from+size+20)], "\r\n \t")
		ok = bytes.HasPrefix(rest, []byte("endstream"))
	} else {
		ok = false
	}
	if !ok {
		if size = bytes.Index(l.b[from:], []byte("endstream")); size < 0 {
			size = len(l.b) - from // the file breaks off
		}
	}
	return stream{d, l.b[from : from+size], ref{number, generation}}
}

// value follows references to the object that they name; nil if there is none.
func (f *file) value(v any) any {
	for range 8 {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = f.load(r.number)
	}
	return nil
}

func (f *file) load(number int) any {
	if v, have := f.objects[number]; have {
		return v
	}
	p, have := f.places[number]
	if !have || p.offset < 0 || p.offset >= len(f.data) || f.loading[number] || len(f.loading) > maxChain || f.ctx.Err() != nil {
		return nil
	}
	f.loading[number] = true
	defer delete(f.loading, number)
	var v any
	if p.within > 0 {
		if all := f.contents(p.within); p.index < len(all) {
			v = all[p.index]
		}
	} else {
		v = f.definition(&lexer{b: f.data, at: p.offset, refs: true}, number)
		if v == keyword("") { // the table is wrong
			if f.mended {
				return nil
			}
			f.mend()
			delete(f.loading, number)
			return f.load(number)
		}
	}
	f.objects[number] = v
	return v
}

// contents reads all objects of an object stream.
func (f *file) contents(number int) []any {
	if all, have := f.packed[number]; have {
		return all
	}
	f.packed[number] = nil
	s, ok := f.value(ref{number, 0}).(stream)
	if !ok || s.dict["Type"] != name("ObjStm") {
		return nil
	}
	data := f.unpack(s)
	first, _ := f.value(s.dict["First"]).(int)
	count, _ := f.value(s.dict["N"]).(int)
	head := &lexer{b: data}
	var all []any
	for range min(count, maxObjects) {
		_, ok1 := head.next().(int)
		at, ok2 := head.next().(int)
		if !ok1 || !ok2 {
			break
		}
		var v any
		if at += first; at >= 0 && at < len(data) {
			v = (&lexer{b: data, at: at, refs: true}).next()
		}
		all = append(all, v)
	}
	f.packed[number] = all
	return all
}

// numbersIn returns the numbers of the objects of an object stream, in order.
func (f *file) numbersIn(number int) []int {
	s, ok := f.value(ref{number, 0}).(stream)
	if !ok {
		return nil
	}
	head := &lexer{b: f.unpack(s)}
	count, _ := f.value(s.dict["N"]).(int)
	var all []int
	for range count {
		n, ok1 := head.next().(int)
		_, ok2 := head.next().(int)
		if !ok1 || !ok2 {
			break
		}
		all = append(all, n)
	}
	return all
}

// dict returns the dictionary that a value or reference is, of a stream too; nil for anything else.
func (f *file) dict(v any) dict {
	switch d := f.value(v).(type) {
	case dict:
		return d
	case stream:
		return d.dict
	}
	return nil
}

func (f *file) array(v any) array {
	a, _ := f.value(v).(array)
	return a
}

// num returns a number as float64; 0 for anything else.
func (f *file) num(v any) float64 {
	switch n := f.value(v).(type) {
	case int:
		return float64(n)
	case float64:
		return n
	}
	return 0
}

// A page is what is needed to show it.
type page struct {
	contents  any
	resources dict
	rotate    int
}

// pages walks the tree of pages, each node once.
func (f *file) pages() ([]page, error) {
	var all []page
	seen := map[int]bool{}
	var walk func(v any, resources dict, rotate, depth int) error
	walk = func(v any, resources dict, rotate, depth int) error {
		if r, ok := v.(ref); ok {
			if seen[r.number] {
				return nil
			}
			seen[r.number] = true
		}
		d := f.dict(v)
		if d == nil || depth > maxDepth {
			return nil
		}
		if own := f.dict(d["Resources"]); own != nil {
			resources = own
		}
		if own, ok := f.value(d["Rotate"]).(int); ok {
			rotate = own
		}
		kids := f.array(d["Kids"])
		if kids == nil && d["Type"] != name("Pages") {
			if all = append(all, page{d["Contents"], resources, rotate}); len(all) > maxPages {
				return fmt.Errorf("%w: it has more than %d pages", ErrTooLarge, maxPages)
			}
			return nil
		}
		for _, kid := range kids {
			if err := walk(kid, resources, rotate, depth+1); err != nil {
				return err
			}
		}
		return f.ctx.Err()
	}
	if err := walk(f.dict(f.trailer["Root"])["Pages"], nil, 0, 0); err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, f.pageless()
	}
	return all, nil
}

func (f *file) pageless() error {
	switch {
	case f.ctx.Err() != nil:
		return f.ctx.Err()
	case f.left <= 0:
		return ErrTooLarge
	}
	return ErrDamaged
}
