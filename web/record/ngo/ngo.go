// Package ngo is the pages of the Committee on NGOs: who waits how long for consultative status, what each session
// decided, who voted how, what was asked, and one organisation's years in limbo.
package ngo

import (
	"context"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
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
		Name:      "ngo",
		Nav:       []ui.NavItem{{Path: "/ngo", Text: ui.Text("NGO Committee")}},
		Templates: files,
		CSS:       style,
		Funcs: template.FuncMap{
			"ngoOrg": h.org, "ngoTopic": brief, "ngoSeats": func(r *ngo.RollCall, title string) template.HTML { return seats(r, title) },
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
		for _, kind := range []string{"", ".json", ".csv"} {
			all = append(all, ledger.Get(path+kind, handler))
		}
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

// wants is the kind of answer asked for, and the path's last part without the ending.
func wants(path string) (rest, kind string) {
	for _, kind := range []string{"json", "csv"} {
		if rest, ok := strings.CutSuffix(path, "."+kind); ok {
			return rest, kind
		}
	}
	return path, "html"
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

// perPage is how many rows a page of a list shows.
const perPage = 50

// A list is one page of rows.
type list struct {
	From, To, Total int
	Prev, Next      string
}

// cut finds the part of n rows that the address asks for.
func cut(r *http.Request, n int) (from, to int, l list, err error) {
	page := 1
	if s := r.URL.Query().Get("page"); s != "" {
		if page, err = strconv.Atoi(s); err != nil || page < 1 || page > 1_000_000 {
			return 0, 0, l, &ui.Fault{Code: ui.BadInput, Public: ui.Text("Pages are counted from 1."), Err: err}
		}
	}
	from = min((page-1)*perPage, n)
	to = min(from+perPage, n)
	l = list{From: from + 1, To: to, Total: n}
	at := func(page int) string {
		q := r.URL.Query()
		q.Set("page", strconv.Itoa(page))
		return r.URL.Path + "?" + q.Encode()
	}
	if page > 1 {
		l.Prev = at(page - 1)
	}
	if to < n {
		l.Next = at(page + 1)
	}
	return from, to, l, nil
}

// twin is the address of the page's data, with its conditions.
func twin(r *http.Request, kind string) string {
	q := r.URL.Query()
	q.Del("page")
	q.Del("lang")
	address := r.URL.Path + "." + kind
	if len(q) > 0 {
		address += "?" + q.Encode()
	}
	return address
}

// askedState reads a State from the address; empty if none is asked for.
func askedState(v url.Values, name string) (string, error) {
	code := strings.ToUpper(v.Get(name))
	if code == "" {
		return "", nil
	}
	if _, ok := un.StateByISO3(code); !ok {
		return "", &ui.Fault{Code: ui.BadInput, Public: ui.Text("There is no State with this code. Codes have three letters, as in ISO 3166; the list of States shows them.")}
	}
	return code, nil
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
