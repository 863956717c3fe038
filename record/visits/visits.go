// Package visits is the ledger of country visits: which mandates asked to visit which State, how often they reminded,
// what was answered, which visits took place. Refusing is not recorded by silence: "no answer known" is worked out from
// the events, up to the day that the source speaks of.
package visits

import (
	"context"
	"slices"
	"strings"
	"time"

	"unhindered/record/sheet"
	"unhindered/storage"
	"unhindered/un"
)

// The kinds of events. Those of good conduct stand beside the others.
const (
	Standing  = "standing_invitation"
	Requested = "requested"
	For       = "requested_for"
	Reminder  = "reminder"
	RemindFor = "reminder_for"
	Agreed    = "agreed"
	Postponed = "invited_postponed"
	Completed = "completed"
	Declined  = "declined"
	NotAgreed = "requested_not_agreed"
	Cancelled = "cancelled"
)

// Table is the sheet of events: one row an event.
var Table = sheet.Table{
	Name: "visits", Title: "Visits", Help: "One row is one event on the way to a visit: a request, a reminder, an answer, the visit itself.",
	Key: []string{"state", "visitor", "event", "date"},
	Columns: []sheet.Column{
		sheet.IDColumn,
		{Name: "state", Type: sheet.State, Need: true, Help: "State that was asked or visited", Example: "XEX"},
		{Name: "visitor", Need: true, Help: "mandate or person, as the source names it", Example: "SR torture"},
		{Name: "mandate", Help: "code of the mandate, so that visits to several States can be compared", Example: "SR-TORTURE"},
		{Name: "event", Type: sheet.Choose, Need: true, Help: "what happened", Example: Requested, Choices: []sheet.Choice{
			{Code: Standing, Label: "standing invitation"}, {Code: Requested, Label: "requested"}, {Code: For, Label: "requested for"},
			{Code: Reminder, Label: "reminder"}, {Code: RemindFor, Label: "reminder, for"}, {Code: Agreed, Label: "agreed"},
			{Code: Postponed, Label: "invited but postponed"}, {Code: Completed, Label: "visit took place"},
			{Code: Declined, Label: "declined"}, {Code: NotAgreed, Label: "asked for, not agreed"}, {Code: Cancelled, Label: "cancelled"},
		}},
		{Name: "date", Type: sheet.Date, Help: "when; for “requested for” and “reminder, for” the time that was asked for", Example: "2019-05"},
		{Name: "until", Type: sheet.Date, Help: "end, where it lasted", Example: ""},
		{Name: "quoted", Help: "words of the source, if it is short", Example: "Requested May 2019"},
		{Name: "as_of", Type: sheet.Date, Help: "day of which the source describes the state of things; waiting is counted up to it", Example: "2021-03"},
		sheet.Source, sheet.Seen, sheet.Note,
	},
	Check: func(r sheet.Row) (string, string) {
		if d, u := r.Get("date"), r.Get("until"); d != "" && u != "" && u < d && !before(d, u) {
			return "until", "is before date"
		}
		return "", ""
	},
}

// before tells whether u may lie within d: "2013" ends after "2013-05" began.
func before(d, u string) bool { return len(u) < len(d) && d[:len(u)] == u }

// A Store is the ledger. It is safe for concurrent use.
type Store struct{ sheets *sheet.Store }

// New returns the ledger of a database that has the migrations of record/sheet.
func New(db *storage.DB) *Store { return &Store{sheet.New(db)} }

// Sheets returns the rows behind the ledger.
func (s *Store) Sheets() *sheet.Store { return s.sheets }

// An Event is one thing that happened on the way to a visit.
type Event struct {
	ID     string  `json:"id"`
	Kind   string  `json:"event"`
	Date   un.Date `json:"date,omitempty"`
	Until  un.Date `json:"until,omitempty"`
	Quoted string  `json:"quoted,omitempty"`
	Source string  `json:"source"`
	Note   string  `json:"note,omitempty"`
	Import int64   `json:"import"`
	asOf   un.Date
}

// Ask tells whether the event asks for a visit.
func (e Event) Ask() bool {
	switch e.Kind {
	case Requested, For, Reminder, RemindFor, NotAgreed:
		return true
	}
	return false
}

// Answer tells whether the event answers a request.
func (e Event) Answer() bool {
	switch e.Kind {
	case Agreed, Postponed, Completed, Declined, Cancelled:
		return true
	}
	return false
}

// A File is all that is known of one visitor and one State.
type File struct {
	ID      string  `json:"id"` // address: that of its first event
	State   string  `json:"state"`
	Visitor string  `json:"visitor"`
	Mandate string  `json:"mandate,omitempty"`
	Events  []Event `json:"events"` // in order of time, as the source gives them within a year
	Status  Status  `json:"status"`
	// Asked is the first request that no answer followed, AsOf the day up to which the sources speak. Between them lie Least to Most days: dates
	// known to the year only leave room. Most is 0 if it cannot be told; both are 0 unless Status is Waiting.
	Asked un.Date `json:"asked,omitempty"`
	AsOf  un.Date `json:"as_of,omitempty"`
	Least int     `json:"days_at_least,omitempty"`
	Most  int     `json:"days_at_most,omitempty"`
}

