package register

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"unhindered/un"
)

// An InvalidError says which field of an entry keeps it from being published. It does not quote texts of the entry.
type InvalidError struct{ Field, Why string }

func (e *InvalidError) Error() string {
	return fmt.Sprintf("the entry cannot be published: %s %s", e.Field, e.Why)
}

// Check returns an *InvalidError if the register would refuse the entry.
func Check(e Entry) error {
	if why := stateFault(e); why != "" {
		return &InvalidError{"state", why}
	}
	for _, text := range []struct{ field, value string }{{"subject", e.Subject}, {"summary", e.Summary}} {
		if strings.TrimSpace(text.value) == "" {
			return &InvalidError{text.field, "is empty"}
		}
	}
	switch e.Kind {
	case Person, Persons, Group, Organisation:
	default:
		return &InvalidError{"kind", "must be person, persons, group or organisation"}
	}
	if err := checkDates(e); err != nil {
		return err
	}
	if err := checkCodes(e); err != nil {
		return err
	}
	return checkSources(e)
}

func stateFault(e Entry) string {
	s, ok := un.StateByISO3(e.State)
	switch {
	case !ok:
		return "is not the alpha-3 code of a State; find it with un.FindState"
	case s.Status == un.Fictional && !e.Fictional:
		return "does not exist: the entry must be marked as fictional"
	case s.Status != un.Fictional && e.Fictional:
		return "exists: nothing fictional is told of it"
	}
	return ""
}

func checkDates(e Entry) error {
	type dated struct {
		field string
		date  un.Date
	}
	dates := []dated{{"from", e.From}, {"to", e.To}}
	for _, a := range e.Actions {
		dates = append(dates, dated{"actions: date", a.Date})
	}
	for _, r := range e.Replies {
		dates = append(dates, dated{"replies: date", r.Date})
	}
	for _, i := range e.Incidents {
		dates = append(dates, dated{"incidents: date", i.Date})
	}
	for _, d := range dates {
		if parsed, err := un.ParseDate(string(d.date)); err != nil || parsed != d.date {
			return &InvalidError{d.field, "is not a date; write 2013-09-14, or 2013-09, or 2013"}
		}
	}
	latest := time.Now().Year()
	if e.Fictional {
		latest = 2100 // stories may play in the future
	}
	for _, d := range dates[:2] {
		if year := d.date.Year(); d.date != "" && (year < 1945 || year > latest) {
			return &InvalidError{d.field, "is before there was a United Nations, or in the future"}
		}
	}
	if e.From != "" && e.To != "" {
		n := min(len(e.From), len(e.To)) // compared as far as both are known
		if e.To[:n] < e.From[:n] {
			return &InvalidError{"to", "is before from"}
		}
	}
	return nil
}

func checkCodes(e Entry) error {
	if len(e.Acts) == 0 {
		return &InvalidError{"acts", "is empty: an entry tells at least one act"}
	}
	acts := e.Acts
	for _, i := range e.Incidents {
		acts = append(acts[:len(acts):len(acts)], i.Type)
	}
	for _, code := range acts {
		if act, ok := un.ActTypeByCode(code); !ok || act.Heading() {
			return &InvalidError{"acts", "holds a code that is not that of a type of act"}
		}
	}
	for _, code := range e.Bodies {
		if _, ok := un.BodyByCode(code); !ok {
			return &InvalidError{"bodies", "holds a code that is not that of a UN body"}
		}
	}
	return nil
}

var webAddress = regexp.MustCompile(`^https?://[^\s/]+`)

func checkSources(e Entry) error {
	if len(e.Sources) == 0 {
		return &InvalidError{"sources", "is empty: every fact has a source"}
	}
	for _, s := range e.Sources {
		if strings.TrimSpace(s.Document) == "" {
			return &InvalidError{"sources", "holds one without a document"}
		}
		if s.Address != "" && !webAddress.MatchString(s.Address) {
			return &InvalidError{"sources", "holds an address that does not start with https:// or http://"}
		}
	}
	return nil
}
