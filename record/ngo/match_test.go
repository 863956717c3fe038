package ngo

import (
	"testing"
)

func TestNamesAreComparedByWhatMatters(t *testing.T) {
	for _, tt := range []struct {
		rule string
		a, b string
		same bool
	}{
		{"case and accents", "Énergies 2050", "ENERGIES 2050", true},
		{"short form in brackets", "Child Rights International Network (CRIN)", "Child Rights International Network", true},
		{"a place in brackets stays", "Rotary (Chad)", "Rotary", false},
		{"legal form at the end", "A Chance in Life, Inc.", "A Chance in Life", true},
		{"legal form alone is a name", "Inc.", "Ltd.", false},
		{"status noted by the report", "The Blue Tree Foundation (special, 2009)", "Blue Tree Foundation", true},
		{"line break in a cell", "paix pour\nle monde", "Paix pour le monde", true},
		{"Cyrillic letter that looks Latin", "Academic Mobility Сenter", "Academic Mobility Centre", true},
		{"kinds of apostrophe and dash", "A Woman’s Voice – Global", "A Woman's Voice-Global", true},
		{"ampersand", "Research & Training", "Research and Training", true},
		{"numbers tell apart", "Agenda 2030", "Agenda 2063", false},
	} {
		if got := Key(tt.a) == Key(tt.b); got != tt.same {
			t.Errorf("%s: Key(%q) = %q, Key(%q) = %q", tt.rule, tt.a, Key(tt.a), tt.b, Key(tt.b))
		}
	}
}

func TestMatchingJoinsOnlyWhatIsSure(t *testing.T) {
	at := func(name, session string) Line { return Line{List: Deferred, Session: session, Name: name} }
	for _, tt := range []struct {
		rule    string
		lines   []Line
		renamed [][2]string
		said    []Decision
		want    Rule
		joined  bool
	}{
		{"a slip in a long word joins", []Line{at("Iran Human Rights Documentation", "2012-02-21"), at("Iran Human Rights Documentaton", "2012-06-08")}, nil, nil, Typo, true},
		{"not when one list has both at one session", []Line{at("Iran Human Rights Documentation", "2012-02-21"), at("Iran Human Rights Documentaton", "2012-02-21")}, nil, nil, "", false},
		{"States make other organisations", []Line{at("Friends of the People of Niger", "2012-02-21"), at("Friends of the People of Nigeria", "2012-06-08")}, nil, nil, Near, false},
		{"so do their peoples", []Line{at("Union of Austrian Engineers Abroad", "2012-02-21"), at("Union of Australian Engineers Abroad", "2012-06-08")}, nil, nil, Near, false},
		{"other order is only proposed", []Line{at("Human Rights Centre Baku", "2012-02-21"), at("Baku Human Rights Centre", "2012-06-08")}, nil, nil, OtherOrder, false},
		{"a longer name is only proposed", []Line{at("Global Peace Network", "2012-02-21"), at("Global Peace Network of Women", "2012-06-08")}, nil, nil, OneLonger, false},
		{"a noted change of name joins", []Line{at("Old Garden Club", "2012-02-21"), at("Green Future", "2012-06-08")}, [][2]string{{"Old Garden Club (special, 2009)", "Green Future"}}, nil, Renamed, true},
		{"a person joins what no rule would", []Line{at("Alpha", "2012-02-21"), at("Omega", "2012-06-08")}, nil, []Decision{{A: "Alpha", B: "Omega", Verdict: Same}}, ByPerson, true},
		{"a person parts what a rule would join", []Line{at("Iran Human Rights Documentation", "2012-02-21"), at("Iran Human Rights Documentaton", "2012-06-08")}, nil,
			[]Decision{{A: "Iran Human Rights Documentation", B: "Iran Human Rights Documentaton", Verdict: Different}}, ByPerson, false},
	} {
		m := book{}.match(tt.lines, tt.renamed, nil, tt.said)
		a, b := m.of[Key(tt.lines[0].Name)], m.of[Key(tt.lines[1].Name)]
		if (a == b) != tt.joined {
			t.Errorf("%s: joined = %v", tt.rule, a == b)
		}
		var got Rule
		if len(m.decisions) > 0 {
			got = m.decisions[0].Rule
		}
		if got != tt.want {
			t.Errorf("%s: rule %q, want %q (%v)", tt.rule, got, tt.want, m.decisions)
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"Child Rights International Network (CRIN)", "A, Inc.", "(ABC)", "\n", "Ma’arij", "АВС (special, 2014)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if again := Key(Clean(name)); again != Key(name) {
			t.Errorf("cleaning %q changes its key from %q to %q", name, Key(name), again)
		}
		if len(Slug(name)) > 0 != (Key(name) != "") && len(name) < slugLength {
			t.Errorf("%q has key %q and slug %q", name, Key(name), Slug(name))
		}
	})
}
