package search

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"unhindered/un"
)

// A view is an index without the documents that were taken back since it was made.
type view struct {
	*Index
	gone *roaring.Bitmap // nil: none
}

// Find returns what matches a filter.
func (x *Index) Find(f Filter) Page { return view{Index: x}.find(f) }

func (v view) find(f Filter) Page {
	var page Page
	atoms := v.atoms(f.Query, &page)
	matching := v.matching(atoms)
	named := v.named(f)
	if !named.IsEmpty() {
		matching = roaring.Or(matching, named)
	}
	if v.gone != nil {
		matching = roaring.AndNot(matching, v.gone)
	}
	inLedger, inState, inYear := chosen(v.ledgers, f.Ledger), chosen(v.states, f.State), chosen(v.years, year(f.Year))
	result := within(matching, inLedger, inState, inYear)
	page.Total = int(result.GetCardinality())
	page.Ledgers = counts(v.ledgers, within(matching, inState, inYear))
	page.States = counts(v.states, within(matching, inLedger, inYear))
	ofYears := within(matching, inLedger, inState)
	page.Years = counts(v.years, ofYears)
	slices.SortFunc(page.Years, func(a, b Count) int { return strings.Compare(a.Value, b.Value) })
	page.By = v.series(page.Ledgers, within(matching, inState))
	page.marks = newMarks(v.Index, atoms)
	for _, n := range v.cut(result, named, atoms, f) {
		page.Hits = append(page.Hits, Hit{v.document(n), named.Contains(n)})
	}
	return page
}

func year(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// atoms looks the terms of a query up and notes what cannot be found. Words that are in nearly every text are left out where
// there are others.
func (v view) atoms(q Query, page *Page) []atom {
	var all []atom
	telling, seen := false, map[Term]bool{}
	for _, t := range q.Terms {
		a := v.atom(t)
		if len(a.steps) == 0 || seen[t] {
			continue
		}
		seen[t] = true
		telling = telling || !t.Not && !a.frequent
		all = append(all, a)
		if !t.Not && slices.ContainsFunc(a.steps, func(c choice) bool { return len(c.words) == 0 }) {
			page.Unknown = append(page.Unknown, t.Text)
		}
	}
	if !telling {
		return all
	}
	return slices.DeleteFunc(all, func(a atom) bool {
		ignored := a.frequent && !a.Not
		if ignored {
			page.Ignored = append(page.Ignored, a.Text)
		}
		return ignored
	})
}

// matching returns the documents that meet all conditions of a query; phrases are checked last, in what is left.
func (v view) matching(atoms []atom) *roaring.Bitmap {
	var must []*roaring.Bitmap
	for i := range atoms {
		if !atoms[i].Not {
			must = append(must, v.Index.find(&atoms[i]))
		}
	}
	result := v.all
	switch len(must) {
	case 0:
	case 1:
		result = must[0]
	default:
		slices.SortFunc(must, func(a, b *roaring.Bitmap) int { return cmp.Compare(a.GetCardinality(), b.GetCardinality()) })
		result = roaring.And(must[0], must[1])
		for _, more := range must[2:] {
			result.And(more)
		}
	}
	for i := range atoms {
		if a := &atoms[i]; !a.Not {
			result = v.inOrder(result, a)
		}
	}
	for i := range atoms {
		if a := &atoms[i]; a.Not {
			result = roaring.AndNot(result, v.inOrder(roaring.And(result, v.Index.find(a)), a))
		}
	}
	return result
}

// mostNamed is how many documents can be meant by one name; beyond it, it is no name.
const mostNamed = 12

// named returns the documents that the whole query names: by a symbol, by a name, or as a State by any of its names.
func (v view) named(f Filter) *roaring.Bitmap {
	found := roaring.New()
	var all []string
	for _, t := range f.Query.Terms {
		if t.Not || t.Prefix {
			return found
		}
		all = append(all, t.Text)
	}
	if len(all) == 0 {
		return found
	}
	asked := strings.Join(all, " ")
	keys := v.keys[Key(asked)]
	if s, ok := un.FindState(asked); ok {
		keys = append(slices.Clone(keys), v.keys[Key(StateKey(s.ISO3))]...)
	}
	if f.Means != "" {
		keys = append(slices.Clone(keys), v.keys[Key(f.Means)]...)
	}
	if len(keys) <= mostNamed {
		found.AddMany(keys)
	}
	return found
}

// StateKey is the key of the document that is a State itself. Whoever writes any name of the State finds it first.
func StateKey(iso3 string) string { return "state " + iso3 }

// chosen returns the documents with a value: nil if none is asked for, no documents if nobody has it.
func chosen(of []facet, value string) *roaring.Bitmap {
	if value == "" {
		return nil
	}
	if i, ok := slices.BinarySearchFunc(of, value, func(f facet, want string) int { return strings.Compare(f.value, want) }); ok {
		return of[i].docs
	}
	return roaring.New()
}

func within(docs *roaring.Bitmap, others ...*roaring.Bitmap) *roaring.Bitmap {
	for _, o := range others {
		if o != nil {
			docs = roaring.And(docs, o)
		}
	}
	return docs
}

// counts counts the documents of each value, most frequent first.
func counts(of []facet, docs *roaring.Bitmap) []Count {
	var all []Count
	for _, f := range of {
		if n := int(f.docs.AndCardinality(docs)); n > 0 {
			all = append(all, Count{f.value, n})
		}
	}
	slices.SortStableFunc(all, func(a, b Count) int { return cmp.Compare(b.N, a.N) })
	return all
}

// series counts the years of each ledger.
func (v view) series(ledgers []Count, docs *roaring.Bitmap) []Series {
	all := make([]Series, len(ledgers))
	for i, l := range ledgers {
		years := counts(v.years, roaring.And(docs, chosen(v.ledgers, l.Value)))
		slices.SortFunc(years, func(a, b Count) int { return strings.Compare(a.Value, b.Value) })
		all[i] = Series{l.Value, years}
	}
	return all
}

// cut returns the numbers of the documents on a page: those that the query names, then the others in order.
func (v view) cut(result, named *roaring.Bitmap, atoms []atom, f Filter) []uint32 {
	limit := f.Limit
	if limit == 0 {
		limit = PageSize
	}
	first := roaring.And(named, result)
	rest := result
	if !first.IsEmpty() {
		rest = roaring.AndNot(result, first)
	}
	all := first.ToArray()
	if f.Offset >= len(all) {
		f.Offset -= len(all)
		all = nil
	} else {
		all, f.Offset = all[f.Offset:], 0
	}
	if len(all) >= limit {
		return all[:limit]
	}
	if f.Ranked {
		return append(all, v.best(rest, atoms, f.Offset, limit-len(all))...)
	}
	return append(all, slice(rest, f.Offset, limit-len(all))...)
}

// slice returns up to limit numbers from an offset on.
func slice(docs *roaring.Bitmap, offset, limit int) []uint32 {
	from, err := docs.Select(uint32(offset))
	if err != nil || limit <= 0 { // there are not so many
		return nil
	}
	var all []uint32
	it := docs.Iterator()
	it.AdvanceIfNeeded(from)
	for it.HasNext() && len(all) < limit {
		all = append(all, it.Next())
	}
	return all
}
