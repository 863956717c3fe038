package ngo

import (
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"unhindered/record/ngo"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// A homePage is what the page ngo.html shows.
type homePage struct {
	Empty     bool
	Newest    string
	Pending   int
	First     *ngo.Applicant // who waits longest
	Wait      ngo.Application
	Waiting   []row
	Ends      []end
	Total     int // applications
	Sessions  template.HTML
	Bars      template.HTML
	RollCalls []ngo.RollCall
	Votes     int
	Questions int
	Topics    []count
	Members   []ngo.Member
	Flags     []ngo.Flag
	Decisions int
	Proposed  int
}

// A row is one application of a list.
type row struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	ngo.Application
	Years float64 `json:"years"`
}

// An end counts the applications that ended alike.
type end struct {
	End   ngo.End `json:"end"`
	What  string  `json:"what"`
	Count int     `json:"count"`
}

// homeWaiting is how many of those who wait the first page names, and homeVotes how many roll calls.
const (
	homeWaiting = 20
	homeVotes   = 8
)

func ends(l *ngo.Ledger) (all []end, total int) {
	n := l.Ends()
	for _, e := range ngo.Ends() {
		all = append(all, end{e, e.What(), n[e]})
		total += n[e]
	}
	return all, total
}

func (h *handler) home(w http.ResponseWriter, r *http.Request) error {
	l, err := h.store.Ledger(r.Context())
	if err != nil {
		return err
	}
	pending := l.Waiting(ngo.EndPending)
	d := homePage{Newest: l.Newest(), Pending: len(pending), Votes: len(l.RollCalls), Questions: len(l.Questions), Flags: l.Flags,
		Members: l.Members, Empty: len(l.Lines)+len(l.RollCalls)+len(l.Questions) == 0, RollCalls: l.RollCalls[:min(homeVotes, len(l.RollCalls))]}
	d.Ends, d.Total = ends(l)
	for _, a := range pending {
		app, _ := a.Last()
		d.Waiting = append(d.Waiting, row{a.ID, a.Name, app, app.Years()})
	}
	switch _, kind := ledger.Wants(r.URL.Path); kind {
	case "json":
		return ui.JSON(w, r, map[string]any{"newest_session": d.Newest, "entries": d.Waiting, "total": len(d.Waiting), "ends": d.Ends,
			"sessions": l.Sessions, "roll_calls": len(l.RollCalls), "questions": len(l.Questions), "members": l.Members, "flags": l.Flags})
	case "csv":
		return ui.CSV(w, r, "ngo.csv", applicationTable(d.Waiting))
	}
	if len(pending) > 0 {
		d.First = pending[0]
		d.Wait, _ = pending[0].Last()
	}
	var bars []chart.Bar
	var said []string
	for _, a := range d.Waiting[:min(10, len(d.Waiting))] {
		bars = append(bars, chart.Bar{Label: a.Name, Count: a.Deferrals, Note: h.pages.N(r, "put off once", "put off %d times", a.Deferrals), URL: h.pages.Link(r, "/ngo/"+a.ID)})
		said = append(said, a.Name+": "+strconv.Itoa(a.Deferrals))
	}
	d.Bars = chart.Bars(chart.Head{ID: "waiting", RTL: h.pages.Lang(r) == "ar", Title: h.pages.T(r, "Sessions that put off those who wait longest"), Desc: strings.Join(said, "; ")}, bars)
	d.Waiting = d.Waiting[:min(homeWaiting, len(d.Waiting))]
	d.Sessions = h.sessionColumns(r, l)
	var topics []string
	for _, q := range l.Questions {
		topics = append(topics, q.Topic)
	}
	d.Topics = tally(topics)
	for _, x := range l.Decisions {
		if x.Verdict == ngo.Proposed {
			d.Proposed++
		}
	}
	d.Decisions = len(l.Decisions)
	return h.pages.Render(w, r, http.StatusOK, "ngo.html", d)
}

func applicationTable(rows []row) [][]string {
	out := [][]string{{"id", "name", "from", "to", "end", "deferrals", "days", "sessions"}}
	for _, a := range rows {
		out = append(out, []string{a.ID, a.Name, a.From, a.To, string(a.End), strconv.Itoa(a.Deferrals), strconv.Itoa(a.Days), strings.Join(a.Sessions, ";")})
	}
	return out
}

// A membersPage is what the page ngo_members.html shows.
type membersPage struct {
	Members []ngo.Member
	Voters  []ngo.Record
	Votes   int
	Group   map[string]string
}

func (h *handler) members(w http.ResponseWriter, r *http.Request) error {
	l, err := h.store.Ledger(r.Context())
	if err != nil {
		return err
	}
	d := membersPage{Members: l.Members, Voters: l.Voters(), Votes: len(l.RollCalls), Group: map[string]string{}}
	for _, v := range d.Voters {
		if s, ok := un.StateByISO3(v.ISO3); ok {
			d.Group[v.ISO3] = string(s.Group)
		}
	}
	switch _, kind := ledger.Wants(r.URL.Path); kind {
	case "json":
		return ui.JSON(w, r, map[string]any{"members": d.Members, "voters": voterJSON(d.Voters), "roll_calls": d.Votes, "total": len(d.Voters)})
	case "csv":
		out := [][]string{{"iso3", "name", "yes", "no", "abstain", "absent", "roll_calls", "first", "last"}}
		for _, v := range d.Voters {
			s, _ := un.StateByISO3(v.ISO3)
			out = append(out, []string{v.ISO3, s.Name, strconv.Itoa(v.Yes), strconv.Itoa(v.No), strconv.Itoa(v.Abstain), strconv.Itoa(v.Absent), strconv.Itoa(v.Total()), v.First, v.Last})
		}
		return ui.CSV(w, r, "ngo-members.csv", out)
	}
	return h.pages.Render(w, r, http.StatusOK, "ngo_members.html", d)
}

type voter struct {
	ISO3    string `json:"iso3"`
	Yes     int    `json:"yes"`
	No      int    `json:"no"`
	Abstain int    `json:"abstain"`
	Absent  int    `json:"absent"`
	First   string `json:"first"`
	Last    string `json:"last"`
}

func voterJSON(all []ngo.Record) []voter {
	out := []voter{}
	for _, v := range all {
		out = append(out, voter(v))
	}
	return out
}
