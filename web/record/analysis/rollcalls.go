package analysis

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"unhindered/record/study"
	"unhindered/un"
	"unhindered/web/ui"
)

// A rollCallsQuery is the choice of roll calls in an address: body, sessions, issue.
type rollCallsQuery struct {
	study.RollCallsQuestion
	asked bool // sessions were asked for; else they are the last ten
}

// lastSessions is how many sessions count where an address asks for none.
const lastSessions = 10

func (h *handler) readRollCalls(r *http.Request) (rollCallsQuery, error) {
	v := r.URL.Query()
	q := rollCallsQuery{RollCallsQuestion: study.RollCallsQuestion{Body: cmp.Or(v.Get("body"), "unga"), Issue: v.Get("issue")}}
	if q.Issue != "" && q.Body != "unga" {
		q.Issue = "" // the form keeps it when the body changes
	}
	var err error
	if q.Sessions, err = study.ParseSessions(v.Get("sessions")); err != nil {
		return q, fault(ui.Text("Sessions are a number, or the first and the last with a hyphen between, as 60-66."))
	}
	if q.Validate() != nil {
		return q, fault(ui.Text("There is no such body or issue. The form shows those that there are."))
	}
	if q.asked = q.Sessions.Last != 0; q.asked {
		return q, nil
	}
	l, err := h.record.Votes.Ledger(r.Context())
	if err != nil {
		return q, err
	}
	last := 0
	for i := range l.All {
		d := &l.All[i]
		if n, err := strconv.Atoi(d.Session); err == nil && d.Recorded && d.Body == study.VotingBodies[q.Body] {
			last = max(last, n)
		}
	}
	if last > 0 {
		q.Sessions = study.Sessions{First: max(1, last-lastSessions+1), Last: last}
	}
	return q, nil
}

// values are the query as it stands in an address.
func (q rollCallsQuery) values() url.Values {
	v := url.Values{}
	if q.Body != "unga" {
		v.Set("body", q.Body)
	}
	if q.asked {
		v.Set("sessions", q.Sessions.String())
	}
	if q.Issue != "" {
		v.Set("issue", q.Issue)
	}
	return v
}

// Rows is the address of the list of votes on which the numbers rest, as near as that list can be asked.
func (q rollCallsQuery) Rows() string {
	v := url.Values{"body": {study.VotingBodies[q.Body]}}
	if q.Sessions.Last != 0 && q.Sessions.First == q.Sessions.Last {
		v.Set("session", strconv.Itoa(q.Sessions.Last))
	}
	if q.Issue != "" {
		v.Set("issue", q.Issue)
	}
	return "/votes?" + v.Encode()
}

// RowsData is the address of the very roll calls as data.
func (q rollCallsQuery) RowsData() string {
	v := q.values()
	v.Set("sessions", q.Sessions.String())
	v.Set("rows", "1")
	return "/analysis/agreement.csv?" + v.Encode()
}

// bodyNames are the bodies in words.
var bodyNames = map[string]string{"unga": ui.Text("General Assembly"), "hrc": ui.Text("Human Rights Council"), "chr": ui.Text("Commission on Human Rights")}

// A choice is an option of a form.
type choice struct {
	Value, Text string
	Chosen      bool
}

// Bodies are the options of the form.
func (q rollCallsQuery) Bodies() []choice {
	var all []choice
	for _, b := range []string{"unga", "hrc", "chr"} {
		all = append(all, choice{b, bodyNames[b], b == q.Body})
	}
	return all
}

// BodyName is the body in words.
func (q rollCallsQuery) BodyName() string { return bodyNames[q.Body] }

// issueNames are the issues of Voeten's data in words.
var issueNames = map[string]string{"": ui.Text("all subjects"), "hr": ui.Text("human rights"), "me": ui.Text("Palestinian conflict"), "nu": ui.Text("nuclear weapons"),
	"di": ui.Text("arms control"), "co": ui.Text("colonialism"), "ec": ui.Text("economic development")}

// Issues are the options of the form.
func (q rollCallsQuery) Issues() []choice {
	var all []choice
	for _, i := range []string{"", "hr", "me", "nu", "di", "co", "ec"} {
		all = append(all, choice{i, issueNames[i], i == q.Issue})
	}
	return all
}

// IssueName is the issue in words.
func (q rollCallsQuery) IssueName() string { return issueNames[q.Issue] }

// rollCallsShelf keeps gathered roll calls.
func (h *handler) rollCallsShelf() *study.Shelf[*study.RollCalls] {
	return &study.Shelf[*study.RollCalls]{Patience: 2 * time.Second, Compute: func(ctx context.Context, key string, _ func(float64)) (*study.RollCalls, error) {
		q, err := parseRollCalls(key)
		if err != nil {
			return nil, err
		}
		return study.FindRollCalls(ctx, h.record, q)
	}}
}

// key is the question as the key of a shelf, parseRollCalls its reverse.
func (q rollCallsQuery) key() string { return q.Body + " " + q.Sessions.String() + " " + q.Issue }

func parseRollCalls(key string) (study.RollCallsQuestion, error) {
	parts := strings.Split(key, " ")
	sessions, err := study.ParseSessions(parts[1])
	return study.RollCallsQuestion{Body: parts[0], Sessions: sessions, Issue: parts[2]}, err
}

// say speaks the language of the page.
func (h *handler) say(r *http.Request) speak {
	return func(text string, args ...any) string { return h.pages.T(r, text, args...) }
}

// state reads the code of a State from an address; empty if none is asked for.
func readState(r *http.Request, key string) (string, error) {
	code := strings.ToUpper(r.URL.Query().Get(key))
	if _, ok := un.StateByISO3(code); code != "" && !ok {
		return "", fault(ui.Text("There is no State with this code. Codes have three letters, as in ISO 3166; the list of States shows them."))
	}
	return code, nil
}

// named sorts codes by the names that the page gives them.
func (h *handler) named(r *http.Request, all []string) []string {
	n := map[string]int{}
	for _, code := range all {
		n[code]++
	}
	return codes(h, r, n)
}
