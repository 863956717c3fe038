package desk

import (
	"net/http"

	"unhindered/desk"
)

// checks is what the desk found in a draft, in the words of a request's language: what must be mended, and apart from it
// what only a person can judge.
type checks struct{ Must, Hints []problem }

// Any tells whether anything was found.
func (c checks) Any() bool { return len(c.Must)+len(c.Hints) > 0 }

// A problem is one thing that was found, and where it can be mended.
type problem struct {
	desk.Problem
	Words  string
	Form   string // address of the form that has the field; "" on the page of the form
	Ledger string // address of the consent ledger, for a consent that is missing
}

func (h *Handler) checks(r *http.Request, found []desk.Problem, form string) checks {
	var all checks
	for _, p := range found {
		one := problem{Problem: p, Words: capital(h.inOneLanguage(r, p)), Form: form}
		if p.Code == desk.ProblemNoConsent {
			one.Ledger = casePath(r) + "#consent"
		}
		if p.Blocking {
			all.Must = append(all.Must, one)
		} else {
			all.Hints = append(all.Hints, one)
		}
	}
	return all
}

// inOneLanguage says a problem in the language of a request; what the team wrote stays as it is.
func (h *Handler) inOneLanguage(r *http.Request, p desk.Problem) string {
	args := make([]any, len(p.Args))
	for i, arg := range p.Args {
		if phrase, ours := arg.(desk.Phrase); ours {
			arg = h.pages.T(r, string(phrase))
		}
		args[i] = arg
	}
	return h.pages.T(r, p.Say, args...)
}
