package un

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// A State is a Member State or observer State of the United Nations, or one that was.
type State struct {
	ISO3, ISO2 string   // ISO2 is empty for States that are no more
	Name       string   // short name in English, as the UN writes it
	Official   string   // "the Argentine Republic"; empty for States that are no more
	Aliases    []string // other names in use, former names
	Group      Group
	Status     string // Member, Observer, Former or Fictional

	Joined Date     // of membership in the United Nations, as far as known
	Left   Date     // of a former State: when its membership or its name ended
	Heirs  []string // of a former State: codes of those that continue or succeed it
}

// MemberAt tells whether the State was a member of the United Nations at the end of a date; known is false if its dates
// are not known well enough.
func (s State) MemberAt(d Date) (member, known bool) {
	if d == "" || s.Joined == "" {
		return false, s.Status == Observer
	}
	n := min(len(d), len(s.Joined))
	if d[:n] < s.Joined[:n] {
		return false, true
	}
	if s.Left != "" {
		n = min(len(d), len(s.Left))
		if d[:n] > s.Left[:n] {
			return false, true
		}
	}
	return true, true
}

// The values of State.Status.
const (
	Member    = "member"
	Observer  = "non-member observer state"
	Former    = "former"
	Fictional = "fictional"
)

// A Group is a regional group of Member States.
type Group string

// The regional groups. NoGroup is that of observer States, and of a former State whose group changed.
const (
	African     Group = "African"
	AsiaPacific Group = "Asia-Pacific"
	EEG         Group = "EEG"
	GRULAC      Group = "GRULAC"
	WEOG        Group = "WEOG"
	NoGroup     Group = "none"
)

// Groups returns the five regional groups.
func Groups() []Group { return []Group{African, AsiaPacific, EEG, GRULAC, WEOG} }

// example is the State of the demo and of the tests. ISO 3166 leaves the codes XAA to XZZ to users.
var example = State{ISO3: "XEX", Name: "Examplestan", Official: "the Republic of Examplestan", Group: NoGroup, Status: Fictional}

// IsExample tells whether the code is that of Examplestan, which does not exist.
func IsExample(iso3 string) bool { return iso3 == example.ISO3 }

// States returns the 193 Member States and 2 observer States in the order of their English names.
func States() []State { return slices.Clone(atlas().current) }

// FormerStates returns States, and names of States, that were in the United Nations once, with codes of ISO 3166-3's
// kind. StateByISO3 and FindState know them too.
func FormerStates() []State { return slices.Clone(atlas().former) }

// StateByISO3 returns the State with the given ISO 3166 alpha-3 code, in upper case.
func StateByISO3(code string) (State, bool) {
	s, ok := atlas().byCode[code]
	return s, ok
}

// StateByISO2 returns the State with the given ISO 3166 alpha-2 code, in upper case. NA is Namibia.
func StateByISO2(code string) (State, bool) {
	for _, s := range atlas().current {
		if s.ISO2 == code && code != "" {
			return s, true
		}
	}
	return State{}, false
}

// FindState returns the State that has the given name: short or official, in English or French, short in Spanish, or
// one of its aliases or its alpha-3 code. Case, accents and punctuation do not matter, nor does an article in brackets
// after the name, as in "Comoros (the)"; "Moldova, Republic of" is read as "Republic of Moldova". A former name of a
// State that goes on ("Zaire") finds the State of today.
func FindState(name string) (State, bool) {
	names := atlas().byName
	if s, ok := names[fold(name)]; ok {
		return s, true
	}
	name = strings.TrimRight(name, "* ")
	if open := strings.LastIndexByte(name, '('); open > 0 && strings.HasSuffix(name, ")") {
		if articles[fold(name[open:])] {
			name = name[:open]
		}
	}
	if s, ok := names[fold(name)]; ok {
		return s, true
	}
	if before, after, ok := strings.Cut(name, ","); ok {
		s, ok := names[fold(after+" "+before)]
		return s, ok
	}
	return State{}, false
}

// At returns the State that s was at a date: itself, or, if its membership had ended by then, the one State that goes on
// in its seat. Data that follow a seat through time under one name need it: Voeten's "Yugoslavia" of 2013 is Serbia.
func (s State) At(d Date) State {
	if s.Status != Former || s.Left == "" || d == "" || d <= s.Left {
		return s
	}
	next := ""
	switch {
	case s.ISO3 == "YUG" && d >= "2000-11-01" || s.ISO3 == "SCG": // admitted anew as the Federal Republic of Yugoslavia
		next = "SRB"
		if d <= "2006-06-03" {
			next = "SCG"
		}
	case len(s.Heirs) == 1:
		next = s.Heirs[0]
	}
	if heir, ok := atlas().byCode[next]; ok && next != s.ISO3 {
		return heir
	}
	return s
}

// articles are what UNTERM writes in brackets after a name, folded.
var articles = map[string]bool{"the": true, "le": true, "la": true, "les": true, "l": true, "el": true, "los": true, "las": true}

