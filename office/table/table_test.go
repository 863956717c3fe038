package table

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
)

type thing struct {
	key, state, from, to, kind string
	marks                      []string
	n                          int
}

var things = []thing{
	{"a", "XEX", "2013-09-14", "2014-03-14", "act", []string{"x", "y"}, 1},
	{"b", "XEX", "2013", "", "act", nil, 2},
	{"c", "CHE", "", "", "word", []string{"y"}, 0},
	{"d", "CHE", "2014-02", "", "", nil, 4},
}

func source(t *testing.T) *Source {
	t.Helper()
	return New(Def[thing]{
		Name: "things", Key: func(x thing) string { return x.key }, KeyHelp: "key",
		Columns: []Col[thing]{
			C("state", Text, "State", func(x thing) any { return x.state }), C("kind", Text, "kind", func(x thing) any { return x.kind }),
			C("marks", List, "marks", func(x thing) any { return x.marks }), C("n", Int, "number", func(x thing) any { return x.n }),
			C("some", Bool, "whether there are some", func(x thing) any { return x.n > 0 }),
		},
		Concerns: func(x thing, iso3 string) bool { return x.state == iso3 }, StateHelp: "of this State",
		When: func(x thing) (string, string) { return x.from, x.to }, Facets: []string{"kind", "marks", "n", "some"},
		All: Each(func(context.Context) ([]thing, error) { return things, nil }),
	})
}

func TestQueriesChooseRows(t *testing.T) {
	s := source(t)
	for _, test := range []struct {
		rule string
		q    Query
		want string
	}{
		{"nothing asked is everything", Query{}, "abcd"},
		{"of a State", Query{State: "CHE"}, "cd"},
		{"a day within the time", Query{From: "2013-12-24", To: "2013-12-24"}, "ab"},
		{"a year known alone may be any of its days", Query{From: "2013-12-31"}, "abd"},
		{"but none of the next", Query{From: "2014-01-01"}, "ad"},
		{"until a month, its last day included", Query{To: "2013-09"}, "ab"},
		{"a day before a month", Query{To: "2014-01-31"}, "ab"},
		{"a year", Query{Year: "2014"}, "ad"},
		{"a year and a date that exclude each other", Query{Year: "2014", To: "2013"}, "a"},
		{"without a date, never by date", Query{From: "1900"}, "abd"},
		{"an exact text", Query{Where: map[string]string{"kind": "act"}}, "ab"},
		{"one of a list", Query{Where: map[string]string{"marks": "y"}}, "ac"},
		{"a number", Query{Where: map[string]string{"n": "2"}}, "b"},
		{"yes or no", Query{Where: map[string]string{"some": "no"}}, "c"},
		{"all together", Query{State: "XEX", Year: "2014", Where: map[string]string{"kind": "act", "some": "yes"}}, "a"},
	} {
		got := ""
		for row, err := range s.Rows(t.Context(), test.q) {
			if err != nil {
				t.Fatal(err)
			}
			got += row[0].(string)
		}
		if got != test.want {
			t.Errorf("%s: %s, want %s", test.rule, got, test.want)
		}
		rows, total, err := s.Page(t.Context(), test.q, 1, 1)
		if err != nil || total != len(test.want) || len(rows) != min(1, max(0, total-1)) || len(rows) == 1 && rows[0][0] != test.want[1:2] {
			t.Errorf("%s: a page of %v, %d in all, %v", test.rule, rows, total, err)
		}
	}
}

func TestWhatIsNotStatedIsNil(t *testing.T) {
	s := source(t)
	row, err := s.Get(t.Context(), "d")
	if err != nil || row[2] != nil || row[3] != nil || row[5] != true {
		t.Errorf("%v, %v", row, err)
	}
	if _, err := s.Get(t.Context(), "z"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	if Clean(Day, "2013-09") != nil || Clean(Date, "2013-09") != "2013-09" || Clean(Int, 0) != int64(0) {
		t.Error("a month is no day; nothing counted is 0")
	}
}

func TestWrongQueriesAreNamed(t *testing.T) {
	s := source(t)
	for _, test := range []struct {
		q    Query
		want string
	}{
		{Query{Where: map[string]string{"state": "x"}}, ""},
		{Query{Where: map[string]string{"colour": "x"}}, "things cannot be filtered by colour; it takes state, year, from, to, kind"},
		{Query{From: "soon"}, "not a date"}, {Query{To: "2013-13"}, "not a date"}, {Query{Year: "2013-09"}, "four digits"}, {Query{Year: "0000"}, "not a year"},
	} {
		err := s.Check(test.q)
		if test.want == "" && err == nil {
			continue
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: %v", test.q, err)
		}
		for _, err = range s.Rows(t.Context(), test.q) {
			break
		}
		if err == nil {
			t.Errorf("%+v: rows came", test.q)
		}
	}
}

func FuzzQueriesNeverPanic(f *testing.F) {
	f.Add("2013", "2013-09", "2014-03-14", "XEX", "kind", "act")
	f.Add("", "\x00", "9999-99-99", "", "n", "-1")
	f.Fuzz(func(t *testing.T, year, from, to, state, column, value string) {
		s := source(t)
		q := Query{State: state, Year: year, From: from, To: to, Where: map[string]string{column: value}}
		var got []string
		for row, err := range s.Rows(t.Context(), q) {
			if err != nil {
				return
			}
			got = append(got, row[0].(string))
		}
		if !slices.IsSorted(got) || len(slices.Compact(got)) > len(things) {
			t.Errorf("%v", got)
		}
	})
}
