package ngo

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// An End is what became of an application.
type End string

// The ends. An application that was deferred at the newest session of the lists is pending; one that was deferred
// earlier and then stands on no list any more has been lost from sight, which says nothing of its fate.
const (
	EndGranted   End = "granted"
	EndClosed    End = "closed"
	EndWithdrawn End = "withdrawn"
	EndDeclined  End = "declined"
	EndPending   End = "pending"
	EndLost      End = "not seen since"
)

// Ends returns all ends in the order above.
func Ends() []End {
	return []End{EndGranted, EndClosed, EndWithdrawn, EndDeclined, EndPending, EndLost}
}

// What says it in plain English.
func (e End) What() string {
	switch e {
	case EndGranted:
		return "recommended for status"
	case EndClosed:
		return "closed without an answer to questions"
	case EndWithdrawn:
		return "withdrawn by the organisation"
	case EndDeclined:
		return "not recommended"
	case EndPending:
		return "still waiting at the newest session"
	case EndLost:
		return "on no list since"
	}
	return string(e)
}

// An Application is one run of sessions from the first that lists it to its end.
type Application struct {
	From      string   `json:"from"` // first session that lists it
	To        string   `json:"to"`   // session of its end, or the last that lists it
	End       End      `json:"end"`
	Deferrals int      `json:"deferrals"` // sessions that put it off
	Days      int      `json:"days"`      // from From to To; at least, since the wait began before the first session
	Sessions  []string `json:"sessions"`  // that put it off
}

// Years is the wait in years, to one decimal.
func (a Application) Years() float64 { return float64(int(float64(a.Days)/36.525+.5)) / 10 }

// An Event is what one session did about an organisation: one line of a list, or a roll call.
type Event struct {
	Session  string `json:"session"`
	List     List   `json:"list,omitempty"`
	Name     string `json:"name"` // as written there
	Info     string `json:"info,omitempty"`
	Became   string `json:"became,omitempty"`
	Partner  string `json:"partner,omitempty"`
	RollCall string `json:"roll_call,omitempty"` // its id
	Row      int    `json:"row"`
	Import   int64  `json:"import,omitempty"`
}

// An Applicant is an organisation that asked for consultative status, or has it, with everything that is known of it.
type Applicant struct {
	ID           string        `json:"id"`
	Name         string        `json:"name"`
	Spellings    []string      `json:"spellings,omitempty"` // other names and spellings in the lists
	Events       []Event       `json:"events"`
	Applications []Application `json:"applications"`
	Questions    []Question    `json:"questions,omitempty"`
	Accounts     []Account     `json:"accounts,omitempty"`
}

// Deferrals counts the sessions that put an application of this organisation off.
func (a *Applicant) Deferrals() int {
	n := 0
	for _, app := range a.Applications {
		n += app.Deferrals
	}
	return n
}

// Longest returns the application that waited longest, if there is one.
func (a *Applicant) Longest() (Application, bool) {
	if len(a.Applications) == 0 {
		return Application{}, false
	}
	return slices.MaxFunc(a.Applications, func(x, y Application) int { return cmp.Compare(x.Days, y.Days) }), true
}

// Last returns the newest application, if there is one.
func (a *Applicant) Last() (Application, bool) {
	if len(a.Applications) == 0 {
		return Application{}, false
	}
	return a.Applications[len(a.Applications)-1], true
}

// A Question is one that the Committee put to an organisation, as a source reports it.
type Question struct {
	ID         string   `json:"id"`
	Applicant  string   `json:"applicant"`    // as written
	Of         string   `json:"of,omitempty"` // id of the organisation in the lists, if it is one of them
	Session    string   `json:"session,omitempty"`
	Date       string   `json:"date,omitempty"`
	AskedBy    []string `json:"asked_by,omitempty"` // ISO codes
	AskedText  string   `json:"asked_by_as_written,omitempty"`
	Text       string   `json:"question"`
	Topic      string   `json:"topic,omitempty"`
	Relevant   string   `json:"relevant_to_1996_31,omitempty"`
	AboutState string   `json:"about_state,omitempty"`
	Repeated   string   `json:"repeated,omitempty"`
	Kind       string   `json:"kind,omitempty"`
	Source     string   `json:"source"`
}

