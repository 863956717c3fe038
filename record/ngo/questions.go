package ngo

import (
	"cmp"
	"slices"
	"strings"
)

// Waiting returns the organisations whose newest application ended as given, the longest wait first.
func (l *Ledger) Waiting(end End) []*Applicant {
	var all []*Applicant
	for i := range l.Applicants {
		if app, ok := l.Applicants[i].Last(); ok && app.End == end {
			all = append(all, &l.Applicants[i])
		}
	}
	slices.SortStableFunc(all, func(x, y *Applicant) int {
		a, _ := x.Last()
		b, _ := y.Last()
		return cmp.Or(b.Days-a.Days, b.Deferrals-a.Deferrals)
	})
	return all
}

// A Wait is one application with its organisation.
type Wait struct {
	*Applicant
	Application
}

// Longest returns the applications that waited longest, whatever became of them.
func (l *Ledger) Longest(limit int) []Wait {
	var all []Wait
	for i := range l.Applicants {
		for _, app := range l.Applicants[i].Applications {
			if app.Deferrals > 0 {
				all = append(all, Wait{&l.Applicants[i], app})
			}
		}
	}
	slices.SortStableFunc(all, func(x, y Wait) int { return cmp.Or(y.Days-x.Days, y.Application.Deferrals-x.Application.Deferrals) })
	return all[:min(limit, len(all))]
}

// Ends counts the applications by what became of them.
func (l *Ledger) Ends() map[End]int {
	n := map[End]int{}
	for i := range l.Applicants {
		for _, app := range l.Applicants[i].Applications {
			n[app.End]++
		}
	}
	return n
}

// A Record is how one State voted in the Committee.
type Record struct {
	ISO3                     string
	Yes, No, Abstain, Absent int
	First, Last              string // sessions of its first and last roll call
}

// Total is the number of roll calls with a vote of the State, absences included.
func (r Record) Total() int { return r.Yes + r.No + r.Abstain + r.Absent }

// Voters returns how each State voted, most roll calls first.
func (l *Ledger) Voters() []Record {
	by := map[string]*Record{}
	for _, c := range l.RollCalls {
		for iso, v := range c.Votes() {
			r := by[iso]
			if r == nil {
				r = &Record{ISO3: iso, First: c.Session, Last: c.Session}
				by[iso] = r
			}
			r.First, r.Last = min(r.First, c.Session), max(r.Last, c.Session)
			switch v {
			case Yes:
				r.Yes++
			case No:
				r.No++
			case Abstain:
				r.Abstain++
			case Absent:
				r.Absent++
			}
		}
	}
	var all []Record
	for _, r := range by {
		all = append(all, *r)
	}
	slices.SortFunc(all, func(x, y Record) int { return cmp.Or(y.Total()-x.Total(), strings.Compare(x.ISO3, y.ISO3)) })
	return all
}

// Votes returns the vote of each State; of two ballots of one State the first.
func (r *RollCall) Votes() map[string]Vote {
	all := map[string]Vote{}
	for _, b := range r.Ballots {
		if _, twice := all[b.ISO3]; !twice {
			all[b.ISO3] = b.Vote
		}
	}
	return all
}

// AskedBy returns the questions that a State asked.
func (l *Ledger) AskedBy(iso3 string) []Question {
	var all []Question
	for _, q := range l.Questions {
		if slices.Contains(q.AskedBy, iso3) {
			all = append(all, q)
		}
	}
	return all
}

// AboutState returns the questions about a State.
func (l *Ledger) AboutState(iso3 string) []Question {
	var all []Question
	for _, q := range l.Questions {
		if q.AboutState == iso3 {
			all = append(all, q)
		}
	}
	return all
}

// Terms returns the seats of a State.
func (l *Ledger) Terms(iso3 string) []Member {
	var all []Member
	for _, m := range l.Members {
		if m.ISO3 == iso3 {
			all = append(all, m)
		}
	}
	return all
}
