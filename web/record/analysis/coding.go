package analysis

import (
	"cmp"
	"context"
	"html"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"unhindered/analysis/coding"
	"unhindered/record/study"
	"unhindered/record/upr"
	"unhindered/un"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// codings is the analysis of how specific recommendations are.
func codings(h *handler) topic {
	shelf := &study.Shelf[*study.Coded]{Patience: 2 * time.Second, Compute: func(ctx context.Context, _ string, _ func(float64)) (*study.Coded, error) {
		m, err := coding.Default()
		if err != nil {
			return nil, err
		}
		return study.CodeLedger(ctx, h.record, m)
	}}
	title := ui.Text("How specific are the recommendations?")
	return topic{
		Path:     "/analysis/coding",
		Title:    title,
		Question: ui.Text("How specific are the recommendations that each State makes and receives in the Universal Periodic Review, and what are they about?"),
		handle: func(w http.ResponseWriter, r *http.Request) error {
			q, err := readCoding(r)
			if err != nil {
				return err
			}
			rows, err := h.record.UPR.Data(r.Context())
			if err != nil {
				return err
			}
			people, err := h.record.UPR.Coded(r.Context())
			if err != nil {
				return err
			}
			c, state, err := shelf.Get("", newCodingStamp(rows, people))
			if err != nil {
				return err
			}
			if !state.Ready {
				return h.wait(w, r, title, state)
			}
			return h.coding(w, r, q, c)
		},
	}
}

// A codingStamp stands for the rows and for what people said of them.
type codingStamp struct {
	rows   *upr.Data
	people int
	newest int64 // import
}

func newCodingStamp(rows *upr.Data, people map[string]upr.Coded) codingStamp {
	s := codingStamp{rows: rows, people: len(people)}
	for _, p := range people {
		s.newest = max(s.newest, p.Import)
	}
	return s
}

// A codingQuery is what a visitor asks of the page, as it stands in the address.
type codingQuery struct {
	Side  study.Side
	State string
	Page  int
}

func readCoding(r *http.Request) (codingQuery, error) {
	v := r.URL.Query()
	q := codingQuery{Side: study.Side(cmp.Or(v.Get("side"), string(study.Received))), State: strings.ToUpper(v.Get("state")), Page: 1}
	if q.Side != study.Received && q.Side != study.Made {
		return q, fault(ui.Text("Recommendations are made or received."))
	}
	if _, ok := un.StateByISO3(q.State); q.State != "" && !ok {
		return q, fault(ui.Text("There is no State with this code. Codes have three letters, as in ISO 3166; the list of States shows them."))
	}
	if page := v.Get("page"); page != "" {
		n, err := strconv.Atoi(page)
		if err != nil || n < 1 || n > 1_000_000 {
			return q, fault(ui.Text("Pages are counted from 1."))
		}
		q.Page = n
	}
	return q, nil
}

// Address is that of the page for a side and a State, "" for all.
func (q codingQuery) Address(side, state string, page int) string {
	v := url.Values{}
	if side != string(study.Received) {
		v.Set("side", side)
	}
	if state != "" {
		v.Set("state", state)
	}
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	if len(v) == 0 {
		return "/analysis/coding"
	}
	return "/analysis/coding?" + v.Encode()
}

// A codingPage is what the page analysis_coding.html shows.
type codingPage struct {
	Query                     codingQuery
	Whole                     study.Specificity
	WholePeople, WholePercent int // per cent of category 5, by people and by the model
	Accuracy                  int // per cent, on sessions that the model has not seen
	States                    []specificity
	Chosen                    *specificity
	Swarm                     template.HTML
	Bars                      template.HTML
	Shown                     []codedText
	Found                     int
	Prev, Next                string
	How                       how
}

// specificity is a State as the table shows it.
type specificity struct {
	study.Specificity
	Name     string
	ByPeople string // per cent of category 5
}

// Percent is the share of category 5 by the model.
func (s specificity) Percent() int { return hundredths(s.Rate.Share) }

// Lower and Upper are the ends of its interval.
func (s specificity) Lower() int { return hundredths(s.Rate.Lower) }
func (s specificity) Upper() int { return hundredths(s.Rate.Upper) }

func hundredths(share float64) int { return int(100*share + .5) }

// codedText is a recommendation as the page shows it.
type codedText struct {
	*study.CodedRow
	Text       template.HTML // with the deciding verb marked
	Confidence int           // per cent
	Issues     []string
	Overruled  bool
	People     int // 0: nobody coded it
	Why        string
	PeopleSay  []string // issues
	Flags      []flag
}

// A flag is a criterion that holds, with the words that cause it.
type flag struct{ Name, Words, Caution string }

const codedAPage = 20

func (h *handler) coding(w http.ResponseWriter, r *http.Request, q codingQuery, c *study.Coded) error {
	if kind(r) != "html" {
		if q.State != "" {
			return data(w, r, c.AnswerOf(q.State, q.Side))
		}
		return data(w, r, c.Answer(q.Side))
	}
	whole, states := c.Counts(q.Side)
	p := codingPage{Query: q, Whole: whole, Accuracy: hundredths(c.Model.Origin.Accuracy)}
	if whole.Total() > 0 {
		p.WholePeople, p.WholePercent = hundredths(whole.PeopleShare()), hundredths(whole.Rate.Share)
	}
	for _, s := range states {
		row := specificity{Specificity: s, Name: h.state(r, s.State)}
		if share := s.PeopleShare(); share == share {
			row.ByPeople = strconv.Itoa(hundredths(share))
		}
		p.States = append(p.States, row)
	}
	slices.SortFunc(p.States, func(a, b specificity) int { return strings.Compare(a.Name, b.Name) })
	for i := range p.States {
		if p.States[i].State == q.State {
			p.Chosen = &p.States[i]
		}
	}
	say := func(text string, args ...any) string { return h.pages.T(r, text, args...) }
	rtl := h.pages.Lang(r) == "ar"
	p.Swarm = specificitySwarm(states, q.Side, q.State, say, rtl)
	if p.Chosen != nil {
		p.Bars = categoryBars(chart.Head{ID: "categories", Title: say(ui.Text("How many of each category?")), RTL: rtl}, p.Chosen.Model, func(s string) string { return say(s) })
		all := c.Of(q.State, q.Side)
		p.Found = len(all)
		from := (q.Page - 1) * codedAPage
		if from >= len(all) && q.Page > 1 {
			return &ui.Fault{Code: ui.NotFound, Public: ui.Text("The list has no such page. Start again from its first page.")}
		}
		for _, row := range all[from:min(from+codedAPage, len(all))] {
			p.Shown = append(p.Shown, showCoded(c, row))
		}
		if q.Page > 1 {
			p.Prev = q.Address(string(q.Side), q.State, q.Page-1)
		}
		if from+codedAPage < len(all) {
			p.Next = q.Address(string(q.Side), q.State, q.Page+1)
		}
	}
	p.How = explain(r, c.Method(q.Side, q.State))
	return h.pages.Render(w, r, http.StatusOK, "analysis_coding.html", p)
}

// showCoded makes a row ready for the page.
func showCoded(c *study.Coded, row *study.CodedRow) codedText {
	t := codedText{CodedRow: row, Confidence: hundredths(row.Coding.Confidence)}
	v := row.Coding.Verb
	t.Text = template.HTML(html.EscapeString(row.Text[:v.Start]))
	if v.Word != "" {
		t.Text += template.HTML("<mark>" + html.EscapeString(row.Text[v.Start:v.End]) + "</mark>")
	}
	t.Text += template.HTML(html.EscapeString(row.Text[v.End:]))
	for _, issue := range row.Coding.Issues {
		t.Issues = append(t.Issues, issue.Label)
	}
	slices.Sort(t.Issues)
	t.PeopleSay = row.Row.Issues
	action, person := c.Person(row)
	t.People = action
	if person != nil {
		t.Overruled, t.Why = true, person.Reason
		if person.Issues != nil {
			t.PeopleSay = person.Issues
		}
	}
	f := c.Model.Flag(row.Text, row.Coding)
	for _, x := range []struct {
		name string
		coding.Flag
	}{
		{ui.Text("measurable"), f.Smart.Measurable}, {ui.Text("results-oriented"), f.Smart.Results}, {ui.Text("time-bound"), f.Smart.TimeBound},
		{ui.Text("refers to findings of the United Nations"), f.Findings}, {ui.Text("praises and asks for nothing"), f.Praise},
	} {
		if x.Mark == coding.Yes {
			t.Flags = append(t.Flags, flag{Name: x.name, Words: row.Text[x.Words.Start:x.Words.End]})
		}
	}
	for _, hit := range f.Phrases {
		name := ui.Text("phrase of the list, here not counted")
		if hit.Counts {
			name = ui.Text("coded phrase")
		}
		t.Flags = append(t.Flags, flag{Name: name, Words: row.Text[hit.Words.Start:hit.Words.End], Caution: hit.Phrase.Caution})
	}
	return t
}
