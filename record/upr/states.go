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
	text = curly.Replace(text)
	all := inBrackets(text)
	if len(all) == 0 && strings.ContainsRune(text, '[') { // "[Spain]"
		all = inBrackets(square.Replace(text))
	}
	if i := stray(text); i >= 0 && !strings.HasSuffix(strings.TrimRight(text[:i], " "), ")") { // "enhancing women's rights Bangladesh);": the report lost the opening bracket
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

var (
	curly  = strings.NewReplacer("{", "(", "}", ")")
	square = strings.NewReplacer("[", "(", "]", ")")
)

func inBrackets(text string) []Mention {
	var all []Mention
	for _, b := range brackets(text) {
		all = append(all, mentions(b.text)...)
	}
	return all
}

// byName finds the State of a text without brackets: "the recommendation of Switzerland reflected in paragraph 35".
var byName = regexp.MustCompile(`(?:[Rr]ecommendations? (?:made )?(?:of|by|from)|(?:recommended|suggested|proposed) by) (?:the )?((?:[\p{Lu}][\p{L}’'-]+ ?|of |and |the )+)`)

// said stands before a name in some brackets: "(recommended by Spain)".
var said = regexp.MustCompile(`(?i)^(?:as )?(?:(?:recommend(?:ed|ations?)|suggested|suggestions?|proposed|proposals?|made|put forward)\s+)*(?:by|of|from)\s+`)

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
	for i := 0; i < len(parts); i++ {
		part := parts[i]
		if i+1 < len(parts) && strings.HasSuffix(parts[i+1], " of") { // "Korea, Republic of"
			if s, ok := find(part + ", " + parts[i+1]); ok {
				all = append(all, Mention{ISO3: s.ISO3, Printed: part + ", " + parts[i+1]})
				found++
				i++
				continue
			}
		}
		read := state(part)
		if len(read) == 1 && read[0].ISO3 == "" && i > 0 && !capital(part) {
			continue // a remark after the names: "on behalf of the European Union", "see paragraph 45"
		}
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
		part = strings.Trim(strings.Join(strings.Fields(part), " "), ". ")
		if part = strings.TrimSpace(strings.TrimRight(part, "0123456789*")); part != "" && part != "()" { // marks of footnotes
			kept = append(kept, part)
		}
	}
	return kept
}

// state reads one part of a list: one State, or several with "and" between them.
func state(part string) []Mention {
	name := strings.TrimPrefix(strings.TrimPrefix(part, "and "), "& ")
	if head, tail, ok := strings.Cut(name, " and "); ok { // before the whole: "Serbia and Montenegro" are two since 2006
		a, first := find(head)
		b, second := find(tail)
		if first && second {
			return []Mention{{ISO3: a.ISO3, Printed: head}, {ISO3: b.ISO3, Printed: tail}}
		}
	}
	if s, ok := find(name); ok {
		return []Mention{{ISO3: s.ISO3, Printed: name}}
	}
	if rest := said.ReplaceAllString(name, ""); rest != name {
		if list := state(rest); known(list) {
			return list
		}
	}
	if inner, ok := strings.CutPrefix(name, "("); ok && strings.HasSuffix(inner, ")") {
		return state(inner[:len(inner)-1])
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
	if list := sequence(name); list != nil {
		return list
	}
	if s, ok := nearest(name); ok {
		return []Mention{{ISO3: s.ISO3, Printed: name, Guessed: true}}
	}
	return []Mention{{Printed: name}}
}

// find looks a name up as it is printed; a code alone ("CHE") is no name here, since texts are full of abbreviations.
func find(name string) (un.State, bool) {
	if utf8.RuneCountInString(name) < 4 && !abbreviated[name] {
		return un.State{}, false
	}
	s, ok := un.FindState(name)
	if ok && name == s.ISO3 && name != "USA" {
		return un.State{}, false
	}
	if head, tail, cut := strings.Cut(name, " ("); !ok && cut {
		if s, ok = un.FindState(strings.TrimSuffix(tail, ")") + " " + head); !ok { // "Congo (Democratic Republic of the)"
			s, ok = un.FindState(head) // "Bolivia (Plurinational Republic of)"
		}
	}
	return s, ok
}

// abbreviated are the short forms that are read as names in brackets; other codes stand for too much else.
var abbreviated = map[string]bool{"USA": true, "US": true, "U.S": true, "UK": true, "U.K": true, "UAE": true, "DRC": true, "ROK": true}

// sequence reads names that follow each other without the commas: "Spain France", "Spain - France", "Spain. Chad". It is nil
// if there is anything else between them.
func sequence(name string) []Mention {
	const most, longest = 60, 10 // words of the whole, and of one name
	words := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '+' })
	if len(words) < 2 || len(words) > most {
		return nil
	}
	var all []Mention
	for i := 0; i < len(words); {
		if link[words[i]] {
			i++
			continue
		}
		n := 0
		for j := min(len(words), i+longest); j > i && n == 0; j-- {
			part := strings.TrimRight(strings.Join(words[i:j], " "), ".")
			if s, ok := find(part); ok {
				all = append(all, Mention{ISO3: s.ISO3, Printed: part})
				n = j - i
			}
		}
		if n == 0 {
			return nil
		}
		i += n
	}
	if len(all) < 2 {
		return nil
	}
	return all
}

var link = map[string]bool{"and": true, "&": true, "-": true, "–": true, "—": true, "as": true, "well": true, "the": true, "with": true, "also": true, "by": true}

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
