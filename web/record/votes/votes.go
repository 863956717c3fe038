// Package votes is the pages of roll calls: the list, one decision with who voted how and the amendments put against it,
// and the part of votes on the page of a State.
package votes

import (
	"context"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"unhindered/record/votes"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

//go:embed templates/*.html
var files embed.FS

//go:embed votes.css
var style string

// New returns the pages over a ledger of votes.
func New(store *votes.Store) ledger.Ledger {
	h := &handler{store: store}
	return ledger.Ledger{
		Name:      "votes",
		Nav:       []ui.NavItem{{Path: "/votes", Text: ui.Text("Votes"), Group: ledger.Bodies}},
		Asks:      ui.Text("Who voted how, and who put amendments against what?"),
		Totals:    h.totals,
		Templates: files,
		CSS:       style,
		Funcs: template.FuncMap{
			"voteBody": bodyName, "voteLetter": letter, "voteWord": word, "voteKind": kindName, "voteOutcome": outcome,
			"voteIssue": issueName, "voteFlag": flagName, "voteWhy": why, "voteTally": tally, "voteMoment": moment, "voteState": stateName,
			"voteAll":  func() []string { return []string{"yes", "no", "abstain", "absent"} },
			"voteLast": func(symbol string) string { return symbol[strings.LastIndexByte(symbol, '/')+1:] },
		},
		Routes: func(pages *ui.Pages) []ui.Route {
			h.pages = pages
			return []ui.Route{
				ledger.Get("/votes", h.list), ledger.Get("/votes.json", h.list), ledger.Get("/votes.csv", h.list),
				ledger.Get("/votes/amendments", h.amendments), ledger.Get("/votes/amendments.json", h.amendments),
				ledger.Get("/votes/amendments.csv", h.amendments),
				ledger.Get("/votes/{id}", h.decision),
			}
		},
		Piece: "votes-state",
		State: h.state,
		Paths: h.paths,
		Downloads: []ledger.Download{
			{Path: "/votes.csv", Format: "CSV", What: ui.Text("All decisions and roll calls, one row each, with totals and contradictions")},
			{Path: "/votes.json", Format: "JSON", What: ui.Text("The same decisions as data; the page of each has all votes")},
		},
	}
}

type handler struct {
	store    *votes.Store
	pages    *ui.Pages
	sections sync.Map // parts of State pages by code, see state
}

// A query is what a visitor asks of the list, as it stands in the address.
type query struct {
	votes.Filter
	Page int // from 1
}

func readQuery(r *http.Request) (query, error) {
	v := r.URL.Query()
	q := query{Page: 1, Filter: votes.Filter{
		Body: strings.ToUpper(v.Get("body")), Session: strings.ToUpper(strings.TrimSpace(v.Get("session"))), Issue: v.Get("issue"), Kind: v.Get("kind"),
		Result: v.Get("result"), State: strings.ToUpper(v.Get("state")), Ballot: v.Get("ballot"), Sponsor: strings.ToUpper(v.Get("sponsor")),
		Recorded: v.Get("recorded") != "", Flagged: v.Get("flagged") != "", Query: strings.TrimSpace(v.Get("q")),
	}}
	bad := func(public string) (query, error) { return query{}, &ui.Fault{Code: ui.BadInput, Public: public} }
	for _, code := range []string{q.State, q.Sponsor} {
		if _, ok := un.StateByISO3(code); code != "" && !ok {
			return bad(ui.Text("There is no State with this code. Codes have three letters, as in ISO 3166; the list of States shows them."))
		}
	}
	if q.Body != "" && bodyNames[q.Body] == "" {
		return bad(ui.Text("Votes are kept of the bodies GA, HRC and CHR."))
	}
	if _, ok := votes.BallotByName(q.Ballot); q.Ballot != "" && (!ok || q.State == "") {
		return bad(ui.Text("A vote is yes, no, abstain or absent, and needs a State."))
	}
	if year := v.Get("year"); year != "" {
		n, err := strconv.Atoi(year)
		if err != nil || n < 1900 || n > 2200 {
			return bad(ui.Text("A year has four digits, as 2013."))
		}
		q.Year = n
	}
	if len(q.Query) > 200 || len(q.Session) > 20 {
		return bad(ui.Text("The search is too long. A few words find more."))
	}
	if page := v.Get("page"); page != "" {
		n, err := strconv.Atoi(page)
		if err != nil || n < 1 || n > 1_000_000 {
			return bad(ui.Text("Pages are counted from 1."))
		}
		q.Page = n
	}
	q.Offset = (q.Page - 1) * votes.PageSize
	return q, nil
}

func (q query) values() url.Values {
	v := url.Values{}
	set := func(key, value string) {
		if value != "" {
			v.Set(key, value)
		}
	}
	set("body", q.Body)
	set("session", q.Session)
	set("issue", q.Issue)
	set("kind", q.Kind)
	set("result", q.Result)
	set("state", q.State)
	set("ballot", q.Ballot)
	set("sponsor", q.Sponsor)
	set("q", q.Query)
	if q.Year != 0 {
		set("year", strconv.Itoa(q.Year))
	}
	if q.Recorded {
		set("recorded", "yes")
	}
	if q.Flagged {
		set("flagged", "yes")
	}
	return v
}

// With is the address of the list with one thing asked for differently; an empty value no longer asks for it.
func (q query) With(key, value string) string {
	v := q.values()
	v.Set(key, value)
	if value == "" {
		v.Del(key)
		if key == "state" {
			v.Del("ballot")
		}
	}
	return at("/votes", v)
}

// Twin is the address of the same rows as data.
func (q query) Twin(kind string) string { return at("/votes."+kind, q.values()) }

func at(path string, v url.Values) string {
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

func (h *handler) paths(ctx context.Context) ([]string, error) {
	l, err := h.store.Ledger(ctx)
	if err != nil {
		return nil, err
	}
	all := []string{"/votes", "/votes/amendments"}
	for _, d := range l.List(votes.Filter{Body: "HRC", Limit: votes.NoLimit}).Decisions {
		all = append(all, "/votes/"+d.ID)
	}
	return all, nil
}

// totals is what the ledger holds, for the home page.
func (h *handler) totals(ctx context.Context) ([]ledger.Figure, error) {
	l, err := h.store.Ledger(ctx)
	if err != nil {
		return nil, err
	}
	amendments := 0
	for i := range l.All {
		if l.All[i].Kind == "amendment" {
			amendments++
		}
	}
	return ledger.Some(ledger.N("one decision", "%d decisions", len(l.All), "/votes"),
		ledger.N("one amendment", "%d amendments", amendments, "/votes?kind=amendment")), nil
}

func notFound(err error) error {
	if errors.Is(err, votes.ErrNotFound) {
		return &ui.Fault{Code: ui.NotFound, Public: ui.Text("There is no decision with this number. The list of votes finds them by words, body, year and State."), Err: err}
	}
	return err
}