// FindStates reads a list of names of States: "China, Iran (Islamic Republic of) and Cuba on behalf of a group of States".
// rest is what it says besides: "on behalf of a group of States"; whole is false if a part of the list is neither.
func FindStates(list string) (found []State, rest string, whole bool) {
	whole = true
	var asides []string
	list = behalf.ReplaceAllStringFunc(list, func(aside string) string {
		asides = append(asides, strings.Trim(aside, "() "))
		return ","
	})
	for _, part := range listed(list) {
		s, ok := FindState(part)
		if !ok {
			whole = false
			asides = append(asides, part)
			continue
		}
		found = append(found, s)
	}
	return found, strings.Join(asides, "; "), whole
}

// behalf is for whom somebody speaks, in brackets or to the end of the list.
var behalf = regexp.MustCompile(`\(on behalf of [^()]*\)|\bon behalf of .*$`)

// listed splits a list at commas, semicolons and "and", unless what stands between them is a name itself, as in "Bosnia and Herzegovina".
func listed(list string) []string {
	var parts []string
	for _, part := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		part = strings.TrimSpace(part)
		part = strings.TrimSpace(strings.TrimPrefix(part, "and "))
		if part == "" {
			continue
		}
		parts = append(parts, joined(part)...)
	}
	return parts
}

// joined splits "Bosnia and Herzegovina and Chad", the longest names first.
func joined(text string) []string {
	if _, ok := FindState(text); ok {
		return []string{text}
	}
	words := strings.Split(text, " and ")
	if len(words) > 20 { // no list is joined like that
		return words
	}
	for n := len(words) - 1; n > 0; n-- {
		if first := strings.Join(words[:n], " and "); isState(first) || n == 1 {
			return append([]string{strings.TrimSpace(first)}, joined(strings.TrimSpace(strings.Join(words[n:], " and ")))...)
		}
	}
	return words
}

func isState(name string) bool { _, ok := FindState(name); return ok }

// NotAState tells whether a text that stands in real files where names of States stand is none, and why.
func NotAState(name string) (reason string, ok bool) {
	reason, ok = others()[fold(name)]
	return reason, ok
}

var others = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, row := range table("not_states.csv") {
		all[fold(row["name"])] = row["reason"]
	}
	return all
})

type states struct {
	current, former []State
	byCode, byName  map[string]State
}

var atlas = sync.OnceValue(func() states {
	a := states{byCode: map[string]State{}, byName: map[string]State{}}
	add := func(s State, names ...string) {
		a.byCode[s.ISO3] = s
		for _, name := range slices.Concat([]string{s.Name, s.Official}, s.Aliases, names) {
			key := fold(name)
			if _, taken := a.byName[key]; key != "" && !taken { // first come: today's States before former ones
				a.byName[key] = s
			}
		}
	}
	for _, row := range table("un_states.csv") {
		s := State{
			ISO3: row["iso3"], ISO2: row["iso2"], Name: row["name_en_short"], Official: row["name_en_official"],
			Aliases: list(row["aliases"]), Group: group(row["regional_group"]), Status: row["status"],
			Joined: firstDate(row["admitted"]),
		}
		a.current = append(a.current, s)
		add(s, row["name_fr_short"], row["name_fr_official"], row["name_es_short"])
	}
	for _, row := range table("historical_states.csv") {
		s := State{
			ISO3: row["code"], Name: row["name_en"], Aliases: list(row["aliases"]),
			Group: group(row["regional_group"]), Status: Former,
			Joined: firstDate(row["un_member_from"]), Left: firstDate(row["un_member_to"]), Heirs: codes.FindAllString(row["successor_or_continuation"], -1),
		}
		a.former = append(a.former, s)
		name, _, _ := strings.Cut(s.Name, " (") // the parenthesis explains and is not part of the name
		add(s, name)
	}
	for _, row := range table("state_names.csv") {
		s, ok := a.byCode[row["code"]]
		if !ok {
			panic("un: state_names.csv: no State has the code " + row["code"])
		}
		if key := fold(row["name"]); a.byName[key].ISO3 == "" {
			a.byName[key] = s
		}
	}
	add(example)
	for code, s := range a.byCode { // last: no code takes a name away
		if _, taken := a.byName[fold(code)]; !taken {
			a.byName[fold(code)] = s
		}
	}
	byName := func(x, y State) int { return strings.Compare(fold(x.Name), fold(y.Name)) }
	slices.SortFunc(a.current, byName)
	slices.SortFunc(a.former, byName)
	return a
})

var codes = regexp.MustCompile(`\b[A-Z]{3}\b`)

// firstDate is the date that a cell begins with; what follows it explains.
func firstDate(cell string) Date {
	first, _, _ := strings.Cut(cell, " ")
	d, err := ParseDate(first)
	if err != nil {
		return ""
	}
	return d
}

func group(cell string) Group {
	if g := Group(cell); slices.Contains(Groups(), g) {
		return g
	}
	return NoGroup
}
