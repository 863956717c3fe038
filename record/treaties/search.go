package treaties

import (
	"context"
	"strconv"

	"unhindered/record/search"
	"unhindered/un"
)

// Documents returns the treaties, and where each State stands with each, for searching.
func (s *Store) Documents(ctx context.Context) (search.Set, error) {
	l, err := s.Ledger(ctx)
	if err != nil || len(l.Statuses) == 0 { // without data the pages of treaties say nothing
		return search.Set{}, err
	}
	list := all()
	return search.Set{N: len(list) + len(l.Statuses), At: func(i int) search.Document {
		if i < len(list) {
			t := &list[i]
			d := search.Document{Ledger: "treaties", Kind: "treaty", Path: "/treaties/" + t.Code, Title: t.Name, Symbol: t.Code, Also: t.Body, Keys: []string{t.Code, t.Name}}
			d.Date, _ = un.ParseDate(t.Adopted)
			return d
		}
		return l.Statuses[i-len(list)].document()
	}}, nil
}

func (s *Status) document() search.Document {
	d := search.Document{Ledger: "treaties", Kind: "status", Path: "/treaties/" + s.Treaty + "#" + string(s.Standing), Symbol: s.Treaty, Text: s.Standing.What(),
		State: s.ISO3, Also: s.Note}
	if t, ok := ByCode(s.Treaty); ok {
		d.Title = t.Name
	}
	if s.Year > 0 {
		d.Date = un.Date(strconv.Itoa(s.Year))
	}
	return d
}
