package table

import (
	"fmt"
	"strings"
	"time"
)

// A Query chooses rows; they must meet everything in it that is not empty.
type Query struct {
	State    string            // alpha-3 code
	Year     string            // four digits
	From, To string            // dates, as precise as one likes: 2013, 2013-09 or 2013-09-14
	Where    map[string]string // exact values of columns that Table.Filters names
}

// NoSuchFilter is returned by Table.Check for something that the table cannot be asked for.
type NoSuchFilter struct {
	Table, Name string
	Have        []string
}

func (e *NoSuchFilter) Error() string {
	if len(e.Have) == 0 {
		return fmt.Sprintf("%s cannot be filtered by %s, nor by anything else", e.Table, e.Name)
	}
	return fmt.Sprintf("%s cannot be filtered by %s; it takes %s", e.Table, e.Name, strings.Join(e.Have, ", "))
}

// BadDate is returned by Table.Check for what is no date.
type BadDate struct{ Name, Value string }

func (e *BadDate) Error() string {
	if e.Name == "year" {
		return fmt.Sprintf("year: %q is not a year; write four digits, as 2013", e.Value)
	}
	return fmt.Sprintf("%s: %q is not a date; write 2013-09-14, 2013-09 or 2013", e.Name, e.Value)
}

// Check returns a *NoSuchFilter or *BadDate if the query asks for what the table cannot tell.
func (t Table) Check(q Query) error {
	asked := map[string]bool{"state": q.State != "", "year": q.Year != "", "from": q.From != "", "to": q.To != ""}
	for name := range q.Where {
		asked[name] = true
	}
	for name, is := range asked {
		if is && !t.Takes(name) {
			return &NoSuchFilter{t.Name, name, t.FilterNames()}
		}
	}
	for _, asked := range []struct{ name, value string }{{"year", q.Year}, {"from", q.From}, {"to", q.To}} {
		if asked.value != "" && (first(asked.value) == "" || asked.name == "year" && len(asked.value) != 4) {
			return &BadDate{asked.name, asked.value}
		}
	}
	return nil
}

// FilterNames returns the names of all filters.
func (t Table) FilterNames() []string {
	all := []string{}
	for _, f := range t.Filters {
		all = append(all, f.Name)
	}
	return all
}

// within tells whether a time between two dates may lie in the time that the query asks for. What has no date does not.
func (q Query) within(from, to string) bool {
	if !q.timed() {
		return true
	}
	if to == "" {
		to = from
	}
	if from == "" {
		from = to
	}
	begins, ends := first(from), last(to)
	if begins == "" || ends == "" {
		return false
	}
	return (q.From == "" || ends >= first(q.From)) && (q.To == "" || begins <= last(q.To)) &&
		(q.Year == "" || ends >= first(q.Year) && begins <= last(q.Year))
}

// timed tells whether the query asks for a time.
func (q Query) timed() bool { return q.From != "" || q.To != "" || q.Year != "" }

var layouts = map[int]string{4: "2006", 7: "2006-01", 10: time.DateOnly}

func parse(date string) (time.Time, bool) {
	layout, ok := layouts[len(date)]
	if !ok {
		return time.Time{}, false
	}
	t, err := time.Parse(layout, date)
	return t, err == nil && t.Year() > 0
}

// first returns the first day that a date may be, 2006-01-02, or "" if it is none.
func first(date string) string {
	if _, ok := parse(date); !ok {
		return ""
	}
	return date + "-01-01"[:10-len(date)]
}

// last returns the last day that a date may be, or "".
func last(date string) string {
	if t, ok := Last(date); ok {
		return t.Format(time.DateOnly)
	}
	return ""
}

// First returns the first day that a date may be; ok is false if it is none.
func First(date string) (day time.Time, ok bool) { return parse(date) }

// Last returns the last day that a date may be; ok is false if it is none.
func Last(date string) (day time.Time, ok bool) {
	t, ok := parse(date)
	switch len(date) {
	case 4:
		t = t.AddDate(1, 0, -1)
	case 7:
		t = t.AddDate(0, 1, -1)
	}
	return t, ok
}
