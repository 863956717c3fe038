package study

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"unhindered/record"
	"unhindered/record/ngo"
	"unhindered/un"
)

// applications are the waits in the NGO Committee.
func (w *Waiting) applications(ctx context.Context, r *record.Record) ([]WaitRow, error) {
	l, err := r.NGO.Ledger(ctx)
	if err != nil {
		return nil, err
	}
	w.Newest = l.Newest()
	since := listed(l)
	var rows []WaitRow
	var early, unknown, lost, direct int
	for i := range l.Applicants {
		a := &l.Applicants[i]
		group := w.ngoGroup(a)
		for _, p := range a.Applications {
			begun, atOnce := beginning(a, p)
			row := WaitRow{ID: a.ID, Name: a.Name, Path: "/ngo/" + a.ID, Group: group, From: p.From, To: p.To, Days: float64(p.Days), End: string(p.End)}
			if p.End == ngo.EndPending {
				w.Pending = append(w.Pending, row)
			}
			if w.Question.Entry == "known" {
				switch {
				case !begun:
					unknown++
					continue
				case p.From < since:
					early++
					continue
				}
			}
			if atOnce {
				direct++
			}
			switch p.End {
			case ngo.EndGranted, ngo.EndClosed, ngo.EndWithdrawn, ngo.EndDeclined:
				row.Decided = true
			case ngo.EndLost:
				lost++
			}
			if w.Question.GroupBy == "entered" {
				row.Group = period(p.From)
			}
			rows = append(rows, row)
		}
	}
	w.leave(unknown, "Left out, because it is not known when they began to wait: applications that are first listed as put off again, closed, withdrawn, declined or recommended, never as new")
	if early > 0 {
		w.Left = append(w.Left, fmt.Sprintf("Left out, because the lists of sessions before %s do not show who was recommended at its first session, so that only those that had to wait would count: applications of those sessions: %d.", since, early))
	}
	w.leave(lost, "Counted as waiting until the last session that lists them, and as not known after it: applications that were put off and then stand on no list any more, some perhaps because their name was written otherwise")
	w.leave(direct, "Counted with a wait of 0 days, though they had been handed in months before: applications that were decided at the session that first lists them")
	if len(rows) > 0 {
		w.Left = append(w.Left, "The wait before the first session is not in the lists, so every wait is longer than shown by some months. The lists are the Committee's; what the Council decided against it is not counted.")
	}
	return rows, nil
}

// leave notes what was left out and how often, if at all.
func (w *Waiting) leave(n int, text string) {
	if n > 0 {
		w.Left = append(w.Left, text+": "+strconv.Itoa(n)+".")
	}
}

// listed is the first session from which on every session that recommends organisations lists those recommended at their
// first session.
func listed(l *ngo.Ledger) string {
	since := ""
	for _, s := range l.Sessions { // oldest first
		switch {
		case s.Count(ngo.Granted) > 0 && s.Count(ngo.GrantedDirectly) == 0:
			since = ""
		case s.Count(ngo.GrantedDirectly) > 0 && since == "":
			since = s.Date
		}
	}
	return since
}

// beginning tells whether the first session of an application lists it as new, and whether that decided it at once.
func beginning(a *ngo.Applicant, p ngo.Application) (known, atOnce bool) {
	for _, e := range a.Events {
		if e.Session == p.From && (e.List == ngo.DeferredNew || e.List == ngo.GrantedDirectly) {
			return true, p.Deferrals == 0
		}
	}
	return false, false
}

func (w *Waiting) ngoGroup(a *ngo.Applicant) string {
	either := func(is bool, yes, no string) string {
		if is {
			return yes
		}
		return no
	}
	switch w.Question.GroupBy {
	case "name":
		return either(speaksOfHumanRights(a), WithHumanRights, OtherNames)
	case "questioned":
		return either(len(a.Questions) > 0, "questions reported", "none reported")
	case "voted":
		voted := false
		for _, e := range a.Events {
			voted = voted || e.RollCall != ""
		}
		return either(voted, "voted on", "not voted on")
	}
	return ""
}

// The groups by name.
const (
	WithHumanRights = "human rights in the name"
	OtherNames      = "other names"
)

// humanRights is what a name says that speaks of human rights, folded as un.Fold does, in the languages of the lists. Each
// is a beginning: "human right" stands for human rights as well.
var humanRights = []string{
	"human right", "droits de lhomme", "droits humains", "droit humain", "derechos humanos", "direitos humanos", "diritti umani",
	"diritti delluomo", "menschenrecht", "insan haklar", "mensenrechten", "prava cheloveka", "prav cheloveka", "lidska prav", "lidskych prav",
}

func speaksOfHumanRights(a *ngo.Applicant) bool {
	for _, name := range append([]string{a.Name}, a.Spellings...) {
		folded := " " + un.Fold(name)
		for _, h := range humanRights {
			if strings.Contains(folded, " "+h) {
				return true
			}
		}
	}
	return false
}

// period is the five years of a date: "2010 to 2014".
func period(date string) string {
	year := un.Date(date).Year()
	from := year - year%5
	return fmt.Sprintf("%d to %d", from, from+4)
}
