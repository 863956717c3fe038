package study

import (
	"fmt"
	"slices"
	"testing"

	"unhindered/importer/hrc"
	"unhindered/record"
)

// council is the record with the roll calls of the Commission and the Council.
func council(t testing.TB) *record.Record {
	return imported(t, hrc.Run, "data/hrc/resolutions.csv", "data/hrc/votes_long.csv")
}

// The numbers of amendments are counted in resolutions.csv, with the ten that it calls resolutions; the tally of 36/21 is that of the catalogue.
func TestWhatBecameOfAmendmentsInTheCouncil(t *testing.T) {
	r := council(t)
	f, err := FindDrift(t.Context(), r, DriftQuestion{Body: "hrc", Of: "amendments"})
	if err != nil {
		t.Fatal(err)
	}
	var tabled, adopted, rejected, withdrawn, unknown int
	for _, y := range f.Fates {
		tabled, adopted, rejected, withdrawn, unknown = tabled+y.Tabled, adopted+y.Adopted, rejected+y.Rejected, withdrawn+y.Withdrawn, unknown+y.Unknown
	}
	if got := fmt.Sprint(tabled, adopted, rejected, withdrawn, unknown); got != "497 41 300 152 4" {
		t.Errorf("tabled, adopted, rejected, withdrawn, not stated: %s", got)
	}
	if f.Sponsors[0].Name != "RUS" {
		t.Errorf("most are put forward by %+v", f.Sponsors[0])
	}
	one, err := FindDrift(t.Context(), r, DriftQuestion{Body: "hrc", Of: "amendments", Resolution: "A/HRC/RES/36/21"})
	if err != nil {
		t.Fatal(err)
	}
	china := one.Of("CHN")
	if len(one.Decisions) != 18 || china == nil || china.For != 17 || china.Abstained != 1 || china.Against != 0 {
		t.Errorf("%d amendments, China %+v", len(one.Decisions), china)
	}
	same, err := FindDrift(t.Context(), r, DriftQuestion{Body: "hrc", Of: "amendments", Topic: "cooperation with the united nations, its representatives"})
	if err != nil || len(same.Decisions) <= len(one.Decisions) {
		t.Errorf("%d amendments on the topic, %d on one resolution, %v", len(same.Decisions), len(one.Decisions), err)
	}
	texts, err := FindDrift(t.Context(), r, DriftQuestion{Body: "hrc", Of: "texts", Resolution: "A/HRC/RES/36/21"})
	if err != nil || texts.Recorded < 3 {
		t.Errorf("the resolution was put to the vote in 2013, 2017 and 2019: %d, %v", texts.Recorded, err)
	}
	for name, q := range map[string]DriftQuestion{
		"another body":           {Body: "un", Of: "texts"},
		"rulings":                {Body: "hrc", Of: "rulings"},
		"a topic and a text":     {Body: "hrc", Of: "texts", Topic: "x", Resolution: "y"},
		"a text that is nowhere": {Body: "hrc", Of: "texts", Resolution: "A/HRC/RES/0/0"},
	} {
		if _, err := FindDrift(t.Context(), r, q); err == nil {
			t.Errorf("%s is answered", name)
		}
	}
}

func TestBlocsOfTheCouncil(t *testing.T) {
	r := council(t)
	q := BlocsQuestion{RollCallsQuestion: RollCallsQuestion{Body: "hrc"}, Resolution: 1, Runs: 5, Seed: 3}
	b, err := FindBlocs(t.Context(), r, q, nil)
	if err != nil {
		t.Fatal(err)
	}
	bloc := func(code string) int {
		i, ok := slices.BinarySearch(b.States, code)
		if !ok {
			t.Fatalf("%s takes no part", code)
		}
		return b.In[i]
	}
	if bloc("CHN") != bloc("CUB") || bloc("FRA") != bloc("DEU") || bloc("CHN") == bloc("DEU") {
		t.Errorf("China %d, Cuba %d, France %d, Germany %d", bloc("CHN"), bloc("CUB"), bloc("FRA"), bloc("DEU"))
	}
	again, err := FindBlocs(t.Context(), r, q, nil)
	if err != nil || !slices.Equal(b.In, again.In) || !slices.Equal(b.Stay, again.Stay) {
		t.Errorf("the same seed gives other blocs, %v", err)
	}
	if b.Rand < .7 || len(b.Sweep) == 0 || len(b.Windows) < 10 {
		t.Errorf("adjusted Rand index %v, %d resolutions, %d windows", b.Rand, len(b.Sweep), len(b.Windows))
	}
	for i := 1; i < len(b.Windows); i++ {
		if b.Windows[i].First <= b.Windows[i-1].Last {
			t.Errorf("sessions %d to %d follow %d to %d", b.Windows[i].First, b.Windows[i].Last, b.Windows[i-1].First, b.Windows[i-1].Last)
		}
	}
	if n := len(b.Answer().Rows); n != len(b.States) {
		t.Errorf("%d rows for %d States", n, len(b.States))
	}
	q.Resolution = 0
	if _, err := FindBlocs(t.Context(), r, q, nil); err == nil {
		t.Error("a resolution of 0 is answered")
	}
}
