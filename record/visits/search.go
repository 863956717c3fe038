package visits

import (
	"context"
	"strings"

	"unhindered/record/search"
)

// Documents returns visitors and States, each with all its events, for searching.
func (s *Store) Documents(ctx context.Context) (search.Set, error) {
	files, err := s.Files(ctx, "")
	if err != nil {
		return search.Set{}, err
	}
	return search.Set{N: len(files), At: func(i int) search.Document { return files[i].document() }}, nil
}

func (f *File) document() search.Document {
	d := search.Document{Ledger: "visits", Kind: "visit", Path: "/visits/" + f.ID, Title: f.Visitor, State: f.State, Also: f.Mandate}
	told := []string{string(f.Status)}
	var also []string
	for _, e := range f.Events {
		text := Table.Label("event", e.Kind)
		if e.Date != "" {
			text += ", " + e.Date.String()
			if d.Date == "" {
				d.Date = e.Date
			}
			d.Until = max(d.Until, e.Date, e.Until)
		}
		told = append(told, text)
		also = append(also, e.Quoted, e.Note)
	}
	d.Text = strings.Join(told, " · ")
	d.Also = strings.TrimSpace(d.Also + " " + strings.Join(also, " "))
	return d
}
