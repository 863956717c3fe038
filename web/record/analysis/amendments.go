package analysis

import (
	"cmp"
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"unhindered/record/study"
	"unhindered/record/votes"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// amendments is the analysis of what is put against texts, by whom and with whose votes.
func amendments(h *handler) topic {
	shelf := &study.Shelf[*study.Drift]{Patience: 2 * time.Second, Compute: func(ctx context.Context, key string, _ func(float64)) (*study.Drift, error) {
		q, err := url.ParseQuery(key)
		if err != nil {
			return nil, err
		}
		return study.FindDrift(ctx, h.record, study.DriftQuestion{Body: q.Get("body"), Of: q.Get("of"), Topic: q.Get("topic"), Resolution: q.Get("resolution")})
	}}
	title := ui.Text("Amendments and support over the years")
	return topic{
		Path:     "/analysis/amendments",
		Title:    title,
		Question: ui.Text("What amendments were put forward, by whom, what became of them, and how did each State’s support change?"),
		handle: func(w http.ResponseWriter, r *http.Request) error {
			q, err := readAmendments(r)
			if err != nil {
				return err
			}
			ledger, err := h.record.Votes.Ledger(r.Context())
			if err != nil {
				return err
			}
			if q.Resolution != "" {
				if _, _, err := ledger.Amendments(q.Resolution); err != nil {
					return fault(ui.Text("There is no such resolution in the record. Symbols are written as A/HRC/RES/36/21."))
				}
			}
			f, state, err := shelf.Get(url.Values{"body": {q.Body}, "of": {q.Of}, "topic": {q.Topic}, "resolution": {q.Resolution}}.Encode(), ledger)
			if err != nil {
				return err
			}
			if !state.Ready {
				return h.wait(w, r, title, state)
			}
			return h.amendments(w, r, q, f)
		},
	}
}

// An amendmentsQuery is what a visitor asks of the page.
type amendmentsQuery struct{ Body, Of, Topic, Resolution, State string }

func readAmendments(r *http.Request) (amendmentsQuery, error) {
	v := r.URL.Query()
	q := amendmentsQuery{Body: cmp.Or(v.Get("body"), "hrc"), Of: cmp.Or(v.Get("of"), "amendments"), Topic: strings.TrimSpace(v.Get("topic")),
		Resolution: strings.ToUpper(strings.TrimSpace(v.Get("resolution")))}
	if study.VotingBodies[q.Body] == "" || !slices.Contains(study.DriftKinds, q.Of) || len(q.Topic) > 200 || len(q.Resolution) > 60 {
		return q, fault(ui.Text("There is no such body, or nothing of this kind to follow. The form shows what there is."))
	}
	if q.Resolution != "" {
		q.Topic = ""
		if strings.HasPrefix(q.Resolution, "A/RES") {
			q.Body = "unga"
		}
	}
	var err error
	q.State, err = readState(r, "state")
	return q, err
}

// At is the address of the page with one thing asked for differently.
func (q amendmentsQuery) At(key, value string) string {
	v := url.Values{}
	for k, s := range map[string]string{"body": q.Body, "of": q.Of, "topic": q.Topic, "resolution": q.Resolution, "state": q.State} {
		if s != "" && (k != "body" || s != "hrc") && (k != "of" || s != "amendments") {
			v.Set(k, s)
		}
	}
	v.Set(key, value)
	if value == "" {
		v.Del(key)
	}
	if key == "topic" {
		v.Del("resolution")
	}
	if len(v) == 0 {
		return "/analysis/amendments"
	}
	return "/analysis/amendments?" + v.Encode()
}

// Bodies and Kinds are the options of the form.
func (q amendmentsQuery) Bodies() []choice {
	var all []choice
	for _, b := range []string{"hrc", "chr", "unga"} {
		all = append(all, choice{b, bodyNames[b], b == q.Body})
	}
	return all
}

// Kinds are the options of the form.
func (q amendmentsQuery) Kinds() []choice {
	return []choice{{"amendments", ui.Text("amendments"), q.Of == "amendments"}, {"texts", ui.Text("the texts themselves"), q.Of == "texts"}}
}

// BodyName is the body in words.
func (q amendmentsQuery) BodyName() string { return bodyNames[q.Body] }

// An amendmentsPage is what the page analysis_amendments.html shows.
type amendmentsPage struct {
	Query                                         amendmentsQuery
	Title                                         string
	Tabled, Withdrawn, Adopted, Rejected, Unknown int
	First, Last                                   int // years
	Fates, Sponsors, Stands, One                  template.HTML
	State                                         *study.Stand // of the State asked for
	Up, Down                                      int          // its steps
	Tau, P                                        string       // its trend; empty where there is none
	Moved                                         []moved      // States that took most steps towards opposition
	States                                        []study.Stand
	Codes                                         []string
	Topics                                        []votes.Count
	Years                                         []fateYear
	Rows                                          string
	Ballots                                       func(ballot string) string // address of the rows in which the State voted so
	How                                           how
}

// fateYear is a row of the table of years.
type fateYear struct{ Year, Tabled, Withdrawn, Adopted, Rejected, Unknown int }

// moved is a State that went towards opposition or support.
type moved struct {
	State    string
	Up, Down int
	Sign     string // p of the sign test
}

func (h *handler) amendments(w http.ResponseWriter, r *http.Request, q amendmentsQuery, f *study.Drift) error {
	a := f.Answer()
	if q.State != "" {
		a = f.YearsAnswer(q.State)
	}
	if kind(r) != "html" {
		return data(w, r, a)
	}
	say, rtl := h.say(r), h.pages.Lang(r) == "ar"
	p := amendmentsPage{Query: q, Title: f.Title, How: explain(r, a.Method), States: f.States, Topics: f.Topics[:min(12, len(f.Topics))]}
	rows := url.Values{"body": {study.VotingBodies[q.Body]}}
	if q.Of == "amendments" {
		rows.Set("kind", "amendment")
	}
	if q.Topic != "" {
		rows.Set("q", q.Topic)
	}
	if f.Title != "" { // the list finds it by the first words
		words := strings.Fields(f.Title)
		rows.Set("q", strings.Join(words[:min(8, len(words))], " "))
	}
	if n := len(f.Fates); n == 1 {
		rows.Set("year", strconv.Itoa(f.Fates[0].Year))
	}
	p.Rows = "/votes?" + rows.Encode()
	p.Ballots = func(ballot string) string {
		rows.Set("state", q.State)
		rows.Set("ballot", ballot)
		return "/votes?" + rows.Encode()
	}
	for _, y := range f.Fates {
		p.Tabled += y.Tabled
		p.Withdrawn += y.Withdrawn
		p.Adopted += y.Adopted
		p.Rejected += y.Rejected
		p.Unknown += y.Unknown
		p.Years = append(p.Years, fateYear{y.Year, y.Tabled, y.Withdrawn, y.Adopted, y.Rejected, y.Unknown})
		p.First, p.Last = min(cmp.Or(p.First, y.Year), y.Year), max(p.Last, y.Year)
	}
	var codes []string
	for _, s := range f.States {
		codes = append(codes, s.State)
		if up, down := s.Steps.Toward(); down > up {
			p.Moved = append(p.Moved, moved{s.State, up, down, three(s.Steps.Sign())})
		}
	}
	p.Codes = h.named(r, codes)
	slices.SortStableFunc(p.Moved, func(a, b moved) int { return cmp.Compare(b.Down-b.Up, a.Down-a.Up) })
	p.Moved = p.Moved[:min(12, len(p.Moved))]
	p.Fates = fatesPicture(p.Years, say)
	p.Sponsors = h.sponsors(r, f, q)
	at := func(code string) string { return h.pages.Link(r, q.At("state", code)) }
	p.Stands = standsPicture(f.States, say, rtl, at)
	if p.State = f.Of(q.State); p.State != nil {
		p.Up, p.Down = p.State.Steps.Toward()
		p.One = driftPicture(p.State, say)
		if t := p.State.Trend; t.Tau == t.Tau { // a number
			p.Tau, p.P = three(t.Tau), three(t.P)
		}
	}
	return h.pages.Render(w, r, http.StatusOK, "analysis_amendments.html", p)
}

// fatesPicture draws how many were tabled each year; what became of them stands in the table and in the tips.
func fatesPicture(years []fateYear, say speak) template.HTML {
	if len(years) < 2 {
		return "" // one column says no more than the sentence
	}
	of := map[int]fateYear{}
	for _, y := range years {
		of[y.Year] = y
	}
	var bars []chart.Bar
	var said []string
	for year := years[0].Year; year <= years[len(years)-1].Year; year++ {
		y := of[year]
		note := say(ui.Text("tabled %d, adopted %d, rejected %d, withdrawn %d"), y.Tabled, y.Adopted, y.Rejected, y.Withdrawn)
		bars = append(bars, chart.Bar{Label: strconv.Itoa(year), Count: y.Tabled, Note: note})
		if y.Tabled > 0 {
			said = append(said, strconv.Itoa(year)+": "+note)
		}
	}
	return chart.Years(chart.Head{ID: "fates", Title: say(ui.Text("How many were put forward each year?")), Desc: strings.Join(said, say("; "))}, bars)
}

// sponsors draws who put most forward.
func (h *handler) sponsors(r *http.Request, f *study.Drift, q amendmentsQuery) template.HTML {
	var bars []chart.Bar
	var said []string
	say := h.say(r)
	for _, s := range f.Sponsors[:min(12, len(f.Sponsors))] {
		v := url.Values{"body": {study.VotingBodies[q.Body]}, "sponsor": {s.Name}}
		if q.Of == "amendments" {
			v.Set("kind", "amendment")
		}
		bars = append(bars, chart.Bar{Label: say(name(s.Name)), Count: s.Tabled, Note: say(ui.Text("tabled %d, adopted %d, from %d to %d"), s.Tabled, s.Adopted, s.First, s.Last),
			URL: h.pages.Link(r, "/votes?"+v.Encode())})
		said = append(said, say(name(s.Name))+" "+strconv.Itoa(s.Tabled))
	}
	return chart.Bars(chart.Head{ID: "sponsors", Title: say(ui.Text("Who puts most of them forward?")), Desc: strings.Join(said, say("; ")), RTL: h.pages.Lang(r) == "ar"}, bars)
}
