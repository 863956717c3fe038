package desk

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"unhindered/un"
)

// Longest texts that are kept, in bytes: enough for any honest use, small enough that a case always opens at once.
const (
	maxLine = 1_000 // said in the messages below, which are keys of translations
	maxPage = 200_000
)

type rule int

const (
	needed rule = iota // not empty
	line               // at most maxLine bytes
	page               // at most maxPage bytes
)

// text checks a text against the rules.
func (e *FieldErrors) text(field, value string, rules ...rule) {
	for _, r := range rules {
		switch {
		case !utf8.ValidString(value):
			e.add(field, "This is not text that we can read (UTF-8).")
			return
		case r == needed && strings.TrimSpace(value) == "":
			e.add(field, "This is needed.")
			return
		case r == line && len(value) > maxLine:
			e.add(field, "This is too long for one line: at most 1,000 bytes.")
			return
		case r == page && len(value) > maxPage:
			e.add(field, "This is too long: at most 200,000 bytes.")
			return
		}
	}
}

func (e *FieldErrors) oneOf(field, value string, known []string) {
	if !slices.Contains(known, value) {
		e.add(field, "Choose one from the list.")
	}
}

func (e *FieldErrors) state(field, iso3 string) {
	if _, ok := un.StateByISO3(iso3); !ok {
		e.add(field, "Choose a State.")
	}
}

// date checks a partial date; "" is unknown.
func (e *FieldErrors) date(field, value string) {
	if _, err := un.ParseDate(value); err != nil {
		e.add(field, "Write a date as 2026, 2026-09 or 2026-09-14, or nothing.")
	}
}

func (e *FieldErrors) period(from, to un.Date) {
	before := len(*e)
	e.date("from", string(from))
	e.date("to", string(to))
	if len(*e) > before || from == "" || to == "" {
		return
	}
	// Partial dates are compared as far as both are known.
	n := min(len(from), len(to))
	if to[:n] < from[:n] {
		e.add("to", "The end is before the beginning.")
	}
}

// day checks a whole day; "" is none.
func (e *FieldErrors) day(field, value string) {
	if value == "" {
		return
	}
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		e.add(field, "Write a day as 2026-09-14.")
	}
}

// plain returns a list of named strings as plain ones.
func plain[T ~string](list []T) []string {
	all := make([]string, len(list))
	for i, s := range list {
		all[i] = string(s)
	}
	return all
}
