package ngo

import (
	"context"
	"net/http"
	"slices"

	"unhindered/record/ngo"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

// A questionsPage is what the page ngo_questions.html shows.
type questionsPage struct {
	Asked, About, Topic string
	Rows                []ngo.Question
	All                 int
	Irrelevant          int // not tied to any criterion of resolution 1996/31, says the source
	Repeated            int
	Topics              []count
	Accounts            []ngo.Account
	JSON, CSV           string
}

func (h *handler) questions(w http.ResponseWriter, r *http.Request) error {
	l, err := h.store.Ledger(r.Context())
	if err != nil {
		return err
	}
	v := r.URL.Query()
	d := questionsPage{Topic: v.Get("topic"), All: len(l.Questions), Accounts: l.Accounts, JSON: ledger.Twin(r, "json"), CSV: ledger.Twin(r, "csv")}
	if d.Asked, err = ledger.StateCode(v, "asked"); err != nil {
		return err
	}
	if d.About, err = ledger.StateCode(v, "about"); err != nil {
		return err
	}
	d.Rows = []ngo.Question{}
	var topics []string
	for _, q := range l.Questions {
		if d.Asked != "" && !slices.Contains(q.AskedBy, d.Asked) || d.About != "" && q.AboutState != d.About {
			continue
		}
		topics = append(topics, q.Topic)
		if d.Topic != "" && q.Topic != d.Topic {
			continue
		}
		d.Rows = append(d.Rows, q)
		if q.Relevant == "no" {
			d.Irrelevant++
		}
		if q.Repeated == "yes" {
			d.Repeated++
		}
	}
	d.Topics = tally(topics)
	switch _, kind := ledger.Wants(r.URL.Path); kind {
	case "json":
		return ui.JSON(w, r, map[string]any{"entries": d.Rows, "total": len(d.Rows), "accounts": l.Accounts})
	case "csv":
		out := [][]string{{"id", "applicant", "of", "session", "date", "asked_by", "question", "topic", "relevant_to_1996_31", "about_state", "repeated", "kind", "source"}}
		for _, q := range d.Rows {
			out = append(out, []string{q.ID, q.Applicant, q.Of, q.Session, q.Date, q.AskedText, q.Text, q.Topic, q.Relevant, q.AboutState, q.Repeated, q.Kind, q.Source})
		}
		return ui.CSV(w, r, "ngo-questions.csv", out)
	}
	return h.pages.Render(w, r, http.StatusOK, "ngo_questions.html", d)
}

// A namesPage is what the page ngo_names.html shows.
type namesPage struct {
	ledger.List
	Rows      []ngo.Decision
	Rules     []count
	Rule      string
	JSON, CSV string
	Names     int
	All       int
}

func (h *handler) names(w http.ResponseWriter, r *http.Request) error {
	l, err := h.store.Ledger(r.Context())
	if err != nil {
		return err
	}
	d := namesPage{Rule: r.URL.Query().Get("rule"), JSON: ledger.Twin(r, "json"), CSV: ledger.Twin(r, "csv"), All: len(l.Decisions), Names: len(l.Applicants)}
	var rules []string
	rows := []ngo.Decision{}
	for _, x := range l.Decisions {
		rules = append(rules, string(x.Rule))
		if d.Rule == "" || string(x.Rule) == d.Rule {
			rows = append(rows, x)
		}
	}
	d.Rules = tally(rules)
	switch _, kind := ledger.Wants(r.URL.Path); kind {
	case "json":
		return ui.JSON(w, r, map[string]any{"entries": rows, "total": len(rows)})
	case "csv":
		out := [][]string{{"a", "b", "verdict", "rule", "note"}}
		for _, x := range rows {
			out = append(out, []string{x.A, x.B, string(x.Verdict), string(x.Rule), x.Note})
		}
		return ui.CSV(w, r, "ngo-names.csv", out)
	}
	from, to, page, err := ledger.Cut(r, len(rows), ledger.PageSize)
	if err != nil {
		return err
	}
	d.Rows, d.List = rows[from:to], page
	return h.pages.Render(w, r, http.StatusOK, "ngo_names.html", d)
}

// A statePart is the part of the ledger on the page of a State.
type statePart struct {
	ISO3     string
	Record   ngo.Record
	Voted    bool
	Terms    []ngo.Member
	Asked    []ngo.Question
	About    []ngo.Question
	Calls    int // roll calls in all
	Lost     int // votes on the side that lost
	Newest   string
	Decisive []voteRow
}

// stateVotes is how many roll calls the page of a State names.
const stateVotes = 5

func (h *handler) state(ctx context.Context, iso3 string) (*ledger.Section, error) {
	l, err := h.store.Ledger(ctx)
	if err != nil || len(l.RollCalls)+len(l.Questions)+len(l.Members) == 0 {
		return nil, err
	}
	d := statePart{ISO3: iso3, Terms: l.Terms(iso3), Asked: l.AskedBy(iso3), About: l.AboutState(iso3), Calls: len(l.RollCalls)}
	for _, v := range l.Voters() {
		if v.ISO3 == iso3 {
			d.Record, d.Voted = v, true
		}
	}
	for i := range l.RollCalls {
		c := &l.RollCalls[i]
		if vote := c.Votes()[iso3]; vote != "" && len(d.Decisive) < stateVotes {
			d.Decisive = append(d.Decisive, voteRow{c, vote})
		}
	}
	data := map[string]any{"terms": or(d.Terms), "questions_asked": or(d.Asked), "questions_about": or(d.About), "roll_calls": d.Calls}
	if d.Voted {
		data["votes"] = voter(d.Record)
	}
	section := &ledger.Section{Data: d, JSON: data, Name: ui.Text("NGO Committee"), At: "ngo", Years: map[int]int{}}
	for i := range l.RollCalls {
		if l.RollCalls[i].Votes()[iso3] != "" {
			section.Years[un.Date(l.RollCalls[i].Session).Year()]++
		}
	}
	section.Figures = ledger.Some(
		ledger.N("one roll call of the Committee", "%d roll calls of the Committee", d.Record.Total(), "/ngo/votes?state="+iso3),
		ledger.N("one question asked of an organisation", "%d questions asked of organisations", len(d.Asked), "/ngo/questions?asked="+iso3),
		ledger.N("one question about this State", "%d questions about this State", len(d.About), "/ngo/questions?about="+iso3))
	return section, nil
}

// or gives an empty list instead of none, for JSON.
func or[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}
