package register

import (
	"cmp"
	"context"
	"strings"

	"unhindered/record/search"
	"unhindered/storage"
	"unhindered/un"
)

// Documents returns the published entries for searching. What is withdrawn afterwards, Changed tells.
func (s *Store) Documents(ctx context.Context) (search.Set, error) {
	page, err := s.List(ctx, Filter{Limit: NoLimit})
	if err != nil {
		return search.Set{}, err
	}
	return search.Set{N: len(page.Records), Volatile: true, At: func(i int) search.Document { return document(&page.Records[i].Entry) }}, nil
}

// Changed returns the entries that were published anew, corrected or withdrawn since the log had a size, as the documents
// of a search are called.
func (s *Store) Changed(ctx context.Context, size int64) ([]string, error) {
	rows, err := s.db.Query(ctx, "SELECT id FROM entry WHERE leaf >= $1 UNION SELECT entry FROM tombstone WHERE leaf >= $1", size)
	return storage.Collect(rows, err, func(r storage.Row, id *string) error {
		err := r.Scan(id)
		*id = "register/" + *id
		return err
	})
}

// Size returns the size of the log, which grows with every publication and withdrawal.
func (s *Store) Size(ctx context.Context) (size int64, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		size, err = s.log.Size(ctx, tx)
		return err
	})
	return size, err
}

func document(e *Entry) search.Document {
	d := search.Document{
		Ledger: "register", Kind: "case", ID: e.ID, Path: "/register/" + e.ID, Title: e.Subject, Text: e.Summary,
		State: e.State, Date: cmp.Or(e.From, e.To), Until: e.To, Keys: []string{e.ID},
	}
	if e.Context {
		d.Kind = "context"
	}
	also := []string{e.Place, e.Engagement, e.Actor, e.Outcome, e.Notes}
	for _, code := range e.Acts {
		if act, ok := un.ActTypeByCode(code); ok {
			also = append(also, act.Label)
		}
	}
	for _, code := range e.Bodies {
		if body, ok := un.BodyByCode(code); ok {
			also = append(also, body.Name)
		}
	}
	for _, a := range e.Actions {
		also = append(also, a.Type, a.Symbol, a.Text)
		if a.Symbol != "" {
			d.Keys = append(d.Keys, a.Symbol)
		}
	}
	for _, r := range e.Replies {
		also = append(also, r.Symbol, r.Text, r.Assessment)
	}
	for _, n := range e.Incidents {
		also = append(also, n.Place, n.Text, n.Response, n.Outcome)
	}
	d.Also = join(also)
	return d
}

// join puts texts that are not empty one after the other.
func join(texts []string) string {
	var b strings.Builder
	for _, t := range texts {
		if t == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("; ")
		}
		b.WriteString(t)
	}
	return b.String()
}
