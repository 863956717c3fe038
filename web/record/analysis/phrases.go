package analysis

import (
	"cmp"
	"context"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"unhindered/record/study"
	"unhindered/record/upr"
	"unhindered/un"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// The phrases that a page shows are of so many words and States at least.
const (
	phraseWords  = 5
	phraseStates = 3
)

// phrases is the analysis of wording shared within one review.
func phrases(h *handler) topic {
	shelf := &study.Shelf[*study.Phrases]{Patience: time.Second, Compute: func(ctx context.Context, review string, _ func(float64)) (*study.Phrases, error) {
		state, cycle, _ := strings.Cut(review, "-")
		n, err := strconv.Atoi(cycle)
		if err != nil {
			return nil, err
		}
		return study.FindPhrases(ctx, h.record, study.PhrasesQuestion{State: state, Cycle: n, Words: phraseWords, By: phraseStates})
	}}
	title := ui.Text("Shared phrases in one review")
	return topic{
		Path:     "/analysis/phrases",
		Title:    title,
		Question: ui.Text("Which phrases do several States use when they speak to the same State, and hardly ever elsewhere?"),
		handle: func(w http.ResponseWriter, r *http.Request) error {
			rows, err := h.record.UPR.Data(r.Context())
			if err != nil {
				return err
			}
			o, err := chosenReview(r, rows)
			if err != nil {
				return err
			}
			if o == nil {
				return h.phrases(w, r, rows, nil, nil)
			}
			p, state, err := shelf.Get(o.ID, rows)
			if err != nil {
				return err
			}
			if !state.Ready {
				return h.wait(w, r, title, state)
			}
			return h.phrases(w, r, rows, o, p)
		},
	}
}

// chosenReview is the review that an address asks for, as review=CHN-1; without one, the newest with rows of UPR Info. It
// is nil if there is none.
func chosenReview(r *http.Request, data *upr.Data) (*upr.Outcome, error) {
	asked := strings.ToUpper(r.URL.Query().Get("review"))
	for _, o := range data.Reviews { // newest first
		if o.Rows > 0 && (asked == "" || asked == o.ID) {
			return o, nil
		}
	}
	if asked != "" {
		return nil, fault(ui.Text("No such review has rows here. The list of the form shows those that have."))
	}
	return nil, nil
}

// A phrasesPage is what the page analysis_phrases.html shows.
type phrasesPage struct {
	Review        *upr.Outcome
	Texts, States int
	Found, Rare   int // phrases, and those in no other review
	Phrases       []study.Phrase
	Left          int
	Picture       template.HTML
	Reviews       []*upr.Outcome // by name
	How           how
}

func (h *handler) phrases(w http.ResponseWriter, r *http.Request, rows *upr.Data, o *upr.Outcome, p *study.Phrases) error {
	d := phrasesPage{Review: o}
	if p != nil {
		if kind(r) != "html" {
			return data(w, r, p.Answer())
		}
		d.How = explain(r, p.Method())
		d.Texts, d.States, d.Found = p.Texts, p.States, len(p.Found)
		for _, f := range p.Found {
			if f.Elsewhere == 0 {
				d.Rare++
			}
		}
		const shown = 40
		d.Phrases = p.Found[:min(shown, len(p.Found))]
		d.Left = len(p.Found) - len(d.Phrases)
		d.Picture = picture(p, h.pages.T(r, "Which phrases do most States share here?"), func(i int) string { return "#p" + strconv.Itoa(i+1) })
	} else if kind(r) != "html" {
		return data(w, r, study.Answer{})
	}
	for _, o := range rows.Reviews {
		if o.Rows > 0 {
			d.Reviews = append(d.Reviews, o)
		}
	}
	slices.SortFunc(d.Reviews, func(a, b *upr.Outcome) int {
		return cmp.Or(strings.Compare(h.state(r, a.ISO3), h.state(r, b.ISO3)), cmp.Compare(a.Cycle, b.Cycle))
	})
	return h.pages.Render(w, r, http.StatusOK, "analysis_phrases.html", d)
}

// PhrasesPicture draws the first phrases with the number of States that use them.
func PhrasesPicture(p *study.Phrases) template.HTML {
	name := p.Question.State
	if s, ok := un.StateByISO3(name); ok {
		name = s.Name
	}
	return picture(p, "Phrases that several States use in the review of "+name, func(int) string { return "" })
}

// picture reads from left to right in all languages, as the phrases do.
func picture(p *study.Phrases, title string, at func(int) string) template.HTML {
	const drawn, long = 12, 70
	var bars []chart.Bar
	var said []string
	for i, f := range p.Found[:min(drawn, len(p.Found))] {
		label := f.Text
		if runes := []rune(label); len(runes) > long {
			label = string(runes[:long-1]) + "…"
		}
		bars = append(bars, chart.Bar{Label: "“" + label + "”", Count: len(f.By), URL: at(i)})
		said = append(said, fmt.Sprintf("“%s” %d", label, len(f.By)))
	}
	return chart.Bars(chart.Head{ID: "phrases", Title: title, Desc: strings.Join(said, "; ")}, bars)
}
