package un

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// A Symbol is the symbol of a UN document, as "A/HRC/36/L.26/Rev.1".
type Symbol struct {
	Kind string // "HRC resolution", "UPR document", ...; as in data/document_symbols.csv
	text string
	part []string
}

// ParseSymbol reads a symbol of a known kind. Space around it and within it, small letters and an ending dot are
// forgiven; "A/HRC/RES/36/21" is what String returns for " a/hrc/res/36/21.".
func ParseSymbol(s string) (Symbol, error) {
	text := strings.TrimSuffix(strings.TrimSpace(s), ".")
	for _, try := range []string{text, strings.Join(strings.Fields(text), " "), tidy(text)} {
		for _, k := range symbolKinds() {
			if m := k.pattern.FindStringSubmatch(try); m != nil {
				return Symbol{k.name, try, m[1:]}, nil
			}
		}
	}
	return Symbol{}, fmt.Errorf("%q is no document symbol of a known kind; write one like A/HRC/RES/36/21", s)
}

// tidy takes out space and writes the letters of a symbol as the UN does.
func tidy(s string) string {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	return small.ReplaceAllStringFunc(s, func(part string) string { return part[:2] + strings.ToLower(part[2:]) })
}

// small are the parts of a symbol in small letters: /Add.1, /Rev.1, /Corr.1.
var small = regexp.MustCompile(`/(ADD|REV|CORR)\.`)

// String returns the symbol as the UN writes it.
func (s Symbol) String() string { return s.text }

// Base returns the symbol without revision, addendum and corrigendum: that of the document which they change.
func (s Symbol) Base() string { return changes.ReplaceAllString(s.text, "") }

var changes = regexp.MustCompile(`(/(Rev|Add|Corr)\.\d+)+$`)

// Session returns the session of the Human Rights Council or of the General Assembly that the symbol names, "36" or, for
// a special session, "S-19"; "" if it names none.
func (s Symbol) Session() string {
	switch s.Kind {
	case "HRC report", "GA resolution", "GA document", "UPR document":
		return s.part[0]
	case "HRC resolution", "HRC decision", "HRC draft or amendment":
		return s.part[0] + s.part[1]
	case "HRC President's statement":
		return s.part[1]
	}
	return ""
}

// State returns the alpha-3 code of the State that the symbol names, or "".
func (s Symbol) State() string {
	for _, p := range s.part {
		if len(p) == 3 {
			if _, ok := StateByISO3(p); ok {
				return p
			}
		}
	}
	return ""
}

type symbolKind struct {
	name    string
	pattern *regexp.Regexp
}

var symbolKinds = sync.OnceValue(func() []symbolKind {
	var all []symbolKind
	for _, row := range table("document_symbols.csv") {
		all = append(all, symbolKind{row["kind"], regexp.MustCompile(row["pattern_regex"])})
	}
	return all
})
