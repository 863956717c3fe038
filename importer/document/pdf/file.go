package pdf

import (
	"bytes"
	"context"
	"fmt"
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
