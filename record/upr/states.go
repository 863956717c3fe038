package upr

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"unhindered/un"
)

// A bracket is the content of one pair of round brackets on the outermost level.
type bracket struct {
	text       string
	start, end int // of the brackets themselves, end after ")"
}

// brackets returns the outermost pairs of round brackets. A bracket that is never closed ends with the text.
func brackets(s string) []bracket {
	var all []bracket
	depth, start := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(':
			if depth == 0 {
				start = i
			}
			depth++
		case ')':
			if depth == 1 {
				all = append(all, bracket{s[start+1 : i], start, i + 1})
			}
			depth = max(0, depth-1)
		}
	}
	if depth > 0 {
		all = append(all, bracket{s[start+1:], start, len(s)})
	}
	return all
}

// States returns the names in brackets in the text of a recommendation, in the order of the text. A State may be there
// more than once: a number can hold several texts.
func States(text string) []Mention {
	var all []Mention
	for _, b := range brackets(text) {
		all = append(all, mentions(b.text)...)
	}
	if i := stray(text); i >= 0 { // "enhancing women's rights Bangladesh);": the report lost the opening bracket
		words := strings.Fields(text[:i])
		for n := min(8, len(words)); n > 0; n-- {
			if list := state(strings.Join(words[len(words)-n:], " ")); known(list) {
				all = append(all, list...)
				break
			}
		}
	}
	if len(all) == 0 {
		if m := byName.FindStringSubmatch(text); m != nil {
			for words := strings.Fields(m[1]); len(words) > 0; words = words[:len(words)-1] {
				if s, ok := find(strings.Join(words, " ")); ok {
					return []Mention{{ISO3: s.ISO3, Printed: strings.Join(words, " ")}}
				}
			}
		}
	}
	return all
}

// byName finds the State of a text without brackets: "the recommendation of Switzerland reflected in paragraph 35".
var byName = regexp.MustCompile(`[Rr]ecommendations? (?:made )?(?:of|by) (?:the )?((?:[\p{Lu}][\p{L}’'-]+ ?|of |and |the )+)`)

// BeforeStates returns the text before the first bracket that names a State.
func BeforeStates(text string) string {
	for _, b := range brackets(text) {
		if mentions(b.text) != nil {
			return text[:b.start]
		}
	}
	return text
}

// stray returns the place of a closing bracket that nothing opened, or -1.
func stray(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				return i
			}
		}
	}
	return -1
}

// mentions reads the content of a bracket as a list of States. It returns nil if the bracket says something else:
// an abbreviation, the letter of a list, a date, a remark.
func mentions(content string) []Mention {
	const longest = 4000 // bytes; 193 names take less
	if len(content) > longest {
		return nil
	}
	parts := split(content)
	var all []Mention
	found := 0
	for _, part := range parts {
		read := state(part)
		for _, m := range read {
			if m.ISO3 != "" {
				found++
			}
		}
		all = append(all, read...)
	}
	if found == 0 || found*2 < len(all) {
		return nil
	}
	if found == 1 && len(all) == 1 && all[0].Guessed && !capital(all[0].Printed) {
		return nil
	}
	return all
}

// split cuts a list of States at commas, semicolons and strokes that stand outside further brackets.
func split(s string) []string {
	var all []string
	depth, from := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ',', ';', '/', ':':
			if depth <= 0 {
				all = append(all, s[from:i])
				from = i + 1
			}
		}
	}
	all = append(all, s[from:])
	kept := all[:0]
	for _, part := range all {
		if part = strings.Trim(strings.Join(strings.Fields(part), " "), ". "); part != "" {
			kept = append(kept, part)
		}
	}
	return kept
}

// state reads one part of a list: one State, or several with "and" between them.
func state(part string) []Mention {
	name := strings.TrimPrefix(strings.TrimPrefix(part, "and "), "& ")
	if s, ok := find(name); ok {
		return []Mention{{ISO3: s.ISO3, Printed: name}}
	}
	words := strings.Fields(name)
	for i, word := range words { // "Ghana and the Netherlands", but not "Trinidad | Tobago"
		if i == 0 || i == len(words)-1 || (word != "and" && word != "&") {
			continue
		}
		head, ok := find(strings.Join(words[:i], " "))
		if !ok {
			continue
		}
		if tail := state(strings.Join(words[i+1:], " ")); known(tail) {
			return append([]Mention{{ISO3: head.ISO3, Printed: strings.Join(words[:i], " ")}}, tail...)
		}
		break
	}
	for _, on := range []string{" on behalf of ", " in the name of ", " speaking for ", " for the "} {
		if head, _, ok := strings.Cut(name, on); ok {
			if s, ok := find(head); ok {
				return []Mention{{ISO3: s.ISO3, Printed: name}}
			}
		}
	}
	if s, ok := nearest(name); ok {
		return []Mention{{ISO3: s.ISO3, Printed: name, Guessed: true}}
	}
	return []Mention{{Printed: name}}
}

// find looks a name up as it is printed; a code alone ("CHE") is no name here, since texts are full of abbreviations.
func find(name string) (un.State, bool) {
	if utf8.RuneCountInString(name) < 4 && name != "USA" && name != "UK" && name != "UAE" {
		return un.State{}, false
	}
	s, ok := un.FindState(name)
	if ok && name == s.ISO3 && name != "USA" {
		return un.State{}, false
	}
	if head, _, cut := strings.Cut(name, " ("); !ok && cut { // "Bolivia (Plurinational Republic of)"
		s, ok = un.FindState(head)
	}
	return s, ok
}

func known(all []Mention) bool {
	for _, m := range all {
		if m.ISO3 == "" || m.Guessed {
			return false
		}
	}
	return len(all) > 0
}

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// nearest finds the one State whose name differs from a misspelt one by one letter, or by two in a long name.
func nearest(name string) (un.State, bool) {
	if n := utf8.RuneCountInString(name); n < 6 || n > 80 || !capital(name) || strings.ContainsAny(name, "0123456789") {
		return un.State{}, false
	}
	most := 1
	if utf8.RuneCountInString(name) >= 10 {
		most = 2
	}
	var hit un.State
	best := most + 1
	lower := letters(name)
	for _, known := range spellings() {
		d := distance(lower, known.letters, most)
		switch {
		case d < best:
			best, hit = d, known.state
		case d == best && d <= most && hit.ISO3 != known.state.ISO3:
			hit = un.State{} // two States are as near: no guess
		}
	}
	return hit, best <= most && hit.ISO3 != ""
}

type spelling struct {
	letters []rune
	state   un.State
}

// spellings are all names of all States, for nearest.
var spellings = sync.OnceValue(func() []spelling {
	var all []spelling
	for _, s := range un.States() {
		for _, name := range append([]string{s.Name, s.Official}, s.Aliases...) {
			all = append(all, spelling{letters(name), s})
		}
	}
	return all
})

func letters(s string) []rune {
	return []rune(strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s))
}

// distance is the number of letters to insert, delete or replace, or most+1 if it is greater than most.
func distance(x, y []rune, most int) int {
	if len(x)-len(y) > most || len(y)-len(x) > most {
		return most + 1
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(x); i++ {
		diagonal, least := row[0], i
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := diagonal
			if x[i-1] != y[j-1] {
				cost = 1 + min(diagonal, row[j], row[j-1])
			}
			diagonal, row[j] = row[j], cost
			least = min(least, cost)
		}
		if least > most {
			return most + 1
		}
	}
	return row[len(y)]
}
