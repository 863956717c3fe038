package ngo

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"unhindered/record/ngo"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

// A moment is one line of an organisation's time before the Committee.
type moment struct {
	Number   int
	Date     string
	Event    *ngo.Event
	Question *ngo.Question
	RollCall *ngo.RollCall
	What     string // to translate
	Deferral int    // the how manieth deferral of its application
	lane     int
	plain    string
}

// An applicantPage is what the page ngo_applicant.html shows.
type applicantPage struct {
	*ngo.Applicant
	Moments   []moment
	Undated   []ngo.Question
	Picture   template.HTML
	Slim      template.HTML // the same for a phone: a square for every year with something
	Last      ngo.Application
	HasLast   bool
	Newest    string
	Near      []ngo.Decision
	Differs   []string // where a source and the lists say different things
	Deferrals int
}

func (h *handler) applicant(w http.ResponseWriter, r *http.Request) error {
	id, kind := ledger.Wants(r.PathValue("id"))
	l, err := h.store.Ledger(r.Context())
	if err != nil {
		return err
	}
	a, err := h.store.Applicant(r.Context(), id)
	if err != nil {
		return missing(err, ui.Text("There is no organisation with this address. The list of applicants can be searched by name."))
	}
	if a.ID != id {
		to := "/ngo/" + a.ID
		if kind != "html" {
			to += "." + kind
		}
		http.Redirect(w, r, to, http.StatusMovedPermanently)
		return nil
	}
	moments, undated := h.moments(l, a)
	switch kind {
	case "json":
		return ui.JSON(w, r, a)
	case "csv":
		out := [][]string{{"date", "what", "name", "note", "roll_call", "question", "source"}}
		for _, m := range moments {
			row := []string{m.Date, m.What, a.Name, "", "", "", ""}
			if m.Event != nil {
				row[2], row[3], row[4], row[6] = m.Event.Name, m.Event.Info, m.Event.RollCall, source(m.Event)
			}
			if m.Question != nil {
				row[5], row[6] = m.Question.Text, m.Question.Source
			}
			out = append(out, row)
		}
		return ui.CSV(w, r, a.ID+".csv", out)
	}
	d := applicantPage{Applicant: a, Moments: moments, Undated: undated, Newest: l.Newest(), Picture: h.limbo(r, a.Name, moments), Slim: h.years(r, a.Name, moments), Deferrals: a.Deferrals()}
	d.Last, d.HasLast = a.Last()
	for _, x := range a.Differs() {
		d.Differs = append(d.Differs, h.pages.T(r, "A source says “%s” (%s); the lists say “%s” (session of %s). Both are shown.", x.Says, x.Source, h.pages.T(r, x.Lists.What()), h.date(r, x.Session)))
	}
	for _, x := range l.Decisions {
		if x.Verdict == ngo.Proposed {
			one, other := l.Of(x.A), l.Of(x.B)
			if one == a.ID || other == a.ID {
				d.Near = append(d.Near, x)
			}
		}
	}
	return h.pages.Render(w, r, http.StatusOK, "ngo_applicant.html", d)
}

func source(e *ngo.Event) string {
	if e.RollCall != "" {
		return "roll_call_votes, row " + strconv.Itoa(e.Row)
	}
	return string(e.List) + ", row " + strconv.Itoa(e.Row)
}

