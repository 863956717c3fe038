package demo

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"unhindered/un"
)

// A row is one data row of a facts file. It knows where it stands, so that every fault can say it.
type row struct {
	file  string
	line  int
	cells map[string]string
}

// fault returns an error that names the file, the row and the column.
func (r row) fault(column, format string, args ...any) error {
	return fmt.Errorf("demo/facts/%s:%d: column %s: %s", r.file, r.line, column, fmt.Sprintf(format, args...))
}

// list returns the values of a cell that holds several.
func (r row) list(column string) []string {
	var all []string
	for part := range strings.SplitSeq(r.cells[column], ";") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// date returns the partial date of a cell.
func (r row) date(column string) (un.Date, error) {
	d, err := un.ParseDate(r.cells[column])
	if err != nil {
		return "", r.fault(column, "%v", err)
	}
	return d, nil
}

// table reads a facts file, which must have exactly the given columns.
func table(facts fs.FS, file string, columns ...string) ([]row, error) {
	f, err := facts.Open("facts/" + file)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	defer f.Close()
	in := csv.NewReader(f)
	header, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("demo/facts/%s: %w", file, err)
	}
	if !slices.Equal(header, columns) {
		return nil, fmt.Errorf("demo/facts/%s:1: the columns are %q, not %q", file, header, columns)
	}
	records, err := in.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("demo/facts/%s: %w", file, err)
	}
	rows := make([]row, len(records))
	for i, record := range records {
		cells := make(map[string]string, len(columns))
		for j, column := range columns {
			cells[column] = curly(strings.TrimSpace(record[j]))
		}
		rows[i] = row{file, i + 2, cells} // no cell has a line break: a test holds it
	}
	return rows, nil
}

// by groups rows by the values of a column, in order.
func by(rows []row, column string) map[string][]row {
	groups := map[string][]row{}
	for _, r := range rows {
		for _, key := range r.list(column) {
			groups[key] = append(groups[key], r)
		}
	}
	return groups
}
