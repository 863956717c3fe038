package demo

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAll46IncidentsAreListed(t *testing.T) {
	all, err := Incidents()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 46 {
		t.Errorf("%d incidents", len(all))
	}
	ids := map[string]bool{}
	for _, one := range all {
		if ids[one.ID] {
			t.Errorf("%s is there twice", one.ID)
		}
		ids[one.ID] = true
		if one.Source == "" || one.Text == "" || one.Place == "" {
			t.Errorf("%s is not whole: %+v", one.ID, one)
		}
		if one.Date == "" && one.DateNote == "" {
			t.Errorf("%s has neither a date nor a word about it", one.ID)
		}
	}
}

func TestIncidentsBelongToCasesOnlyByTheTable(t *testing.T) {
	got := map[string][]string{}
	for id, e := range all(t) {
		for _, one := range e.Incidents {
			got[id] = append(got[id], one.ID)
		}
	}
	want := map[string][]string{
		"CN-0001": {"INC-011"},
		"CN-0006": {"INC-002", "INC-003", "INC-004", "INC-042"},
		"CN-0007": {"INC-004"},
		"CN-0008": {"INC-005"},
		"CN-0009": {"INC-006"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What was said in confidence must not be joined to a name, not even where date and place would fit.
func TestAnonymousIncidentsBelongToNobody(t *testing.T) {
	all, err := Incidents()
	if err != nil {
		t.Fatal(err)
	}
	anonymous := 0
	for _, one := range all {
		if one.Anonymous != "no" {
			anonymous++
			if len(one.Cases) > 0 {
				t.Errorf("%s is joined to %q", one.ID, one.Cases)
			}
		}
	}
	if anonymous == 0 {
		t.Fatal("no incident is anonymous: this test would check nothing")
	}
}

func TestNoIncidentNamesAnOfficial(t *testing.T) {
	all, err := Incidents()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(one Incident) bool { return one.ID == "INC-042" })
	if got := all[i].Actor; got != "former UN Under-Secretary-General" {
		t.Errorf("INC-042: actor %q", got)
	}
}
