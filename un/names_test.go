package un_test

import (
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"unhindered/un"
)

// sharedFile finds a file of the folder of real files, which lies beside the project.
func sharedFile(t *testing.T, pattern string) []string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		shared := filepath.Join(dir, "..", "shared")
		if info, err := os.Stat(shared); err == nil && info.IsDir() {
			found, err := filepath.Glob(filepath.Join(shared, pattern))
			if err != nil || found == nil {
				t.Fatalf("no file %s (%v)", pattern, err)
			}
			return found
		}
		if dir == filepath.Dir(dir) {
			t.Skip("the folder of real files, called shared, is not beside the project; this test needs it")
		}
	}
}

// Where the real files name States. A column may hold several names, divided by sep.
var stateColumns = []struct {
	file, column, sep string
}{
	{"data/unga/votes.csv.gz", "country", ""},
	{"data/unga/ideal_points_published.csv", "CountryName", ""},
	{"data/unga/ideal_points_voeten2020_all.csv", "Countryname", ""},
	{"data/unga/ideal_points_voeten2020_human_rights.csv", "Countryname", ""},
	{"data/hrc/votes_long.csv", "country", ""},
	{"data/hrc/votes_long.csv", "iso3", ""},
	{"data/hrc/resolutions.csv", "main_sponsors", "list"},
	{"data/ecosoc-ngo-committee/roll_call_votes.csv", "Country", ""},
	{"data/upr/upr-info-sessions-01-13.csv.gz", "To", ""},
	{"data/upr/upr-info-sessions-01-13.csv.gz", "From", ""},
	{"data/upr/upr-info-voluntary-pledges-sessions-01-13.csv", "To", ""},
	{"data/treaties/raw/*.csv", "member", ""},
	{"data/treaties/ratification_status.csv", "member", ""},
	{"data/states/un_member_states.csv", "iso3", ""},
	{"data/states/un_member_states.csv", "unterm_short", ""},
	{"data/states/un_member_states.csv", "unterm_formal", ""},
	{"data/states/un_member_states.csv", "name_in_treaty_data", ""},
	{"data/states/country-codes.csv", "UNTERM English Short", ""},
	{"data/states/country-codes.csv", "UNTERM English Formal", ""},
	{"data/states/country-codes.csv", "UNTERM French Short", ""},
	{"data/states/country-codes.csv", "UNTERM Spanish Short", ""},
	{"data/states/cow_country_codes.csv", "StateNme", ""},
	{"domain/facts/*.csv", "state", ""},
	{"domain/facts/*.csv", "iso3", ""},
	{"domain/facts/*.csv", "about_state", ";"},
	{"domain/facts/*.csv", "asking_state", ";"},
	{"domain/facts/*.csv", "about_states_raised", ";"},
	{"domain/facts/*.csv", "speaker_state", ";"},
	{"domain/facts/*.csv", "recommending_state", ";"},
	{"domain/facts/laws.csv", "state_or_territory", ""},
	{"domain/facts/vote_2014_silence_speakers.csv", "speaker", ""},
	{"domain/reference/*.csv", "state", ""},
	{"domain/reference/*.csv", "iso3", ""},
}

func TestEveryStateNameOfTheRealFilesResolves(t *testing.T) {
	left := map[string]string{}
	checked := 0
	for _, where := range stateColumns {
		for _, path := range sharedFile(t, where.file) {
			for _, name := range namesIn(t, path, where.column, where.sep) {
				checked++
				if _, none := un.NotAState(strings.TrimSpace(strings.TrimSuffix(name, "**"))); none {
					continue
				}
				ok := false
				if where.sep == "list" {
					_, _, ok = un.FindStates(name)
				} else {
					_, ok = un.FindState(name)
				}
				if !ok {
					left[name] = filepath.Base(path) + ", " + where.column
				}
			}
		}
	}
	if checked < 5000 {
		t.Errorf("only %d names were checked: the files or columns have changed", checked)
	}
	names := make([]string, 0, len(left))
	for name := range left {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		t.Errorf("%q (%s) is no name of a State; add it to data/state_names.csv or, with a reason, to data/not_states.csv", name, left[name])
	}
}

func namesIn(t *testing.T, path, column, sep string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	r := csv.NewReader(in)
	r.ReuseRecord, r.LazyQuotes, r.FieldsPerRecord = true, true, -1
	header, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	at := slices.Index(header, column)
	if at < 0 {
		if strings.HasPrefix(column, "UNTERM") {
			t.Errorf("%s has no column %s", path, column)
		}
		return nil
	}
	seen := map[string]bool{}
	var names []string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return names
		}
		if err != nil {
			t.Fatal(err)
		}
		cells := []string{row[at]}
		if sep != "" && sep != "list" {
			cells = strings.Split(row[at], sep)
		}
		for _, cell := range cells {
			cell = strings.TrimSpace(cell)
			if cell != "" && !seen[cell] {
				seen[cell] = true
				names = append(names, strings.Clone(cell))
			}
		}
	}
}

