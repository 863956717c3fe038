package search

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"unhindered/un"
)

// An Index finds documents. It never changes and is safe for concurrent use.
type Index struct {
	sets []Set
	docs []place // by number, newest first
	words
	lists []list // by number of a word

	// stream is the words of all documents in order, so that phrases can be checked and hits ranked without reading texts
	// again: for each document the numbers of its words, from 1, and 0 at the end of each field.
	stream []byte
	starts []uint32 // of each document in stream, and its end
	length float64  // words of a document, on average

	all                    *roaring.Bitmap
	ledgers, states, years []facet
	keys                   map[string][]uint32 // documents by Key
	volatile               map[string]uint32   // documents by ledger and ID, of sets that are volatile
}

// A place is where a document comes from.
type place struct {
	set uint16
	at  uint32
}

// A facet is one value by which documents can be chosen.
type facet struct {
	value string
	docs  *roaring.Bitmap
}

// words are all words of the index, by number.
type words struct {
	spelt    []string // folded
	frequent []bool
	number   [languages]map[string]uint32
	forms    [languages]map[string][]uint32 // words by what they have in common
	sorted   [languages][]uint32            // by spelling
}

// longestSpan is the most years that one document can be found under.
const longestSpan = 60

// Build makes the index of the documents of sets.
func Build(ctx context.Context, sets []Set) (*Index, error) {
	x := &Index{sets: sets, keys: map[string][]uint32{}, volatile: map[string]uint32{}, all: roaring.New()}
	for l := range languages {
		x.number[l], x.forms[l] = map[string]uint32{}, map[string][]uint32{}
	}
	if err := x.order(ctx); err != nil {
		return nil, err
	}
	ledgers, states, years := map[string][]uint32{}, map[string][]uint32{}, map[string][]uint32{}
	w := writer{Index: x}
	for n := range x.docs {
		if n%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		d := x.document(uint32(n))
		x.starts = append(x.starts, uint32(len(x.stream)))
		w.document(&d)
		note(ledgers, d.Ledger, n)
		note(states, d.State, n)
		for _, s := range d.By {
			note(states, s, n)
		}
		for y := d.Date.Year(); y > 0 && y <= max(d.Date.Year(), min(d.Until.Year(), d.Date.Year()+longestSpan)); y++ {
			note(years, strconv.Itoa(y), n)
		}
		for _, key := range d.Keys {
			if key = Key(key); key != "" {
				note(x.keys, key, n)
			}
		}
		if x.sets[x.docs[n].set].Volatile {
			x.volatile[d.Ledger+"/"+d.ID] = uint32(n)
		}
	}
	x.starts = append(x.starts, uint32(len(x.stream)))
	x.stream = slices.Clip(x.stream)
	x.all.AddRange(0, uint64(len(x.docs)))
	x.length = max(1, float64(w.total)/float64(max(1, len(x.docs))))
	x.ledgers, x.states, x.years = facets(ledgers), facets(states), facets(years)
	x.post()
	x.sort()
	return x, nil
}

// order numbers the documents: the newest first, those without a date last, else as the sets have them.
func (x *Index) order(ctx context.Context) error {
	type dated struct {
		date un.Date
		place
	}
	var all []dated
	for s, set := range x.sets {
		for i := range set.N {
			if i%1024 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			d := set.At(i)
			all = append(all, dated{cmp.Or(d.Until, d.Date), place{uint16(s), uint32(i)}})
		}
	}
	slices.SortStableFunc(all, func(a, b dated) int { return strings.Compare(string(b.date), string(a.date)) })
	x.docs = make([]place, len(all))
	for i, d := range all {
		x.docs[i] = d.place
	}
	return nil
}

func (x *Index) document(n uint32) Document {
	p := x.docs[n]
	return x.sets[p.set].At(int(p.at))
}

// Len returns the number of documents.
func (x *Index) Len() int { return len(x.docs) }

func note(into map[string][]uint32, value string, n int) {
	if all := into[value]; value != "" && (len(all) == 0 || all[len(all)-1] != uint32(n)) {
		into[value] = append(all, uint32(n))
	}
}

