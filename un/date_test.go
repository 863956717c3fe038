package un_test

import (
	"slices"
	"strings"
	"testing"

	"unhindered/un"
)

func TestParseDate(t *testing.T) {
	for _, test := range []struct {
		rule, in string
		want     un.Date
		words    string
		year     int
		ok       bool
	}{
		{"a day", "2013-09-14", "2013-09-14", "14 September 2013", 2013, true},
		{"a month", "2013-09", "2013-09", "September 2013", 2013, true},
		{"a year", "2013", "2013", "2013", 2013, true},
		{"unknown", "", "", "", 0, true},
		{"space around it is ignored", " 2013 ", "2013", "2013", 2013, true},
		{"a leap day in a leap year", "2024-02-29", "2024-02-29", "29 February 2024", 2024, true},
		{"a leap day in another year", "2023-02-29", "", "", 0, false},
		{"no thirteenth month", "2013-13", "", "", 0, false},
		{"no year nought", "0000", "", "", 0, false},
		{"two digits are not a year", "13", "", "", 0, false},
		{"digits only", "20i3", "", "", 0, false},
		{"hyphens only", "2013/09/14", "", "", 0, false},
		{"no time of day", "2013-09-14T10:00", "", "", 0, false},
		{"no sign", "-013", "", "", 0, false},
	} {
		got, err := un.ParseDate(test.in)
		if got != test.want || (err == nil) != test.ok {
			t.Errorf("%s: ParseDate(%q) = %q, %v", test.rule, test.in, string(got), err)
		}
		if got.String() != test.words || got.Year() != test.year {
			t.Errorf("%s: %q reads %q of the year %d", test.rule, test.in, got.String(), got.Year())
		}
	}
}

func TestCoarserDates(t *testing.T) {
	fromCoarse := []un.Date{"", "2013", "2013-09", "2013-09-14"}
	for i, a := range fromCoarse {
		for j, b := range fromCoarse {
			if a.CoarserOrEqual(b) != (i <= j) {
				t.Errorf("%q no finer than %q: %v", string(a), string(b), i > j)
			}
		}
	}
}

// What is not a date, from a database or another program, is shown as it is and never panics.
func TestDateThatIsNone(t *testing.T) {
	d := un.Date("soon")
	if d.String() != "soon" || d.Year() != 0 {
		t.Errorf("%q, %d", d.String(), d.Year())
	}
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"", "2013", "2013-09", "2013-09-14", "2013-02-30", " 2013", "٢٠١٣", "+013", "0000-01"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := un.ParseDate(s)
		if err != nil {
			if d != "" {
				t.Errorf("refused %q and returned %q", s, string(d))
			}
			return
		}
		if string(d) != strings.TrimSpace(s) {
			t.Errorf("%q became %q", s, string(d))
		}
		if again, err := un.ParseDate(string(d)); again != d || err != nil {
			t.Errorf("%q does not parse again: %v", string(d), err)
		}
		if d != "" && (d.Year() < 1 || d.Year() > 9999 || !strings.HasSuffix(d.String(), string(d)[:4])) {
			t.Errorf("%q is of the year %d and reads %q", string(d), d.Year(), d.String())
		}
		if !slices.Contains([]int{0, 4, 7, 10}, len(d)) {
			t.Errorf("%q has a length of its own", string(d))
		}
	})
}
