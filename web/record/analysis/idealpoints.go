package analysis

import (
	"context"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"unhindered/analysis/idealpoint"
	"unhindered/record/study"
	"unhindered/un"
	"unhindered/web/ui"
)

// idealPoints is the analysis of where States stand on the line that explains their votes best.
func idealPoints(h *handler) topic {
	var one sync.Mutex // a fit takes all processors for some seconds: one at a time
	shelf := &study.Shelf[*study.IdealPoints]{Patience: 2 * time.Second, Compute: func(ctx context.Context, key string, progress func(float64)) (*study.IdealPoints, error) {
		q, err := parseRollCalls(key)
		if err != nil {
			return nil, err
		}
		one.Lock()
		defer one.Unlock()
		p, err := study.FindIdealPoints(ctx, h.record, study.IdealPointsQuestion{RollCallsQuestion: q, Model: "dynamic"}, progress)
		if errors.Is(err, idealpoint.ErrNothing) || errors.Is(err, idealpoint.ErrAnchor) {
			return nil, nil // the page says so
		}
		return p, err
	}}
	title := ui.Text("Where States stand")
	return topic{
		Path:     "/analysis/ideal-points",
		Title:    title,
		Question: ui.Text("Where does each State stand on the line that best explains how all voted, and how did it move through the years?"),
		handle: func(w http.ResponseWriter, r *http.Request) error {
			q, err := h.readIdealPoints(r)
			if err != nil {
				return err
			}
			ledger, err := h.record.Votes.Ledger(r.Context())
			if err != nil {
				return err
			}
			p, state, err := shelf.Get(q.key(), ledger)
			if err != nil {
				return err
			}
			if !state.Ready {
				return h.wait(w, r, title, state)
			}
			return h.idealPoints(w, r, q, p)
		},
		funcs: template.FuncMap{"analysisTwo": two, "analysisWidth": func(se float64) string { return two(ci * se) }},
	}
}

// An idealPointsQuery is what a visitor asks of the page. Which sessions are fitted is not asked: all are.
type idealPointsQuery struct {
	rollCallsQuery
	Session int // 0 is the last
	States  []string
	Typed   string // the States as they stand in the address
}

// usual are the States whose paths are shown where none are asked for: the permanent members of the Security Council, and
// large States of other regions.
var usual = []string{"CHN", "FRA", "GBR", "RUS", "USA", "BRA", "EGY", "IND", "ZAF"}

// pathLimit is how many paths a page shows.
const pathLimit = 24

func (h *handler) readIdealPoints(r *http.Request) (idealPointsQuery, error) {
	var q idealPointsQuery
	var err error
	if q.rollCallsQuery, err = h.readRollCalls(r); err != nil {
		return q, err
	}
	q.Sessions, q.asked = study.Sessions{}, false
	v := r.URL.Query()
	if text := v.Get("session"); text != "" {
		if q.Session, err = strconv.Atoi(text); err != nil || q.Session < 1 {
			return q, fault(ui.Text("A session is a number. The form shows those that there are."))
		}
	}
	q.States = usual
	if q.Typed = strings.TrimSpace(v.Get("states")); q.Typed != "" {
		q.States = nil
		for _, text := range strings.FieldsFunc(q.Typed, func(r rune) bool { return r == ',' || r == ';' }) {
			s, ok := un.FindState(strings.TrimSpace(text))
			if !ok || len(q.States) == pathLimit {
				return q, fault(ui.Text("States are asked for by code or name, with commas between, as CHN,RUS,CUB; twenty-four at most."))
			}
			if !slices.Contains(q.States, s.ISO3) {
				q.States = append(q.States, s.ISO3)
			}
		}
	}
	return q, nil
}

// At is the address of the page with one thing asked for differently.
func (q idealPointsQuery) At(key, value string) string {
	v := q.values()
	if q.Session > 0 {
		v.Set("session", strconv.Itoa(q.Session))
	}
	if q.Typed != "" {
		v.Set("states", q.Typed)
	}
	v.Set(key, value)
	if value == "" {
		v.Del(key)
	}
	return "/analysis/ideal-points" + queryOf(v)
}