// An Account is what a source tells of an application or a quadrennial report as a whole.
type Account struct {
	ID          string `json:"id"`
	Applicant   string `json:"applicant"`
	Of          string `json:"of,omitempty"`
	Kind        string `json:"kind"`
	AboutState  string `json:"about_state,omitempty"`
	First       string `json:"first_application,omitempty"`
	Rounds      string `json:"rounds_or_deferrals,omitempty"`
	Years       string `json:"years_pending,omitempty"`
	Outcome     string `json:"outcome,omitempty"`
	OutcomeDate string `json:"outcome_date,omitempty"`
	DecidedBy   string `json:"decided_by,omitempty"`
	Note        string `json:"note,omitempty"`
	Source      string `json:"source"`
}

// Anonymous tells whether a source withholds the name: such an organisation is never joined to one of the lists.
func Anonymous(name string) bool { return strings.Contains(strings.ToLower(name), "anonymous") }

// applications cuts the events of one organisation, in the order of sessions, into applications. number gives the place
// of a session in the row of all sessions.
func applications(events []Event, number map[string]int, newest string) []Application {
	var all []Application
	var open *Application
	last := "" // session of the last deferral of the open application
	finish := func(end End, session string) {
		open.End, open.To = end, session
		open.Days = days(open.From, open.To)
		all = append(all, *open)
		open = nil
	}
	for _, session := range sessionsOf(events) {
		var deferred, fresh, direct bool
		var end End
		for _, e := range events {
			if e.Session != session || e.List == "" {
				continue
			}
			deferred = deferred || e.List.Deferral()
			fresh = fresh || e.List == DeferredNew
			direct = direct || e.List == GrantedDirectly
			if w := e.List.end(); w != "" {
				end = w
			}
		}
		if open != nil && (fresh || direct) && number[session]-number[last] > 1 {
			finish(EndLost, last) // a new application, so that the one before it has ended somehow
		}
		if !deferred && end == "" {
			continue
		}
		if open == nil {
			if end == EndGranted && alreadyGranted(all) && !deferred && !direct {
				continue // the lists name some grants again
			}
			open = &Application{From: session}
		}
		if deferred {
			open.Deferrals++
			open.Sessions = append(open.Sessions, session)
			last = session
		}
		if end != "" {
			finish(end, session)
		}
	}
	if open != nil {
		if last == newest {
			finish(EndPending, last)
		} else {
			finish(EndLost, last)
		}
	}
	return all
}

func alreadyGranted(all []Application) bool {
	return len(all) > 0 && all[len(all)-1].End == EndGranted
}

func sessionsOf(events []Event) []string {
	var all []string
	for _, e := range events {
		all = append(all, e.Session)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// days counts the days between two dates of the form 2006-01-02, or gives 0 if one is not of that form.
func days(from, to string) int {
	a, err := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	if err != nil || err2 != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

// A Difference is an outcome that a source and the lists give differently.
type Difference struct {
	Says, Source string // the source
	Lists        End    // the lists, at a session
	Session      string
}

// Differs compares what sources tell of the outcome of an application with the lists. A Council that grants against the
// Committee's recommendation is such a difference too: the lists are the Committee's.
func (a *Applicant) Differs() []Difference {
	last, ok := a.Last()
	if !ok {
		return nil
	}
	var all []Difference
	for _, acc := range a.Accounts {
		says := acc.Outcome
		if acc.Kind != "application" || says != string(EndPending) && says != string(EndGranted) && says != string(EndClosed) && says != string(EndDeclined) || says == string(last.End) {
			continue
		}
		if acc.Years != "" && says == string(EndPending) {
			says += ", " + acc.Years
		}
		if acc.OutcomeDate != "" {
			says += ", " + acc.OutcomeDate
		}
		if acc.DecidedBy != "" {
			says += ", " + acc.DecidedBy
		}
		all = append(all, Difference{says, acc.Source, last.End, last.To})
	}
	return all
}
