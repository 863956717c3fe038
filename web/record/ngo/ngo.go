// Package ngo is the pages of the Committee on NGOs: who waits how long for consultative status, what each session
// decided, who voted how, what was asked, and one organisation's years in limbo.
package ngo

import (
	"context"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"unhindered/record/ngo"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

//go:embed templates/*.html
var files embed.FS

//go:embed ngo.css
var style string

// A handler serves the pages.
type handler struct {
	store *ngo.Store
	pages *ui.Pages
}

// New returns the pages of the ledger.
func New(store *ngo.Store) ledger.Ledger {
	h := &handler{store: store}
	return ledger.Ledger{
		Name: "ngo",
		Nav:  []ui.NavItem{{Path: "/ngo", Text: ui.Text("NGO Committee"), Group: ledger.Bodies}},
		Asks: ui.Text("Who waits how long for consultative status, after whose questions?"),
		Totals: func(ctx context.Context) ([]ledger.Figure, error) {
			l, err := store.Ledger(ctx)
			if err != nil {
				return nil, err
			}
			_, applications := ends(l)
			return ledger.Some(ledger.N("one application", "%d applications", applications, "/ngo/applicants"),
				ledger.N("one still waiting", "%d still waiting", len(l.Waiting(ngo.EndPending)), "/ngo/applicants?end=pending"),
				ledger.N("one roll call", "%d roll calls", len(l.RollCalls), "/ngo/votes"),
				ledger.N("one question", "%d questions", len(l.Questions), "/ngo/questions")), nil
		},
		Templates: files,
		CSS:       style,
		Funcs: template.FuncMap{
			"ngoOrg": h.org, "ngoTopic": brief, "ngoSeats": seats,
			"ngoVote": voteWord,
		},
		Routes: h.routes,
		State:  h.state,
		Piece:  "ngoState",
		Paths:  h.paths,
		Downloads: []ledger.Download{
			{Path: "/ngo/applicants.csv", Format: "CSV", What: ui.Text("Applications for consultative status: first and last session, end, sessions that put them off")},
			{Path: "/ngo/data.csv", Format: "CSV", What: ui.Text("All rows of the lists of the Committee on NGOs, as imported")},
			{Path: "/ngo/votes.csv", Format: "CSV", What: ui.Text("All votes in roll calls of the Committee on NGOs, one row a State")},
			{Path: "/ngo/questions.csv", Format: "CSV", What: ui.Text("Questions that the Committee on NGOs put to organisations, as far as sources report them")},
			{Path: "/ngo/names.csv", Format: "CSV", What: ui.Text("Which names were taken for one organisation, and why")},
		},
	}
}

func (h *handler) routes(pages *ui.Pages) []ui.Route {
	h.pages = pages
	var all []ui.Route
	for path, handler := range map[string]func(http.ResponseWriter, *http.Request) error{
		"/ngo": h.home, "/ngo/applicants": h.applicants, "/ngo/sessions": h.sessions, "/ngo/votes": h.votes,
		"/ngo/questions": h.questions, "/ngo/members": h.members, "/ngo/names": h.names,
	} {
		all = append(all, ledger.Trio(path, handler)...)
	}
	return append(all, ledger.Get("/ngo/data.csv", h.data),
		ledger.Get("/ngo/{id}", h.applicant), ledger.Get("/ngo/sessions/{date}", h.session), ledger.Get("/ngo/votes/{id}", h.vote))
}

func (h *handler) paths(ctx context.Context) ([]string, error) {
	l, err := h.store.Ledger(ctx)
	if err != nil || len(l.Lines)+len(l.Questions)+len(l.RollCalls) == 0 {
		return nil, err
	}
	all := []string{"/ngo", "/ngo/applicants", "/ngo/sessions", "/ngo/votes", "/ngo/questions", "/ngo/members", "/ngo/names"}
	for _, a := range l.Applicants {
		all = append(all, "/ngo/"+a.ID)
	}
	for _, r := range l.RollCalls {
		all = append(all, "/ngo/votes/"+r.ID)
	}
	for _, s := range l.Sessions {
		all = append(all, "/ngo/sessions/"+s.Date)
	}
	return all, nil
}

// date writes a date in the language of a request.
func (h *handler) date(r *http.Request, d string) string {
	return ledger.Date(ledger.Asked{Pages: h.pages, R: r}, un.Date(d))
}

// missing turns an unknown id into a page that says so.
func missing(err error, public string) error {
	if errors.Is(err, ngo.ErrNotFound) {
		return &ui.Fault{Code: ui.NotFound, Public: public, Err: err}
	}
	return err
}

// org is a link target and a name for an organisation's id, for templates.
func (h *handler) org(id string) (*ngo.Applicant, error) {
	return h.store.Applicant(context.Background(), id)
}

// brief is a topic short enough for a table.
func brief(topic string) string {
	const most = 160
	if len(topic) <= most {
		return topic
	}
	cut := strings.LastIndexByte(topic[:most], ' ')
	return topic[:max(cut, 1)] + " …"
}

// voteWord is a vote in words to translate.
func voteWord(v ngo.Vote) string {
	switch v {
	case ngo.Yes:
		return ui.Text("yes")
	case ngo.No:
		return ui.Text("no")
	case ngo.Abstain:
		return ui.Text("abstained")
	case ngo.Absent:
		return ui.Text("absent")
	}
	return ui.Text("not recorded")
}

// A count is a thing and how often it occurs.
type count struct {
	Value string `json:"value"`
	N     int    `json:"n"`
}

// tally counts values, the most frequent first.
func tally(values []string) []count {
	n := map[string]int{}
	var all []count
	for _, v := range values {
		if n[v]++; n[v] == 1 {
			all = append(all, count{Value: v})
		}
	}
	for i := range all {
		all[i].N = n[all[i].Value]
	}
	slices.SortStableFunc(all, func(x, y count) int { return y.N - x.N })
	return all
}
