package sheet

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"unhindered/un"
)

// A Row is one line of a table. The zero value of a cell is "": not stated, never "no".
type Row struct {
	Table  string
	ID     string
	Import int64 // number of the import that added it
	cells  map[string]string
}

// Get returns a cell.
func (r Row) Get(column string) string {
	if column == "id" {
		return r.ID
	}
	return r.cells[column]
}

// Date returns a cell of a Date column.
func (r Row) Date(column string) un.Date { return un.Date(r.cells[column]) }

// Int returns a cell of a Number column; ok is false where it is empty.
func (r Row) Int(column string) (n int, ok bool) {
	n, err := strconv.Atoi(r.cells[column])
	return n, err == nil
}

// List returns the values of a cell that holds several.
func (r Row) List(column string) []string { return split(r.cells[column]) }

// Cells returns all cells in the order of the table's columns.
func (r Row) Cells(t *Table) []string {
	out := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = r.Get(c.Name)
	}
	return out
}

// MarshalJSON writes the row as an object: its key, its cells that are not empty, its import.
func (r Row) MarshalJSON() ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteString(`{"id":` + quote(r.ID))
	for _, column := range slices.Sorted(maps.Keys(r.cells)) {
		buf.WriteString("," + quote(column) + ":" + quote(r.cells[column]))
	}
	buf.WriteString(`,"import":` + strconv.FormatInt(r.Import, 10) + "}")
	return buf.Bytes(), nil
}

func quote(s string) string {
	text, _ := json.Marshal(s) // a string is always JSON
	return string(text)
}

// byKey sorts rows in the natural order of their keys.
func byKey(rows []Row) {
	slices.SortFunc(rows, func(a, b Row) int { return cmp.Or(natural(a.ID, b.ID), strings.Compare(a.ID, b.ID)) })
}

// natural compares two keys, runs of digits as numbers.
func natural(a, b string) int {
	for a != "" && b != "" {
		x, restA := run(a)
		y, restB := run(b)
		p, errP := strconv.ParseUint(x, 10, 63)
		q, errQ := strconv.ParseUint(y, 10, 63)
		var c int
		if errP == nil && errQ == nil {
			c = cmp.Compare(p, q)
		} else {
			c = strings.Compare(x, y)
		}
		if c != 0 {
			return c
		}
		a, b = restA, restB
	}
	return cmp.Compare(len(a), len(b))
}

// run splits off the first run of digits, or of other signs.
func run(s string) (first, rest string) {
	digit := s[0] >= '0' && s[0] <= '9'
	i := 1
	for i < len(s) && (s[i] >= '0' && s[i] <= '9') == digit {
		i++
	}
	return s[:i], s[i:]
}
