package tablefile

import (
	"bufio"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"unhindered/office/table"
)

// A csvWriter writes RFC 4180 in UTF-8 without a byte order mark, lines ended by LF. What is not stated is an empty cell,
// yes and no are words, a list has semicolons between its texts, and texts are made safe for sheet programs; see SafeCell.
type csvWriter struct {
	table table.Table
	out   *csv.Writer
	line  []string
}

func newCSV(w io.Writer, about About) (Writer, error) {
	c := &csvWriter{about.Table, csv.NewWriter(bufio.NewWriterSize(w, 64<<10)), make([]string, len(about.Table.Columns))}
	for i, column := range about.Table.Columns {
		c.line[i] = column.Name
	}
	return c, c.out.Write(c.line)
}

func (c *csvWriter) Write(row table.Row) error {
	if err := checkRow(c.table, row); err != nil {
		return err
	}
	for i, cell := range row {
		c.line[i] = csvCell(cell)
	}
	return c.out.Write(c.line)
}

func csvCell(cell any) string {
	switch v := cell.(type) {
	case string:
		return SafeCell(v)
	case []string:
		return SafeCell(join(v))
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return table.Words(cell)
}

func (c *csvWriter) Close() error {
	c.out.Flush()
	return c.out.Error()
}

// risky are the signs at the start of a cell that make a sheet program run it as a formula or drop it, their full-width
// twins among them, and the apostrophe itself, so that RawCell can take back what SafeCell does.
const risky = "=+-@\t\r\n'＝＋－＠"

// SafeCell puts an apostrophe before a text that a sheet program could take for a formula (OWASP, CSV Injection). Numbers
// are written by other ways and keep their minus.
func SafeCell(s string) string {
	if s != "" && strings.ContainsRune(risky, []rune(s)[0]) {
		return "'" + s
	}
	return s
}

// RawCell takes back SafeCell.
func RawCell(s string) string { return strings.TrimPrefix(s, "'") }
