package ngo

import (
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"unhindered/record/ngo"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

// A votesPage is what the page ngo_votes.html shows.
type votesPage struct {
	State    string
	Rows     []voteRow
	Record   ngo.Record
	Carried  int
	Rejected int
	JSON     string
	CSV      string
	States   []string
	Years    template.HTML
}

// A voteRow is one roll call, with the vote of the State that was asked for.
type voteRow struct {
	*ngo.RollCall
	Vote ngo.Vote
}

func (h *handler) votes(w http.ResponseWriter, r *http.Request) error {
	l, err := h.store.Ledger(r.Context())
	if err != nil {
		return err
	}
	state, err := ledger.StateCode(r.URL.Query(), "state")
	if err != nil {
		return err
	}
	d := votesPage{State: state, JSON: ledger.Twin(r, "json"), CSV: ledger.Twin(r, "csv")}
	for i := range l.RollCalls {
		c := &l.RollCalls[i]
		vote := c.Votes()[state]
		if state != "" && vote == "" {
			continue
		}
		d.Rows = append(d.Rows, voteRow{c, vote})
		switch c.Outcome {
		case ngo.Carried:
			d.Carried++
		case ngo.Rejected:
			d.Rejected++
		}
	}
	for _, v := range l.Voters() {
		d.States = append(d.States, v.ISO3)
		if v.ISO3 == state {
			d.Record = v
		}
	}
	slices.Sort(d.States)
	d.Years = h.voteYears(r, d.Rows)
	switch _, kind := ledger.Wants(r.URL.Path); kind {
	case "json":
		calls := []*ngo.RollCall{}
		for _, row := range d.Rows {
			calls = append(calls, row.RollCall)
		}
		return ui.JSON(w, r, map[string]any{"entries": calls, "total": len(calls), "state": state})
	case "csv":
		var calls []*ngo.RollCall
		for _, row := range d.Rows {
			calls = append(calls, row.RollCall)
		}
		return ui.CSV(w, r, "ngo-votes.csv", ballotTable(calls, state))
	}
	return h.pages.Render(w, r, http.StatusOK, "ngo_votes.html", d)
}

func ballotTable(calls []*ngo.RollCall, state string) [][]string {
	out := [][]string{{"roll_call", "session", "topic", "outcome", "outcome_as_written", "iso3", "vote", "state_as_written", "vote_as_written", "applicants", "flags"}}
	for _, c := range calls {
		for _, b := range c.Ballots {
			if state == "" || b.ISO3 == state {
				out = append(out, []string{c.ID, c.Session, c.Topic, string(c.Outcome), strings.Join(strings.Fields(c.Written), " "), b.ISO3, string(b.Vote), b.Name, b.Voted, strings.Join(c.Applicants, ";"), strings.Join(c.Flags, "; ")})
			}
		}
	}
	return out
}

// A votePage is what the page ngo_vote.html shows.
type votePage struct {
	*ngo.RollCall
	Groups []voteGroup
	Other  []*ngo.RollCall // on the same organisation
}

// A voteGroup is the States that voted alike.
type voteGroup struct {
	Vote    ngo.Vote
	Ballots []ngo.Ballot
}

func (h *handler) vote(w http.ResponseWriter, r *http.Request) error {
	id, kind := ledger.Wants(r.PathValue("id"))
	c, err := h.store.RollCall(r.Context(), id)
	if err != nil {
		return missing(err, ui.Text("There is no roll call with this address. The list of roll calls shows them all."))
	}
	switch kind {
	case "json":
		return ui.JSON(w, r, c)
	case "csv":
		return ui.CSV(w, r, "ngo-vote-"+c.ID+".csv", ballotTable([]*ngo.RollCall{c}, ""))
	}
	d := votePage{RollCall: c}
	for _, v := range []ngo.Vote{ngo.Yes, ngo.No, ngo.Abstain, ngo.Absent} {
		g := voteGroup{Vote: v}
		for _, b := range c.Ballots {
			if b.Vote == v {
				g.Ballots = append(g.Ballots, b)
			}
		}
		if g.Ballots != nil {
			d.Groups = append(d.Groups, g)
		}
	}
	l, err := h.store.Ledger(r.Context())
	if err != nil {
		return err
	}
	for i := range l.RollCalls {
		o := &l.RollCalls[i]
		if o.ID != c.ID && slices.ContainsFunc(o.Applicants, func(id string) bool { return slices.Contains(c.Applicants, id) }) {
			d.Other = append(d.Other, o)
		}
	}
	return h.pages.Render(w, r, http.StatusOK, "ngo_vote.html", d)
}

// A sessionsPage is what the page ngo_sessions.html shows.
type sessionsPage struct {
	Rows    []ngo.Session
	Lists   []ngo.List
	Granted ngo.List
	Picture any
}

func (h *handler) sessions(w http.ResponseWriter, r *http.Request) error {
	l, err := h.store.Ledger(r.Context())
	if err != nil {
		return err
	}
	rows := slices.Clone(l.Sessions)
	slices.Reverse(rows)
	switch _, kind := ledger.Wants(r.URL.Path); kind {
	case "json":
		return ui.JSON(w, r, map[string]any{"entries": rows, "total": len(rows)})
	case "csv":
		head := []string{"session"}
		for _, list := range ngo.Lists() {
			head = append(head, string(list))
		}
		out := [][]string{append(head, "roll_calls")}
		for _, s := range rows {
			line := []string{s.Date}
			for _, list := range ngo.Lists() {
				line = append(line, strconv.Itoa(s.Count(list)))
			}
			out = append(out, append(line, strconv.Itoa(s.Votes)))
		}
		return ui.CSV(w, r, "ngo-sessions.csv", out)
	}
	return h.pages.Render(w, r, http.StatusOK, "ngo_sessions.html", sessionsPage{rows, ngo.Lists(), ngo.Granted, h.sessionColumns(r, l)})
}

// A sessionPage is what the page ngo_session.html shows.
type sessionPage struct {
	ledger.List
	Session *ngo.Session
	Lists   []ngo.List
	Chosen  ngo.List
	Rows    []line
	Calls   []*ngo.RollCall
	Flags   []ngo.Flag
	JSON    string
	CSV     string
	Before  string
	After   string
}

// A line is a row of a list with the organisation that it is about.
type line struct {
	ngo.Line
	Of string `json:"of"`
}

func (h *handler) session(w http.ResponseWriter, r *http.Request) error {
	date, kind := ledger.Wants(r.PathValue("date"))
	l, err := h.store.Ledger(r.Context())
	if err != nil {
		return err
	}
	s := l.At(date)
	if s == nil {
		return &ui.Fault{Code: ui.NotFound, Public: ui.Text("The lists know no session of this date. The list of sessions shows all.")}
	}
	d := sessionPage{Session: s, Chosen: ngo.List(r.URL.Query().Get("list")), JSON: ledger.Twin(r, "json"), CSV: ledger.Twin(r, "csv")}
	for _, list := range ngo.Lists() {
		if s.Count(list) > 0 {
			d.Lists = append(d.Lists, list)
		}
	}
	if d.Chosen != "" && !slices.Contains(ngo.Lists(), d.Chosen) {
		return &ui.Fault{Code: ui.BadInput, Public: ui.Text("There is no such list. Choose from those of the session.")}
	}
	var lines []line
	for _, row := range l.Lines {
		if row.Session == date && (d.Chosen == "" || row.List == d.Chosen) {
			lines = append(lines, line{row, l.Of(row.Name)})
		}
	}
	for i := range l.RollCalls {
		if l.RollCalls[i].Session == date {
			d.Calls = append(d.Calls, &l.RollCalls[i])
		}
	}
	switch kind {
	case "json":
		return ui.JSON(w, r, map[string]any{"session": date, "entries": lines, "total": len(lines), "roll_calls": d.Calls})
	case "csv":
		return ui.CSV(w, r, "ngo-session-"+date+".csv", lineTable(lines))
	}
	slices.SortStableFunc(lines, func(x, y line) int { return slices.Index(ngo.Lists(), x.List) - slices.Index(ngo.Lists(), y.List) })
	from, to, page, err := ledger.Cut(r, len(lines), ledger.PageSize)
	if err != nil {
		return err
	}
	d.Rows, d.List = lines[from:to], page
	for _, f := range l.Flags {
		if f.Link == "/ngo/sessions/"+date {
			d.Flags = append(d.Flags, f)
		}
	}
	for i := range l.Sessions {
		if l.Sessions[i].Date == date {
			if i > 0 {
				d.Before = l.Sessions[i-1].Date
			}
			if i+1 < len(l.Sessions) {
				d.After = l.Sessions[i+1].Date
			}
		}
	}
	return h.pages.Render(w, r, http.StatusOK, "ngo_session.html", d)
}

func lineTable(lines []line) [][]string {
	out := [][]string{{"list", "session", "name", "became", "partner", "info", "row", "of"}}
	for _, x := range lines {
		out = append(out, []string{string(x.List), x.Session, x.Name, x.Became, x.Partner, x.Info, strconv.Itoa(x.Row), x.Of})
	}
	return out
}

// data sends all rows of the lists.
func (h *handler) data(w http.ResponseWriter, r *http.Request) error {
	l, err := h.store.Ledger(r.Context())
	if err != nil {
		return err
	}
	lines := make([]line, len(l.Lines))
	for i, row := range l.Lines {
		lines[i] = line{row, l.Of(row.Name)}
	}
	return ui.CSV(w, r, "ngo-data.csv", lineTable(lines))
}