// A Status is where a file stands, worked out from its events.
type Status string

// The values of Status.
const (
	Waiting  Status = "no answer known"
	Invited  Status = "invited, no visit yet"
	Visited  Status = "visited"
	Refused  Status = "declined or cancelled"
	Open     Status = "talks without agreement"
	Welcome  Status = "standing invitation"
	NoStatus Status = "not stated"
)

// Statuses returns all values, those of good conduct first.
func Statuses() []Status { return []Status{Visited, Welcome, Invited, Open, Waiting, Refused} }

// Files returns all files: one for each State and visitor, in the order of their first event. An empty state is all.
func (s *Store) Files(ctx context.Context, state string) ([]File, error) {
	rows, err := s.sheets.Rows(ctx, &Table)
	if err != nil {
		return nil, err
	}
	var files []File
	place := map[string]int{}
	for _, r := range rows {
		if state != "" && r.Get("state") != state {
			continue
		}
		key := r.Get("state") + "\x00" + r.Get("visitor")
		at, known := place[key]
		if !known {
			at = len(files)
			place[key] = at
			files = append(files, File{ID: r.ID, State: r.Get("state"), Visitor: r.Get("visitor"), Mandate: r.Get("mandate")})
		}
		files[at].Events = append(files[at].Events, Event{ID: r.ID, Kind: r.Get("event"), Date: r.Date("date"), Until: r.Date("until"),
			Quoted: r.Get("quoted"), Source: r.Get("source"), Note: r.Get("note"), Import: r.Import, asOf: r.Date("as_of")})
	}
	for i := range files {
		slices.SortStableFunc(files[i].Events, func(a, b Event) int {
			if (a.Date == "") != (b.Date == "") {
				return strings.Compare(string(b.Date), string(a.Date)) // undated ones last
			}
			return strings.Compare(string(a.Date), string(b.Date))
		})
		files[i].ID = files[i].Events[0].ID
		files[i].settle()
	}
	return files, nil
}

// settle works out the status and the wait. Who asks again after an answer waits again, from then on.
func (f *File) settle() {
	var answer, first Event
	talks, standing := false, false
	f.Status = NoStatus
	for _, e := range f.Events { // in order of time
		f.AsOf = max(f.AsOf, e.asOf)
		switch {
		case e.Answer():
			if answer.Kind == "" || e.Date >= answer.Date {
				answer, first, talks = e, Event{}, false
			}
		case e.Ask():
			if answer.Kind != "" && e.Date <= answer.Date {
				continue
			}
			talks = talks || e.Kind == NotAgreed
			if first.Kind == "" || first.Date == "" {
				first = e
			}
		case e.Kind == Standing:
			standing = true
		}
	}
	f.Asked = first.Date
	switch {
	case first.Kind != "" && talks:
		f.Status = Open
	case first.Kind != "":
		f.Status = Waiting
		if f.Least, f.Most = Days(f.Asked, f.AsOf); first.Kind == For || first.Kind == RemindFor {
			f.Most = 0 // it was asked for some time before the date
		}
	case answer.Kind == Completed:
		f.Status = Visited
	case answer.Kind == Agreed || answer.Kind == Postponed:
		f.Status = Invited
	case answer.Kind != "":
		f.Status = Refused
	case standing:
		f.Status = Welcome
	}
}

// Asks returns how many requests and reminders there were.
func (f File) Asks() (requests, reminders int) {
	for _, e := range f.Events {
		switch e.Kind {
		case Requested, For, NotAgreed:
			requests++
		case Reminder, RemindFor:
			reminders++
		}
	}
	return requests, reminders
}

// Quoted returns what the source prints of the file, or "".
func (f File) Quoted() string {
	if len(f.Events) == 0 {
		return ""
	}
	return f.Events[0].Quoted
}

// Days returns the least and the most number of days from one date to another, which may both be known to the month or
// year only; 0, 0 if one is unknown. Least is never below 0.
func Days(from, to un.Date) (least, most int) {
	a, b, ok := ends(from)
	c, d, ok2 := ends(to)
	if !ok || !ok2 {
		return 0, 0
	}
	count := func(x, y time.Time) int { return int(y.Sub(x).Hours()) / 24 }
	return max(0, count(b, c)), max(0, count(a, d))
}

// ends returns the first and the last day of a date.
func ends(d un.Date) (first, last time.Time, ok bool) {
	layout := map[int]string{4: "2006", 7: "2006-01", 10: "2006-01-02"}[len(d)]
	first, err := time.Parse(layout, string(d))
	if layout == "" || err != nil {
		return first, first, false
	}
	switch len(d) {
	case 4:
		return first, first.AddDate(1, 0, -1), true
	case 7:
		return first, first.AddDate(0, 1, -1), true
	}
	return first, first, true
}
