package un_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/un"
)

func readTable(t *testing.T, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]string
	for _, row := range rows[1:] {
		cells := map[string]string{}
		for i, column := range rows[0] {
			cells[column] = row[i]
		}
		all = append(all, cells)
	}
	return all
}

func TestEveryNameOfTheTableFindsItsState(t *testing.T) {
	rows := readTable(t, "data/un_states.csv")
	if len(rows) != 195 {
		t.Fatalf("%d rows, want 193 members and 2 observers", len(rows))
	}
	columns := []string{"name_en_short", "name_fr_short", "name_en_official", "name_fr_official", "name_es_short", "iso3"}
	for _, row := range rows {
		names := strings.Split(row["aliases"], ";")
		for _, column := range columns {
			names = append(names, row[column])
		}
		for _, name := range names {
			if name == "" {
				continue
			}
			for _, spelling := range []string{name, strings.ToUpper(name), " " + name + " ", strings.ReplaceAll(name, "'", "’")} {
				if got, _ := un.FindState(spelling); got.ISO3 != row["iso3"] {
					t.Errorf("FindState(%q) = %q, want %s", spelling, got.ISO3, row["iso3"])
				}
			}
		}
	}
}

func TestFindState(t *testing.T) {
	for _, test := range []struct{ rule, name, want string }{
		{"accents may be left out", "Cote d'Ivoire", "CIV"},
		{"the article may be left out", "Gambia", "GMB"},
		{"the article may be there", "the Islamic Republic of Iran", "IRN"},
		{"an ampersand is an and", "Trinidad & Tobago", "TTO"},
		{"Niger is not Nigeria", "Niger", "NER"},
		{"the two Congos stay apart", "Congo", "COG"},
		{"the two Congos stay apart, the other one", "DR Congo", "COD"},
		{"the two Koreas stay apart", "South Korea", "KOR"},
		{"a former name of a State that goes on finds it", "Zaire", "COD"},
		{"a State that is no more has its own code", "Soviet Union", "SUN"},
		{"a State that is no more, with the note of the table", "Yugoslavia (Socialist Federal Republic)", "YUG"},
		{"a State that is no more, without the note", "Yugoslavia", "YUG"},
		{"the fictional State is found", "Examplestan", "XEX"},
		{"part of a name is not a name", "Guin", ""},
		{"nothing is nothing", "", ""},
		{"punctuation is nothing", "...", ""},
	} {
		if got, _ := un.FindState(test.name); got.ISO3 != test.want {
			t.Errorf("%s: FindState(%q) = %q, want %q", test.rule, test.name, got.ISO3, test.want)
		}
	}
}

func TestStatesOfToday(t *testing.T) {
	states := un.States()
	count := map[string]int{}
	for _, s := range states {
		count[s.Status]++
		count[string(s.Group)]++
		if by, ok := un.StateByISO3(s.ISO3); !ok || !cmp.Equal(by, s) {
			t.Errorf("StateByISO3(%s) = %v", s.ISO3, by)
		}
		if un.IsExample(s.ISO3) {
			t.Error("Examplestan is listed among real States")
		}
	}
	want := map[string]int{
		un.Member: 193, un.Observer: 2,
		"African": 54, "Asia-Pacific": 54, "EEG": 23, "GRULAC": 33, "WEOG": 29, "none": 2,
	}
	if diff := cmp.Diff(want, count); diff != "" {
		t.Errorf("members, observers and groups (-want +got):\n%s", diff)
	}
	if states[0].Name != "Afghanistan" || states[1].Name != "Albania" || states[194].Name != "Zimbabwe" {
		t.Errorf("States go from %s, %s to %s", states[0].Name, states[1].Name, states[194].Name)
	}
	if example, ok := un.StateByISO3("XEX"); !ok || example.Group != un.NoGroup || !un.IsExample("XEX") {
		t.Errorf("StateByISO3(XEX) = %v, %v", example, ok)
	}
	if len(un.FormerStates()) == 0 {
		t.Error("no former States")
	}
}

func TestActTypes(t *testing.T) {
	for _, act := range un.ActTypes() {
		if act.Code == "" || act.Label == "" || act.Domain == "" {
			t.Errorf("incomplete: %+v", act)
		}
		if parent, ok := un.ActTypeByCode(act.Parent); !act.Heading() && (!ok || !parent.Heading()) {
			t.Errorf("%s is under %q, which is no heading", act.Code, act.Parent)
		}
	}
	if act, ok := un.ActTypeByCode("EXIT_STOP"); !ok || act.Parent != "MOVEMENT" || act.Label != "stopped at the border or airport" {
		t.Errorf("EXIT_STOP = %+v, %v", act, ok)
	}
	if _, ok := un.ActTypeByCode("NOTHING"); ok {
		t.Error("NOTHING is an act")
	}
}

func TestFindBody(t *testing.T) {
	for _, test := range []struct{ rule, name, want string }{
		// Every kind of cell part that the un_bodies column of the facts has.
		{"the Council", "HRC", "HRC"},
		{"the review", "UPR", "UPR"},
		{"all mandates together", "special procedures", "SP"},
		{"one mandate, in a parenthesis", "special procedures (extreme poverty)", "SP"},
		{"reports of all years", "SG report", "SG"},
		{"a report of one year", "SG report 2020", "SG"},
		{"reports of two years", "SG report 2021 and 2024", "SG"},
		{"reports of several years", "SG report 2016-2018", "SG"},
		{"a forum by the short name", "Permanent Forum", "PFII"},
		{"the committee that vets NGOs", "ECOSOC NGO Committee", "ECOSOC-NGO"},
		{"a treaty body by its code", "CAT", "CAT"},
		{"another treaty body", "CEDAW", "CEDAW"},
		{"a working group", "WGAD", "WGAD"},
		{"what the context suggests is not what the source says", "treaty body (CAT by context)", "TB"},

		{"a mandate by its title", "Special Rapporteur on extreme poverty", "SP"},
		{"a working group that is a special procedure", "Working Group on Business and Human Rights", "SP"},
		{"a working group listed by itself", "Working Group on Arbitrary Detention", "WGAD"},
		{"a working group that is none", "Working Group on the Universal Periodic Review", "UPR"},
		{"case does not matter", "human rights council", "HRC"},
		{"a code with a hyphen", "ecosoc-ngo", "ECOSOC-NGO"},
		{"the Committee is not the Council", "Human Rights Committee", "CCPR"},
		{"unknown is unknown", "Ministry of Magic", ""},
		{"empty is unknown", "", ""},
	} {
		if got, _ := un.FindBody(test.name); got.Code != test.want {
			t.Errorf("%s: FindBody(%q) = %q, want %q", test.rule, test.name, got.Code, test.want)
		}
	}
}

func TestBodiesAreFoundByTheirCodesAndNames(t *testing.T) {
	seen := map[string]bool{}
	for _, b := range un.Bodies() {
		if seen[b.Code] {
			t.Errorf("%s is there twice", b.Code)
		}
		seen[b.Code] = true
		for _, name := range append([]string{b.Code, b.Name}, b.Aliases...) {
			if got, _ := un.FindBody(name); got.Code != b.Code {
				t.Errorf("FindBody(%q) = %q, want %s", name, got.Code, b.Code)
			}
		}
		if got, ok := un.BodyByCode(b.Code); !ok || got.Name != b.Name {
			t.Errorf("BodyByCode(%s) = %v, %v", b.Code, got, ok)
		}
	}
}
