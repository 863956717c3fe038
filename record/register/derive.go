package register

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"unhindered/un"
)

// derived is what lists need to know of an entry, kept beside its text.
type derived struct {
	subject string // folded
	date    string // the latest day, month or year known
	facets  string // "kind=value" words, see facetsOf
	search  string // folded texts
}

func derive(e Entry) derived {
	date := e.To
	if date == "" {
		date = e.From
	}
	return derived{
		subject: foldText(e.Subject),
		date:    string(date),
		facets:  strings.Join(facetsOf(e), " "),
		search:  foldText(e.Subject + "\n" + e.Place + "\n" + e.Summary),
	}
}

// Kinds of facets.
const (
	stateFacet   = "state"
	actFacet     = "act" // the types of the acts and the headings they are under
	bodyFacet    = "body"
	yearFacet    = "year" // every year from From to To, also where the two are all that is known
	contextFacet = "context"
)

// facetsOf returns what an entry can be filtered and counted by, as "kind=value", each once.
func facetsOf(e Entry) []string {
	facets := []string{stateFacet + "=" + e.State}
	add := func(kind, value string) {
		if f := kind + "=" + value; !slices.Contains(facets, f) {
			facets = append(facets, f)
		}
	}
	for _, code := range e.Acts {
		add(actFacet, code)
		if act, ok := un.ActTypeByCode(code); ok && act.Parent != "" {
			add(actFacet, act.Parent)
		}
	}
	for _, code := range e.Bodies {
		add(bodyFacet, code)
	}
	from, to := e.From.Year(), e.To.Year()
	if from == 0 {
		from = to
	}
	if to == 0 {
		to = from
	}
	for year := from; year > 0 && year <= to; year++ {
		add(yearFacet, strconv.Itoa(year))
	}
	if e.Context {
		add(contextFacet, "yes")
	}
	return facets
}

// foldText maps spellings that a reader takes for the same onto each other: case, accents, and whatever is not a letter
// or a digit, which becomes one space.
func foldText(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	space := true // none at the start
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
			space = false
		case !space:
			b.WriteByte(' ')
			space = true
		}
	}
	return strings.TrimSpace(b.String())
}