func facets(of map[string][]uint32) []facet {
	all := make([]facet, 0, len(of))
	for value, numbers := range of {
		docs := roaring.New()
		docs.AddMany(numbers)
		docs.RunOptimize()
		all = append(all, facet{value, docs})
	}
	slices.SortFunc(all, func(a, b facet) int { return strings.Compare(a.value, b.value) })
	return all
}

// A writer writes the words of documents into the stream.
type writer struct {
	*Index
	total int
	buf   []byte
}

func (w *writer) document(d *Document) {
	for _, text := range fields(d) {
		if text != "" {
			w.field(text)
		}
		w.stream = append(w.stream, 0)
	}
}

// fields are the texts of a document in the order in which they are indexed. The names of States come last.
func fields(d *Document) [4]string {
	names := make([]string, 0, 4)
	for _, code := range append([]string{d.State}, d.By...) {
		if s, ok := un.StateByISO3(code); ok {
			names = append(names, s.Name)
		}
	}
	also := d.Also
	if d.Symbol != "" {
		also = strings.TrimSpace(d.Symbol + " " + also)
	}
	return [4]string{d.Title, d.Text, also, strings.Join(names, "; ")}
}

func (w *writer) field(text string) {
	in := roman(text)
	s := scanner{text: text}
	for t, ok := s.next(); ok; t, ok = s.next() {
		w.stream = binary.AppendUvarint(w.stream, uint64(w.word(text[t.from:t.to], t.script, in))+1)
		w.total++
	}
}

// word returns the number of a word, a new one if it is the first time.
func (w *writer) word(text string, s script, in language) uint32 {
	l := s.of(in)
	w.buf = fold(w.buf[:0], text, s)
	if n, ok := w.number[l][string(w.buf)]; ok {
		return n
	}
	n, folded := uint32(len(w.spelt)), string(w.buf)
	stem, frequent := l.stem(strings.ToLower(text), folded)
	w.spelt, w.frequent = append(w.spelt, folded), append(w.frequent, frequent)
	w.number[l][folded] = n
	w.forms[l][stem] = append(w.forms[l][stem], n)
	return n
}

// post makes the lists of all words from the stream: it counts first, so that nothing grows.
func (x *Index) post() {
	count := make([]uint32, len(x.spelt)+1)
	last := make([]uint32, len(x.spelt)) // number of the last document with the word, from 1
	x.each(func(doc, word uint32) {
		if last[word] != doc+1 {
			last[word] = doc + 1
			count[word+1]++
		}
	})
	for i := 1; i < len(count); i++ {
		count[i] += count[i-1]
	}
	numbers := make([]uint32, count[len(count)-1])
	ends := slices.Clone(count[:len(x.spelt)])
	clear(last)
	x.each(func(doc, word uint32) {
		if last[word] != doc+1 {
			last[word] = doc + 1
			numbers[ends[word]] = doc
			ends[word]++
		}
	})
	var small []uint32 // one block for all that stay as they are
	for w := range x.spelt {
		if n := ends[w] - count[w]; n <= few {
			small = append(small, numbers[count[w]:ends[w]]...)
		}
	}
	small = slices.Clip(small)
	x.lists = make([]list, len(x.spelt))
	for w := range x.spelt {
		n := ends[w] - count[w]
		if n <= few {
			x.lists[w], small = newList(small[:n:n]), small[n:]
		} else {
			x.lists[w] = newList(numbers[count[w]:ends[w]])
		}
	}
}

// each walks through the words of all documents.
func (x *Index) each(do func(doc, word uint32)) {
	for n := range x.docs {
		for words := x.stream[x.starts[n]:x.starts[n+1]]; len(words) > 0; {
			word, size := binary.Uvarint(words)
			words = words[size:]
			if word > 0 {
				do(uint32(n), uint32(word-1))
			}
		}
	}
}

func (x *Index) sort() {
	for l := range languages {
		for _, n := range x.number[l] {
			x.sorted[l] = append(x.sorted[l], n)
		}
		slices.SortFunc(x.sorted[l], func(a, b uint32) int { return strings.Compare(x.spelt[a], x.spelt[b]) })
	}
}

// String says how large the index is, for whoever runs the record.
func (x *Index) String() string {
	return fmt.Sprintf("%d documents, %d words", len(x.docs), len(x.spelt))
}
