package feeds

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"unhindered/record/register"
	"unhindered/record/reports"
	"unhindered/record/upr"
	"unhindered/un"
)

//go:embed reference/hrc_sessions.csv
var councilSessions []byte

// An Event is a date, or some days in a row, in the calendar.
type Event struct {
	UID    string   `json:"uid"` // stays when words change
	Kind   string   `json:"kind"`
	Title  string   `json:"title"`
	Text   string   `json:"text"`
	Starts string   `json:"starts"`           // 2006-01-02
	Ends   string   `json:"ends"`             // last day
	Yearly bool     `json:"yearly,omitempty"` // comes again every year
	States []string `json:"states,omitempty"` // that it concerns
	Sure   string   `json:"confidence"`       // how sure the date is
	At     string   `json:"address,omitempty"`

	stamp string // day of which the words are
}

// The kinds of events.
var kinds = []string{"council", "upr", "upr-next", "ngo", "report", "treaty", "anniversary"}

// revised is the day of which the reference lists are; calendars want to know when words were last changed.
const revised = "2026-11-22"

// events returns all dates that the record knows, by their first day.
func (s *site) events(ctx context.Context) ([]Event, error) {
	all := slices.Concat(council(), reviews(), nextReviews(), rules())
	for _, more := range []func(context.Context) ([]Event, error){s.committee, s.reports, s.treatyBodies, s.anniversaries} {
		some, err := more(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	for i := range all {
		all[i].stamp = cmp.Or(all[i].stamp, revised)
		all[i].Ends = cmp.Or(all[i].Ends, all[i].Starts)
	}
	slices.SortStableFunc(all, func(a, b Event) int {
		return cmp.Or(strings.Compare(a.Starts, b.Starts), strings.Compare(a.UID, b.UID))
	})
	return all, nil
}

var council = sync.OnceValue(func() []Event {
	rows, err := csv.NewReader(bytes.NewReader(councilSessions)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("feeds: %v", err)) // the file is part of the program
	}
	var all []Event
	for _, row := range rows[1:] {
		all = append(all, Event{UID: "hrc-" + row[0], Kind: "council", Title: "Human Rights Council, session " + row[0], Text: row[4],
			Starts: row[1], Ends: row[2], Sure: row[3], At: "/votes?body=HRC&session=" + row[0]})
	}
	return all
})

// reviews are the sessions of the Working Group on the Universal Periodic Review, with the States whose turn it is.
var reviews = sync.OnceValue(func() []Event {
	var all []Event
	at := map[int]int{}
	for _, r := range upr.Reviews() {
		if r.Starts == "" {
			continue
		}
		i, known := at[r.Session]
		if !known {
			i = len(all)
			at[r.Session] = i
			all = append(all, Event{UID: "upr-" + strconv.Itoa(r.Session), Kind: "upr", Title: fmt.Sprintf("Universal Periodic Review, session %d", r.Session),
				Starts: r.Starts, Ends: r.Ends, Sure: r.Confidence, At: "/upr"})
		}
		all[i].States = append(all[i].States, r.ISO3)
	}
	for i := range all {
		all[i].Text = "Under review: " + strings.Join(stateNames(all[i].States), ", ") + "."
	}
	return all
})

func stateNames(codes []string) []string {
	var all []string
	for _, code := range codes {
		state, _ := un.StateByISO3(code)
		all = append(all, cmp.Or(state.Name, code))
	}
	return all
}

// cycleMonths is how long a cycle of the review lasts: about four and a half years since the second (domain reference, section 16).
const cycleMonths = 54

// nextReviews are the months in which States are reviewed next, as far as the fixed order and the length of a cycle tell.
var nextReviews = sync.OnceValue(func() []Event {
	last := map[string]upr.Review{}
	for _, r := range upr.Reviews() {
		if r.Starts > last[r.ISO3].Starts {
			last[r.ISO3] = r
		}
	}
	var all []Event
	for iso3, r := range last {
		was, err := time.Parse(time.DateOnly, r.Starts)
		if err != nil {
			continue
		}
		first := time.Date(was.Year(), was.Month()+cycleMonths, 1, 0, 0, 0, 0, time.UTC)
		all = append(all, Event{
			UID: fmt.Sprintf("upr-next-%s-%d", iso3, r.Cycle+1), Kind: "upr-next", States: []string{iso3},
			Title:  "Next review of " + r.State().Name + " expected about " + first.Format("January 2006"),
			Text:   fmt.Sprintf("Worked out: session %d (%s) and four and a half years. No date is set here; the fixed order of States makes it likely.", r.Session, r.Starts),
			Starts: first.Format(time.DateOnly), Ends: first.AddDate(0, 1, -1).Format(time.DateOnly), Sure: "estimate", At: "/states/" + iso3,
		})
	}
	return all
})

// rules are dates that come every year by a rule. Those that nobody has confirmed say so.
func rules() []Event {
	return []Event{{
		UID: "ngo-deadline", Kind: "ngo", Title: "Committee on NGOs: applications for the sessions of next year are due", Yearly: true,
		Text: "1 June of the year before. Recalled and not confirmed: ask the Committee’s secretariat.", Starts: "2024-06-01", Sure: "recalled", At: "/ngo",
	}, {
		UID: "sg-period", Kind: "report", Title: "Reporting period of the Secretary-General’s report on reprisals ends", Yearly: true,
		Text: "Since 2020 the period is 1 May to 30 April. The call for information has a date of its own each year, which is not in the record.", Starts: "2025-04-30",
		Sure: "confirmed for 2020, 2022 and 2024", At: "/reports",
	}}
}

// committee are the sessions of the Committee on NGOs: the lists have one date that stands for each.
func (s *site) committee(ctx context.Context) ([]Event, error) {
	l, err := s.NGO.Ledger(ctx)
	if err != nil {
		return nil, err
	}
	var all []Event
	for _, session := range l.Sessions {
		if _, err := time.Parse(time.DateOnly, session.Date); err != nil {
			continue
		}
		all = append(all, Event{UID: "ngo-" + session.Date, Kind: "ngo", Title: "Committee on Non-Governmental Organizations",
			Text: "The date that stands for the session in the data on its decisions; the session lasted longer.", Starts: session.Date, Sure: "as in the source", At: "/ngo/sessions/" + session.Date})
	}
	return all, nil
}

// reports are the days of the Secretary-General's reports.
func (s *site) reports(ctx context.Context) ([]Event, error) {
	rows, err := s.Sheets.Rows(ctx, &reports.Reports)
	if err != nil {
		return nil, err
	}
	var all []Event
	for _, r := range rows {
		name := cmp.Or(r.Get("symbol"), r.Get("year"))
		for _, e := range []struct{ column, what string }{
			{"period_to", "Reporting period ends: Secretary-General’s report on reprisals "}, {"published", "Published: Secretary-General’s report on reprisals "},
			{"presented", "Presented: Secretary-General’s report on reprisals "},
		} {
			if date := r.Get(e.column); len(date) == len(time.DateOnly) {
				all = append(all, Event{UID: "report-" + r.ID + "-" + e.column, Kind: "report", Title: e.what + name, Starts: date,
					Text: r.Get("source"), Sure: cmp.Or(r.Get("confidence"), "as in the source"), At: "/reports"})
			}
		}
	}
	return all, nil
}

// treatyBodies are reviews by treaty bodies whose day or month is known.
func (s *site) treatyBodies(ctx context.Context) ([]Event, error) {
	rows, err := s.Sheets.Rows(ctx, &reports.Reviews)
	if err != nil {
		return nil, err
	}
	var all []Event
	for _, r := range rows {
		from, to, ok := span(r.Get("date"))
		if !ok {
			continue
		}
		body, _ := un.BodyByCode(r.Get("committee"))
		all = append(all, Event{UID: "treaty-review-" + r.ID, Kind: "treaty", Title: cmp.Or(body.Name, "Treaty body") + ": review of " + strings.Join(stateNames([]string{r.Get("state")}), ""),
			Text: strings.TrimSpace(r.Get("session") + " " + r.Get("document")), Starts: from, Ends: to, States: []string{r.Get("state")}, Sure: "as in the source", At: "/reports/treaty-reviews/" + r.ID})
	}
	return all, nil
}

// span returns the days of a date that is known to the day or the month.
func span(date string) (from, to string, ok bool) {
	switch len(date) {
	case len("2006-01-02"):
		return date, date, true
	case len("2006-01"):
		first, err := time.Parse("2006-01", date)
		return date + "-01", first.AddDate(0, 1, -1).Format(time.DateOnly), err == nil
	}
	return "", "", false
}

// anniversaries are the days of published cases, as far as the entry gives a day without reserve. Follow-up asks for them:
// a case that nobody remembers is a case that nobody answers for.
func (s *site) anniversaries(ctx context.Context) ([]Event, error) {
	page, err := s.Register.List(ctx, register.Filter{Limit: register.NoLimit})
	if err != nil {
		return nil, err
	}
	var all []Event
	for _, e := range page.Records {
		if e.Context || e.DateNote != "" {
			continue
		}
		for i, date := range []un.Date{e.From, e.To} {
			if len(date) != len(time.DateOnly) || i == 1 && e.To == e.From {
				continue
			}
			title := "Anniversary: " + e.Subject
			if e.Fictional {
				title = "[invented] " + title
			}
			what := "beginning of the acts"
			if i == 1 {
				what = "end of the acts, as far as reported"
			}
			all = append(all, Event{UID: fmt.Sprintf("anniversary-%s-%d", e.ID, i+1), Kind: "anniversary", Title: title, Yearly: true, Starts: string(date),
				Text: date.String() + ": " + what + ". " + e.Summary, States: []string{e.State}, Sure: "as in the entry", At: "/register/" + e.ID, stamp: e.Day})
		}
	}
	return all, nil
}
