// Package tablefile writes tables as files: CSV, JSON, Excel (xlsx) and Parquet, row by row, so that a million rows take no
// more memory than a hundred. It knows nothing of what the rows are about.
package tablefile

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"unhindered/office/table"
)

// A Writer takes the rows of a table. The file is whole when Close has returned nil, and not before.
type Writer interface {
	Write(table.Row) error
	// Close ends the file; it does not close what is written to.
	Close() error
}

// A Format is a kind of file.
type Format struct {
	Name string // "csv": on the command line, and the ending of file names
	MIME string
	What string // for people
	make func(io.Writer, About) (Writer, error)
}

// About is what a file says of itself where its format has room for it.
type About struct {
	Table table.Table
	Notes []string // where the rows are from, terms of use, what was asked for
}

// Formats returns all formats.
func Formats() []Format {
	return []Format{
		{"csv", "text/csv; charset=utf-8; header=present", "CSV", newCSV},
		{"json", "application/json; charset=utf-8", "JSON", newJSON},
		{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel", newXLSX},
		{"parquet", "application/vnd.apache.parquet", "Parquet", newParquet},
	}
}

// Names returns the names of all formats.
func Names() []string {
	var all []string
	for _, f := range Formats() {
		all = append(all, f.Name)
	}
	return all
}

// ByName returns the format of that name.
func ByName(name string) (Format, bool) {
	all := Formats()
	i := slices.IndexFunc(all, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return all[i], true
}

// New begins a file.
func (f Format) New(w io.Writer, about About) (Writer, error) {
	out, err := f.make(w, about)
	if err != nil {
		return nil, fmt.Errorf("beginning %s.%s: %w", about.Table.Name, f.Name, err)
	}
	return out, nil
}

// checkRow refuses a row that does not fit its table, which is a fault of the program.
func checkRow(t table.Table, row table.Row) error {
	if len(row) != len(t.Columns) {
		return fmt.Errorf("table %s: a row has %d cells, the table %d columns", t.Name, len(row), len(t.Columns))
	}
	return nil
}

// join writes a list in one cell.
func join(list []string) string { return strings.Join(list, "; ") }