// moments puts lists, roll calls and questions about an organisation into one line of time. Questions without a date come
// apart.
func (h *handler) moments(l *ngo.Ledger, a *ngo.Applicant) (all []moment, undated []ngo.Question) {
	put := 0
	for i := range a.Events {
		e := &a.Events[i]
		m := moment{Date: e.Session, Event: e, What: e.List.What(), lane: 2}
		switch {
		case e.RollCall != "":
			for j := range l.RollCalls {
				if l.RollCalls[j].ID == e.RollCall {
					m.RollCall = &l.RollCalls[j]
				}
			}
			m.What = ui.Text("roll call")
		case e.List.Deferral():
			m.lane = 0
			put++
			m.Deferral = put
		}
		m.plain = m.What
		all = append(all, m)
	}
	for i := range a.Questions {
		q := &a.Questions[i]
		if q.Date == "" {
			undated = append(undated, *q)
			continue
		}
		all = append(all, moment{Date: q.Date, Question: q, What: ui.Text("question"), lane: 1, plain: q.Text})
	}
	slices.SortStableFunc(all, func(x, y moment) int { return strings.Compare(x.Date, y.Date) })
	for i := range all {
		all[i].Number = i + 1
	}
	return all, undated
}

// An applicantsPage is what the page ngo_applicants.html shows.
type applicantsPage struct {
	ledger.List
	Q, End, Sort string
	Rows         []row
	Ends         []end
	JSON, CSV    string
	All          int
}

func (h *handler) applicants(w http.ResponseWriter, r *http.Request) error {
	l, err := h.store.Ledger(r.Context())
	if err != nil {
		return err
	}
	v := r.URL.Query()
	d := applicantsPage{Q: strings.TrimSpace(v.Get("q")), End: v.Get("end"), Sort: v.Get("sort"), JSON: ledger.Twin(r, "json"), CSV: ledger.Twin(r, "csv")}
	if len(d.Q) > 200 {
		return &ui.Fault{Code: ui.BadInput, Public: ui.Text("The search is too long. A few words find more.")}
	}
	if d.End != "" && !slices.Contains(ngo.Ends(), ngo.End(d.End)) {
		return &ui.Fault{Code: ui.BadInput, Public: ui.Text("Applications do not end in this way. Choose from the form.")}
	}
	d.Ends, d.All = ends(l)
	found := search(l, d.Q, ngo.End(d.End), d.Sort)
	switch _, kind := ledger.Wants(r.URL.Path); kind {
	case "json":
		return ui.JSON(w, r, map[string]any{"entries": rows(found), "total": len(found)})
	case "csv":
		return ui.CSV(w, r, "ngo-applicants.csv", applicationTable(rows(found)))
	}
	from, to, page, err := ledger.Cut(r, len(found), ledger.PageSize)
	if err != nil {
		return err
	}
	d.Rows, d.List = rows(found[from:to]), page
	return h.pages.Render(w, r, http.StatusOK, "ngo_applicants.html", d)
}

// search finds applications by words of any name of the organisation, and orders them: the longest wait first, by name or
// by the last session.
func search(l *ngo.Ledger, q string, end ngo.End, sort string) []hit {
	var found []hit
	for _, a := range l.Find(q) {
		for i := range a.Applications {
			if app := &a.Applications[i]; end == "" || app.End == end {
				found = append(found, hit{a, app})
			}
		}
	}
	switch sort {
	case "name": // as they come
	case "last":
		slices.SortStableFunc(found, func(x, y hit) int { return strings.Compare(y.app.To, x.app.To) })
	default:
		slices.SortStableFunc(found, func(x, y hit) int { return y.app.Days - x.app.Days })
	}
	return found
}

// A hit is an application that was found; thousands are ordered for each page, so it is small.
type hit struct {
	of  *ngo.Applicant
	app *ngo.Application
}

func rows(found []hit) []row {
	all := make([]row, len(found))
	for i, h := range found {
		all[i] = row{h.of.ID, h.of.Name, *h.app, h.app.Years()}
	}
	return all
}

// With is the address of this list with one condition changed.
func (d applicantsPage) With(name, value string) string {
	q := url.Values{}
	for k, v := range map[string]string{"q": d.Q, "end": d.End, "sort": d.Sort} {
		if v != "" {
			q.Set(k, v)
		}
	}
	q.Del(name)
	if value != "" {
		q.Set(name, value)
	}
	if len(q) == 0 {
		return "/ngo/applicants"
	}
	return "/ngo/applicants?" + q.Encode()
}
