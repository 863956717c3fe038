package votes

import (
	"cmp"
	"context"
	"strings"

	"unhindered/record/search"
)

// Documents returns the decisions for searching; of two sources of one roll call the first.
func (s *Store) Documents(ctx context.Context) (search.Set, error) {
	l, err := s.Ledger(ctx)
	if err != nil {
		return search.Set{}, err
	}
	var listed []*Decision
	for i := range l.All {
		if d := &l.All[i]; d.Source != "undl" || d.Twin == "" {
			listed = append(listed, d)
		}
	}
	return search.Set{N: len(listed), At: func(i int) search.Document { return listed[i].document() }}, nil
}

func (d *Decision) document() search.Document {
	about := &d.About
	doc := search.Document{
		Ledger: "votes", Kind: d.Kind, Path: "/votes/" + d.ID, Title: cmp.Or(d.Title, about.Text), Symbol: cmp.Or(d.Symbol, about.Unres),
		Text: about.Text, By: about.Sponsors, Date: d.Date,
	}
	if doc.Text == doc.Title {
		doc.Text = about.Statement
	}
	also := []string{about.Subjects, about.Item, about.Note}
	for _, key := range []string{d.Symbol, about.Unres} {
		if key != "" {
			doc.Keys = append(doc.Keys, key)
			if key != doc.Symbol {
				also = append(also, key)
			}
		}
	}
	if d.Draft != "" {
		also = append(also, d.Draft)
		if d.Kind != "amendment" { // the draft of an amendment is the one that it would change
			doc.Keys = append(doc.Keys, d.Draft)
		}
	}
	for _, s := range about.Speakers {
		also = append(also, s.Name)
	}
	doc.Also = strings.Trim(strings.Join(also, " "), " ")
	return doc
}
