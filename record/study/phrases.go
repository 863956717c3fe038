package study

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"unhindered/analysis/reuse"
	"unhindered/record"
)

// A PhrasesQuestion says in which review phrases are looked for.
type PhrasesQuestion struct {
	State string // under review
	Cycle int
	Words int // the shortest phrase
	By    int // in the texts of so many States at least
}

// Phrases are what several States say in one review in the same words.
type Phrases struct {
	Question PhrasesQuestion
	Texts    int
	States   int // that recommend
	Found    []Phrase
}

// A Phrase is one of them.
type Phrase struct {
	Text      string
	Words     int
	By        []string // codes of the States that use it
	Texts     []Text
	Elsewhere int // other reviews in which it stands
	Reviews   int // other reviews in all
}

// FindPhrases looks for the phrases of one review. Those that stand in the fewest other reviews for the States that use
// them come first: what everybody says everywhere, such as the name of a treaty, tells nothing.
func FindPhrases(ctx context.Context, r *record.Record, q PhrasesQuestion) (*Phrases, error) {
	data, err := r.UPR.Data(ctx)
	if err != nil {
		return nil, err
	}
	review := fmt.Sprintf("%s-%d", q.State, q.Cycle)
	p := &Phrases{Question: q}
	var own, other []Text
	reviews := map[string]bool{}
	for _, o := range data.Reviews {
		for _, rec := range o.Recommendations {
			for _, row := range rec.Rows {
				t := Text{ID: row.ID, Body: row.Text, By: row.From, To: o.ISO3, Path: rowPath(o, row), review: o.ID}
				if o.ID == review {
					own = append(own, t)
				} else {
					other = append(other, t)
					reviews[o.ID] = true
				}
			}
		}
	}
	slices.SortFunc(own, func(a, b Text) int { return cmp.Compare(a.ID, b.ID) })
	bodies := func(all []Text) []string {
		list := make([]string, len(all))
		for i, t := range all {
			list[i] = t.Body
		}
		return list
	}
	p.Texts, p.States = len(own), len(speakers(own))
	texts := bodies(own)
	phrases, err := reuse.Phrases(texts, q.Words, max(2, q.By))
	if err != nil {
		return nil, err
	}
	var kept []reuse.Phrase
	for _, f := range phrases {
		var in []Text
		for _, i := range f.Texts {
			in = append(in, own[i])
		}
		if by := speakers(in); len(by) >= q.By {
			kept = append(kept, f)
			p.Found = append(p.Found, Phrase{Text: texts[f.Texts[0]][f.Span.Start:f.Span.End], Words: f.Words, By: by, Texts: in, Reviews: len(reviews)})
		}
	}
	for i, places := range reuse.Elsewhere(texts, kept, bodies(other)) {
		in := map[string]bool{}
		for _, k := range places {
			in[other[k].review] = true
		}
		p.Found[i].Elsewhere = len(in)
	}
	slices.SortStableFunc(p.Found, func(a, b Phrase) int {
		return cmp.Or(cmp.Compare(b.weight(), a.weight()), cmp.Compare(b.Words, a.Words))
	})
	return p, nil
}

// weight is how much a phrase belongs to this review: the States that use it here, against the reviews that have it too.
func (p Phrase) weight() float64 { return float64(len(p.By)) / float64(1+p.Elsewhere) }

// speakers are the States that speak in texts, in order of their codes.
func speakers(all []Text) []string {
	var codes []string
	for _, t := range all {
		if t.By != "" && !slices.Contains(codes, t.By) {
			codes = append(codes, t.By)
		}
	}
	slices.Sort(codes)
	return codes
}

// Answer lists the phrases.
func (p *Phrases) Answer() Answer {
	a := Answer{Columns: []string{"phrase", "words", "states", "texts", "other_reviews_with_it", "other_reviews", "by"}, Method: p.Method()}
	for _, f := range p.Found {
		by := ""
		for i, code := range f.By {
			if i > 0 {
				by += ";"
			}
			by += code
		}
		a.Rows = append(a.Rows, []any{f.Text, f.Words, len(f.By), len(f.Texts), f.Elsewhere, f.Reviews, by})
	}
	return a
}

// Method says how the phrases are found.
func (p *Phrases) Method() Method {
	q := p.Question
	return Method{
		Question: "Which phrases do several States use in one review?",
		How: []string{
			fmt.Sprintf("A phrase is a run of at least %d words, letters' case and punctuation apart, in the recommendations of at least %d States to the State under review, as long as it can be without losing one of them. All of them are found.", q.Words, q.By),
			"Each is looked for in all other reviews too. First come those that many States use here and few reviews have elsewhere: States here divided by one more than the number of other reviews with the phrase. What stands everywhere, as the name of a treaty, comes last.",
		},
		Sources: []string{"Rows of UPR Info: one recommendation by one State."},
		Missing: []string{
			fmt.Sprintf("The review has %d rows by %d States here. Spoken words that did not become a recommendation are not in the data.", p.Texts, p.States),
			"The same words can come from a treaty body, a special procedure or civil society, and one recommendation that several States make together stands once for each of them: shared words do not show an arrangement.",
		},
		Command: fmt.Sprintf("unhindered analyse phrases --state %s --cycle %d --words %d --by %d --format csv", q.State, q.Cycle, q.Words, q.By),
	}
}
