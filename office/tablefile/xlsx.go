package tablefile

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"unhindered/office/table"
)

// An xlsxWriter writes a workbook: the rows on one sheet (and more, where they are more than a sheet can hold), and a sheet
// "About" with the columns, their meaning and the notes. Texts are texts, also where they begin with "=": nothing in
// the file is a formula. Whole days are dates; vaguer ones are texts. The rows lie in a temporary file until Close.
type xlsxWriter struct {
	about  About
	file   *excelize.File
	out    io.Writer
	sheet  *excelize.StreamWriter
	sheets int
	row    int // last written on the sheet
	cells  []any
	style  struct{ head, day, text int }
	cut    int // cells that were too long
}

// The limits of the format. A cell may be longer in CSV, JSON and Parquet.
const (
	sheetRows = excelize.TotalRows
	cellLimit = excelize.TotalCellChars
)

const cutMark = " […]"

func newXLSX(w io.Writer, about About) (Writer, error) {
	x := &xlsxWriter{about: about, file: excelize.NewFile(), out: w, cells: make([]any, len(about.Table.Columns))}
	if err := x.begin(); err != nil {
		return nil, errors.Join(err, x.file.Close())
	}
	return x, nil
}

func (x *xlsxWriter) begin() error {
	var err error
	if x.style.head, err = x.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return err
	}
	format := "yyyy-mm-dd"
	if x.style.day, err = x.file.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
		return err
	}
	if x.style.text, err = x.file.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}); err != nil {
		return err
	}
	return x.nextSheet()
}

// sheetName is a name that the format takes: at most 31 letters.
func (x *xlsxWriter) sheetName() string {
	name := x.about.Table.Name
	if x.sheets > 1 {
		return fmt.Sprintf("%.26s %d", name, x.sheets)
	}
	return fmt.Sprintf("%.31s", name)
}

func (x *xlsxWriter) nextSheet() error {
	if x.sheet != nil {
		if err := x.sheet.Flush(); err != nil {
			return err
		}
	}
	x.sheets++
	name := x.sheetName()
	var err error
	if x.sheets == 1 {
		err = x.file.SetSheetName(x.file.GetSheetName(0), name)
	} else {
		_, err = x.file.NewSheet(name)
	}
	if err != nil {
		return err
	}
	if x.sheet, err = x.file.NewStreamWriter(name); err != nil {
		return err
	}
	for i, c := range x.about.Table.Columns {
		if err := x.sheet.SetColWidth(i+1, i+1, width(c)); err != nil {
			return err
		}
	}
	if err := x.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	head := make([]any, len(x.about.Table.Columns))
	for i, c := range x.about.Table.Columns {
		head[i] = excelize.Cell{StyleID: x.style.head, Value: c.Name}
	}
	x.row = 1
	return x.sheet.SetRow("A1", head)
}

func width(c table.Column) float64 {
	switch c.Type {
	case table.Int, table.Float, table.Bool, table.Day, table.Date:
		return 12
	}
	return 24
}

func (x *xlsxWriter) Write(row table.Row) error {
	if err := checkRow(x.about.Table, row); err != nil {
		return err
	}
	if x.row == sheetRows {
		if err := x.nextSheet(); err != nil {
			return err
		}
	}
	for i, cell := range row {
		x.cells[i] = x.cell(x.about.Table.Columns[i].Type, cell)
	}
	x.row++
	return x.sheet.SetRow(fmt.Sprintf("A%d", x.row), x.cells)
}

func (x *xlsxWriter) cell(t table.Type, cell any) any {
	switch v := cell.(type) {
	case nil:
		return nil
	case bool:
		return table.Words(v)
	case []string:
		return x.text(join(v))
	case string:
		if t == table.Day || t == table.Date {
			if day, err := time.Parse(time.DateOnly, v); err == nil && day.Year() > 1900 { // the calendar of sheets begins in 1900
				return excelize.Cell{StyleID: x.style.day, Value: day}
			}
		}
		return x.text(v)
	}
	return cell
}

// text makes a text fit the format, which counts in units of UTF-16.
func (x *xlsxWriter) text(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1 // XML cannot hold it
		}
		return r
	}, s)
	if len(s) <= cellLimit {
		return s
	}
	units := 0
	for i, r := range s {
		units += max(1, utf16.RuneLen(r))
		if units > cellLimit-len(cutMark) {
			x.cut++
			return s[:i] + cutMark
		}
	}
	return s
}

func (x *xlsxWriter) Close() error {
	err := x.finish()
	return errors.Join(err, x.file.Close())
}

func (x *xlsxWriter) finish() error {
	if err := x.sheet.Flush(); err != nil {
		return err
	}
	if err := x.writeAbout(); err != nil {
		return err
	}
	x.file.SetActiveSheet(0)
	// The library would put the whole file into memory first; its packing is told to write through instead.
	x.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(x.out) })
	return x.file.Write(io.Discard)
}

func (x *xlsxWriter) writeAbout() error {
	const name = "About"
	if _, err := x.file.NewSheet(name); err != nil {
		return err
	}
	sheet, err := x.file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, w := range []float64{28, 30, 100} {
		if err := sheet.SetColWidth(i+1, i+1, w); err != nil {
			return err
		}
	}
	t := x.about.Table
	lines := [][]any{{x.bold(t.Title)}, {t.Help}}
	for _, note := range x.about.Notes {
		lines = append(lines, []any{note})
	}
	if x.cut > 0 {
		lines = append(lines, []any{fmt.Sprintf("%d cells are longer than this format allows and end in%s; CSV, JSON and Parquet have them whole.", x.cut, cutMark)})
	}
	lines = append(lines, nil, []any{x.bold("column"), x.bold("type"), x.bold("meaning")})
	for _, c := range t.Columns {
		lines = append(lines, []any{c.Name, c.Type.String(), excelize.Cell{StyleID: x.style.text, Value: c.Help}})
	}
	for i, line := range lines {
		if err := sheet.SetRow(fmt.Sprintf("A%d", i+1), line); err != nil {
			return err
		}
	}
	return sheet.Flush()
}

func (x *xlsxWriter) bold(s string) excelize.Cell {
	return excelize.Cell{StyleID: x.style.head, Value: s}
}
