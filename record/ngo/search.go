package ngo

import (
	"context"
	"fmt"
	"strings"

	"unhindered/record/search"
	"unhindered/un"
)

// Documents returns organisations, questions, what sources tell of applications, and roll calls for searching.
func (s *Store) Documents(ctx context.Context) (search.Set, error) {
	l, err := s.Ledger(ctx)
	if err != nil {
		return search.Set{}, err
	}
	a, q, c := len(l.Applicants), len(l.Questions), len(l.Accounts)
	return search.Set{N: a + q + c + len(l.RollCalls), At: func(i int) search.Document {
		switch {
		case i < a:
			return l.Applicants[i].document()
		case i < a+q:
			return l.Questions[i-a].document()
		case i < a+q+c:
			return l.Accounts[i-a-q].document()
		}
		return l.RollCalls[i-a-q-c].document()
	}}, nil
}

func (a *Applicant) document() search.Document {
	d := search.Document{Ledger: "ngo", Kind: "organisation", Path: "/ngo/" + a.ID, Title: a.Name, Also: strings.Join(a.Spellings, "; "),
		Keys: append([]string{a.Name}, a.Spellings...)}
	var told []string
	for _, app := range a.Applications {
		told = append(told, fmt.Sprintf("%s to %s: put off at %d sessions, %s", app.From, app.To, app.Deferrals, app.End.What()))
	}
	d.Text = strings.Join(told, "; ")
	if n := len(a.Events); n > 0 {
		d.Date, d.Until = un.Date(a.Events[0].Session), un.Date(a.Events[n-1].Session)
	}
	return d
}

func (q *Question) document() search.Document {
	d := search.Document{Ledger: "ngo", Kind: "question", Path: "/ngo/questions#" + q.ID, Title: q.Applicant, Text: q.Text, Also: q.Topic,
		State: q.AboutState, By: q.AskedBy, Date: un.Date(q.Session)}
	if date, err := un.ParseDate(q.Date); err == nil && date != "" {
		d.Date = date
	}
	return d
}

func (a *Account) document() search.Document {
	d := search.Document{Ledger: "ngo", Kind: "account", Path: "/ngo/questions", Title: a.Applicant, Text: a.Note, State: a.AboutState,
		Also: strings.Join([]string{a.Kind, a.Outcome, a.DecidedBy, a.Source}, "; ")}
	if a.Of != "" {
		d.Path = "/ngo/" + a.Of
	}
	if date, err := un.ParseDate(a.OutcomeDate); err == nil {
		d.Date = date
	}
	return d
}

func (r *RollCall) document() search.Document {
	return search.Document{Ledger: "ngo", Kind: "rollcall", Path: "/ngo/votes/" + r.ID, Title: r.Topic, Date: un.Date(r.Session),
		Text: fmt.Sprintf("%d in favour, %d against, %d abstaining, %d absent", r.Tally.Yes, r.Tally.No, r.Tally.Abstain, r.Tally.Absent)}
}
