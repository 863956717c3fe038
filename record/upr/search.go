package upr

import (
	"cmp"
	"context"
	"net/url"
	"strconv"
	"strings"

	"unhindered/record/search"
	"unhindered/un"
)

// Documents returns reviews, recommendations, pledges and questions in advance for searching.
func (s *Store) Documents(ctx context.Context) (search.Set, error) {
	d, err := s.Data(ctx)
	if err != nil {
		return search.Set{}, err
	}
	var parts []part
	for _, o := range d.Reviews {
		parts = append(parts, part{o, 1, func(int) search.Document { return o.document() }})
		if n := len(o.Recommendations); n > 0 {
			parts = append(parts, part{o, n, func(i int) search.Document { return o.Recommendations[i].document() }})
		}
		if n := len(o.Questions); n > 0 {
			parts = append(parts, part{o, n, func(i int) search.Document { return o.question(&o.Questions[i]) }})
		}
		if n := len(o.Pledges); n > 0 {
			parts = append(parts, part{o, n, func(i int) search.Document { return o.pledge(&o.Pledges[i]) }})
		}
	}
	var at []place
	for p := range parts {
		for i := range parts[p].n {
			at = append(at, place{int32(p), int32(i)})
		}
	}
	return search.Set{N: len(at), At: func(i int) search.Document { return parts[at[i].part].at(int(at[i].i)) }}, nil
}

// A part is the documents of one kind of one review.
type part struct {
	*Outcome
	n  int
	at func(int) search.Document
}

type place struct{ part, i int32 }

func (o *Outcome) path() string { return "/upr/" + o.ISO3 + "/" + strconv.Itoa(o.Cycle) }

func (o *Outcome) blank(kind string) search.Document {
	return search.Document{Ledger: "upr", Kind: kind, Path: o.path(), State: o.ISO3, Date: un.Date(cmp.Or(o.Ends, o.Starts))}
}

func (o *Outcome) document() search.Document {
	d := o.blank("review")
	d.Title = "Universal Periodic Review of " + o.Name + ", cycle " + strconv.Itoa(o.Cycle)
	if o.Report != nil {
		d.Symbol = o.Report.Symbol
		d.Keys = []string{o.Report.Symbol}
	}
	return d
}

// firstWords are enough of a text to find it again among those of its review.
const firstWords = 8

func (r *Recommendation) document() search.Document {
	d := r.Review.blank("recommendation")
	d.Symbol, d.Text, d.By = r.Number, r.Text, r.From
	words := strings.Fields(r.Text)
	d.Path += "?q=" + url.QueryEscape(strings.Join(words[:min(len(words), firstWords)], " ")) + "#r" + r.Anchor()
	d.Also = strings.Join(append(append([]string{r.Position}, r.Topics()...), r.Affected...), "; ")
	return d
}

func (o *Outcome) question(q *Question) search.Document {
	d := o.blank("question")
	d.Text, d.Path = q.Text, d.Path+"#questions"
	if q.From != "" {
		d.By = []string{q.From}
	}
	return d
}

func (o *Outcome) pledge(r *Row) search.Document {
	d := o.blank("pledge")
	d.Text, d.Path = r.Text, d.Path+"#pledges"
	d.Also = strings.Join(r.Issues, "; ")
	return d
}
