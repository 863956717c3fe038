package un

import (
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

// FindState returns the State that has the given name: short or official, in English or French, short in Spanish, or
// one of its aliases or its alpha-3 code. Case, accents and punctuation do not matter. A former name of a State
// that goes on ("Zaire") finds the State of today.
func FindState(name string) (State, bool) {
	s, ok := atlas().byName[fold(name)]
	return s, ok
}

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
		}
		a.current = append(a.current, s)
		add(s, row["name_fr_short"], row["name_fr_official"], row["name_es_short"])
	}
	for _, row := range table("historical_states.csv") {
		s := State{
			ISO3: row["code"], Name: row["name_en"], Aliases: list(row["aliases"]),
			Group: group(row["regional_group"]), Status: Former,
		}
		a.former = append(a.former, s)
		name, _, _ := strings.Cut(s.Name, " (") // the parenthesis explains and is not part of the name
		add(s, name)
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

func group(cell string) Group {
	if g := Group(cell); slices.Contains(Groups(), g) {
		return g
	}
	return NoGroup
}