func queryOf(v url.Values) string {
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// An idealPointsPage is what the page analysis_idealpoints.html shows.
type idealPointsPage struct {
	Query          idealPointsQuery
	Rolls          int // that told something
	First, Last    int // sessions of the fit
	Session        int // shown
	Year           string
	Sessions       []choice
	All            []study.IdealPoint // in that session, the greatest first
	Top, Bottom    study.IdealPoint
	Lower, Upper   string // between which the middle half stands
	Correct, Guess string
	Swarm          template.HTML
	Paths          []pathOf
	Without        []string // States asked for that have no point in any session
	How            how
}

func (h *handler) idealPoints(w http.ResponseWriter, r *http.Request, q idealPointsQuery, p *study.IdealPoints) error {
	if p == nil {
		a := study.IdealPointsQuestion{RollCallsQuestion: q.RollCallsQuestion, Model: "dynamic"}.Nothing()
		if kind(r) != "html" {
			return data(w, r, a)
		}
		return h.pages.Render(w, r, http.StatusOK, "analysis_idealpoints.html", idealPointsPage{Query: q, How: explain(r, a.Method)})
	}
	if q.Session > 0 && !slices.Contains(p.Sessions, q.Session) {
		return &ui.Fault{Code: ui.NotFound, Public: ui.Text("There is no point in this session. The form shows the sessions that have some.")}
	}
	if kind(r) != "html" {
		if q.Session > 0 {
			var err error
			if p, err = p.In(study.Sessions{First: q.Session, Last: q.Session}); err != nil {
				return err
			}
		}
		return data(w, r, p.Answer())
	}
	say, rtl := h.say(r), h.pages.Lang(r) == "ar"
	n := len(p.Sessions)
	page := idealPointsPage{Query: q, Rolls: len(p.Fit.Items), First: p.Sessions[0], Last: p.Sessions[n-1], Session: q.Session,
		Correct: oneDecimal(100 * p.Fit.Correct), Guess: oneDecimal(100 * p.Fit.Commonest), How: explain(r, p.Method())}
	if page.Session == 0 {
		page.Session = page.Last
	}
	if q.Body == "unga" {
		page.Year = when(q.Body, page.Session)
	}
	for k := n - 1; k >= 0; k-- {
		s := p.Sessions[k]
		text := strconv.Itoa(s)
		if q.Body == "unga" {
			text += " (" + when(q.Body, s) + ")"
		}
		page.Sessions = append(page.Sessions, choice{strconv.Itoa(s), text, s == page.Session})
	}
	page.All = p.At(page.Session)
	k := len(page.All)
	page.Top, page.Bottom = page.All[0], page.All[k-1]
	page.Upper, page.Lower = two(page.All[k/4].Estimate), two(page.All[k-1-k/4].Estimate)
	page.Swarm = swarmPicture(page.All, page.Session, q.States, say, rtl)
	page.Paths = paths(p, q.States, page.Session, say)
	for _, code := range q.States {
		if q.Typed != "" && len(p.Of(code)) == 0 {
			page.Without = append(page.Without, code)
		}
	}
	return h.pages.Render(w, r, http.StatusOK, "analysis_idealpoints.html", page)
}

func oneDecimal(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// VotingBody is the body as the list of votes names it.
func (q idealPointsQuery) VotingBody() string { return study.VotingBodies[q.Body] }

// VotesOf is the address of the votes of a State in a session.
func (q idealPointsQuery) VotesOf(state string, session int) string {
	v := url.Values{"body": {q.VotingBody()}, "session": {strconv.Itoa(session)}, "state": {state}}
	if q.Issue != "" {
		v.Set("issue", q.Issue)
	}
	return "/votes?" + v.Encode()
}
