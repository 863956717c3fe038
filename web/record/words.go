package record

import (
	"html/template"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"unhindered/record/register"
	"unhindered/un"
	"unhindered/web/record/ledger"
)

// funcs are the words that templates make from codes.
var funcs = template.FuncMap{
	"actName": actName, "bodyName": bodyName, "stateName": stateName, "sentence": sentence,
	"span": span, "date": ledger.Date, "day": func(t ledger.Tongue, s string) string { return ledger.Date(t, un.Date(s)) },
	"join": strings.Join, "acts": actNames,
	"first": func(n int, all []string) []string { return all[:min(n, len(all))] },
	"more":  func(n int, all []string) int { return max(0, len(all)-n) },
	"words": words, "int": func(n int64) int { return int(n) },
	"web": func(address string) bool {
		return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
	},
	"mail": func(address string) bool {
		return strings.Contains(address, "@") && !strings.ContainsAny(address, "/ ")
	},
}

// actName is the label of an act type, or its code where the vocabulary does not know it.
func actName(code string) string {
	if a, ok := un.ActTypeByCode(code); ok {
		return a.Label
	}
	return code
}

func actNames(t ledger.Tongue, codes []string) []string {
	out := make([]string, len(codes))
	for i, code := range codes {
		out[i] = t.T(actName(code))
	}
	return out
}

func bodyName(code string) string {
	if b, ok := un.BodyByCode(code); ok {
		return b.Name
	}
	return code
}

func stateName(code string) string {
	if s, ok := un.StateByISO3(code); ok {
		return s.Name
	}
	return code
}

// sentence begins a text with a capital letter, for subjects such as "seven human rights defenders".
func sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// span writes the time of an entry as its dates give it: one date, two, or an end alone.
func span(t ledger.Tongue, from, to un.Date) string {
	switch {
	case from == "" && to == "":
		return ""
	case from == "":
		return t.T("until %s", ledger.Date(t, to))
	case to == "" || to == from:
		return ledger.Date(t, from)
	case len(from) == 4 && len(to) == 4:
		return string(from) + "–" + string(to)
	}
	return t.T("%s to %s", ledger.Date(t, from), ledger.Date(t, to))
}

// stretch is a date as decimal years from its first to its last day; ok is false for an unknown one.
func stretch(d un.Date) (start, end float64, ok bool) {
	year := float64(d.Year())
	if year == 0 {
		return 0, 0, false
	}
	digits := func(s string) float64 { return float64(s[0]-'0')*10 + float64(s[1]-'0') }
	switch len(d) {
	case 4:
		return year, year + 1, true
	case 7:
		month := digits(string(d)[5:7])
		return year + (month-1)/12, year + month/12, true
	}
	day := year + (digits(string(d)[5:7])-1)/12 + (digits(string(d)[8:10])-1)/372
	return day, day, true
}

// cases is the number of entries of a page that are cases, not context.
func cases(p register.Page) int { return p.Total - p.Context }

// invented is the number of entries of a list about States that do not exist.
func invented(p register.Page, q query) (n int) {
	for _, c := range p.States {
		if q.State != "" && q.State != c.Value {
			continue
		}
		if s, ok := un.StateByISO3(c.Value); ok && s.Status == un.Fictional {
			n += c.N
		}
	}
	return n
}

// plainActs leaves out the headings among counted acts, so that each bar is a kind of act.
func plainActs(counts []register.Count) []register.Count {
	return slices.DeleteFunc(slices.Clone(counts), func(c register.Count) bool {
		a, ok := un.ActTypeByCode(c.Value)
		return ok && a.Heading()
	})
}