func TestStatesThroughTime(t *testing.T) {
	for _, test := range []struct{ name, code string }{
		{"Zanzibar", "ZAN"},
		{"German Democratic Republic", "DDR"},
		{"Federal Republic of Germany", "DEU"},
		{"Yemen Arab Republic", "YAR"},
		{"Yemen People’s Republic", "YMD"},
		{"Yemen", "YEM"},
		{"Taiwan", "ROC"},
		{"Yugoslavia", "YUG"},
		{"Czechoslovakia", "CSK"},
		{"Namibia", "NAM"},
		{"NAM", "NAM"},
		{"Congo - Kinshasa", "COD"},
		{"Côte d’Ivoire", "CIV"},
		{"São Tomé & Príncipe", "STP"},
		{"Comoros (the)", "COM"},
		{"Moldova, Republic Of", "MDA"},
		{"Congo, The Democratic Republic Of The", "COD"},
	} {
		s, ok := un.FindState(test.name)
		if !ok || s.ISO3 != test.code {
			t.Errorf("%q is %q, want %s", test.name, s.ISO3, test.code)
		}
	}
	for _, test := range []struct {
		name string
		date un.Date
		code string
	}{
		{"Yugoslavia", "1991-09-17", "YUG"},
		{"Yugoslavia", "2001-01-01", "SCG"},
		{"Yugoslavia", "2014-09-09", "SRB"},
		{"Yemen Arab Republic", "1990-12-06", "YEM"},
		{"Yemen Arab Republic", "1989", "YAR"},
		{"Czechoslovakia", "1995", "CSK"}, // two States followed, and neither in its seat
		{"Serbia", "1950", "SRB"},
	} {
		if s, _ := un.FindState(test.name); s.At(test.date).ISO3 != test.code {
			t.Errorf("%s in %s is %s, want %s", test.name, test.date, s.At(test.date).ISO3, test.code)
		}
	}
	if _, ok := un.FindState("NA"); ok {
		t.Error("NA is Namibia only as an alpha-2 code: as a name it is nobody's")
	}
	if s, ok := un.StateByISO2("NA"); !ok || s.ISO3 != "NAM" {
		t.Errorf("alpha-2 NA is %q, want NAM", s.ISO3)
	}
	ddr, _ := un.StateByISO3("DDR")
	for date, want := range map[un.Date]bool{"1973-09-17": false, "1973-09-18": true, "1980": true, "1990-10-04": false} {
		if is, known := ddr.MemberAt(date); is != want || !known {
			t.Errorf("the German Democratic Republic was a member in %s: %v, %v", date, is, known)
		}
	}
	if !slices.Equal(ddr.Heirs, []string{"DEU"}) {
		t.Errorf("heirs of the German Democratic Republic: %v", ddr.Heirs)
	}
}

func TestListsOfStates(t *testing.T) {
	for _, test := range []struct {
		list, codes, rest string
		whole             bool
	}{
		{"Russian Federation, Iran (Islamic Republic of), Cuba", "RUS IRN CUB", "", true},
		{"South Africa, Saudi Arabia and Egypt on behalf of a group of countries", "ZAF SAU EGY", "on behalf of a group of countries", true},
		{"Pakistan (on behalf of OIC except Albania), Palestine", "PAK PSE", "on behalf of OIC except Albania", true},
		{"Bosnia and Herzegovina and Chad", "BIH TCD", "", true},
		{"Atlantis, Cuba", "CUB", "Atlantis", false},
		{"", "", "", true},
	} {
		states, rest, whole := un.FindStates(test.list)
		var codes []string
		for _, s := range states {
			codes = append(codes, s.ISO3)
		}
		if got := strings.Join(codes, " "); got != test.codes || rest != test.rest || whole != test.whole {
			t.Errorf("%q: %q, rest %q, whole %v", test.list, got, rest, whole)
		}
	}
}

func FuzzFindStates(f *testing.F) {
	for _, s := range []string{"China, Pakistan and Cuba", "Comoros (the)", "(on behalf of", " and ", "Moldova, Republic Of", "**"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, list string) {
		states, rest, whole := un.FindStates(list)
		if !whole && rest == "" {
			t.Errorf("%q: something was not understood, and nothing is left", list)
		}
		for _, s := range states {
			if _, ok := un.StateByISO3(s.ISO3); !ok {
				t.Errorf("%q: found a State that is none: %v", list, s)
			}
		}
	})
}
