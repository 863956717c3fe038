package sheet

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

var table = Table{
	Name: "t", Key: []string{"state", "name"},
	Columns: []Column{IDColumn, {Name: "state", Type: State, Need: true}, {Name: "name"}, {Name: "date", Type: Date}, {Name: "n", Type: Number},
		{Name: "all", Type: States}, {Name: "yes", Type: YesNo}, {Name: "act", Type: Act}, {Name: "body", Type: Body},
		{Name: "kind", Type: Choose, Choices: []Choice{{"a", "first kind"}, {"b", "second kind"}}}},
}

func TestCellsAreBroughtIntoOneForm(t *testing.T) {
	row, bad := table.Read(map[string]string{"state": "Côte d’Ivoire", "name": " a ", "date": " 2013-09 ", "n": "007", "all": "Norway; CHE",
		"yes": "Yes", "act": "exit_stop", "body": "Committee against Torture", "kind": "First Kind", "unknown": "ignored"})
	if bad != nil {
		t.Fatal(bad)
	}
	text, err := json.Marshal(row)
	want := `{"id":"CIV-a","act":"EXIT_STOP","all":"NOR; CHE","body":"CAT","date":"2013-09","kind":"a","n":"7","name":"a","state":"CIV","yes":"yes","import":0}`
	if err != nil || string(text) != want {
		t.Errorf("%s, %v, want\n%s", text, err, want)
	}
}

func TestWrongCellsAreNamed(t *testing.T) {
	for _, test := range []struct{ rule, column, value, want string }{
		{"nothing where something must be", "state", "", "may not be empty"},
		{"no State", "state", "Ruritania", "is no State"},
		{"one of several is no State", "all", "Norway; Ruritania", "Ruritania: is no State"},
		{"no day of the calendar", "date", "2013-02-30", "is not a date"},
		{"a number below nothing", "n", "-1", "is not a whole number"},
		{"a number with a comma", "n", "1,000", "is not a whole number"},
		{"neither yes nor no", "yes", "maybe", "neither yes nor no"},
		{"an unknown act", "act", "NOTHING", "is no code"},
		{"an unknown body", "body", "Ministry of Magic", "is no known UN body"},
		{"another kind", "kind", "c", "is none of: a, b"},
		{"a very long cell", "name", strings.Repeat("x", longest+1), "is longer"},
		{"broken text", "name", "caf\xe9", "cannot be read"},
	} {
		cells := map[string]string{"state": "XEX"}
		cells[test.column] = test.value
		if _, bad := table.Read(cells); bad == nil || bad.Column != test.column || !strings.Contains(bad.Reason, test.want) {
			t.Errorf("%s: %v", test.rule, bad)
		}
	}
}

func TestKeysAreStableAndApart(t *testing.T) {
	key := func(name string) string {
		row, bad := table.Read(map[string]string{"state": "XEX", "name": name})
		if bad != nil {
			t.Fatal(bad)
		}
		if !keys.MatchString(row.ID) {
			t.Errorf("%q has the key %q, which an address cannot hold", name, row.ID)
		}
		return row.ID
	}
	if key("a") != "XEX-a" || key("a b") == key("a-b") || key("é") == key("è") || key("") == key("-") {
		t.Errorf("keys: %q %q %q %q", key("a"), key("a b"), key("a-b"), key("é"))
	}
	if long := strings.Repeat("long ", 60); key(long) == key(long+"x") || key(long) != key(long) {
		t.Error("long keys are not apart, or not stable")
	}
}

func TestKeysSortAsPeopleCount(t *testing.T) {
	in := []Row{{ID: "R000-10"}, {ID: "R000-2"}, {ID: "R000-03b"}, {ID: "R000-03a"}, {ID: "A"}}
	byKey(in)
	var got []string
	for _, r := range in {
		got = append(got, r.ID)
	}
	if want := []string{"A", "R000-2", "R000-03a", "R000-03b", "R000-10"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func FuzzReadCells(f *testing.F) {
	f.Add("Norway", "a name", "2013", "5", "Norway;XEX", "first kind")
	f.Add("", "\x00", "2013-13", "-1", ";;", "")
	f.Fuzz(func(t *testing.T, state, name, date, n, all, kind string) {
		row, bad := table.Read(map[string]string{"state": state, "name": name, "date": date, "n": n, "all": all, "kind": kind})
		if bad != nil {
			return
		}
		if !keys.MatchString(row.ID) {
			t.Errorf("key %q", row.ID)
		}
		again, bad := table.Read(row.cells)
		if bad != nil || again.ID != row.ID {
			t.Errorf("what was read does not read again: %v, %q and %q", bad, row.ID, again.ID)
		}
	})
}
