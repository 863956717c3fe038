package ngocommittee

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"unhindered/importer/kind"
)

// largest is how many bytes a workbook may have, unpacked: a hundred times what the sheets have.
const largest = 20 << 20

// asCSV returns the first sheet of a workbook as CSV. Its dates are numbers of days: those of sessions and of further
// mentions are written as the CSV files have them, 2014-02-07.
func asCSV(f *kind.File) (io.Reader, error) {
	data, err := f.All(largest)
	if err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: largest, UnzipXMLSizeLimit: largest})
	if err != nil {
		return nil, fmt.Errorf("%s: not an Excel workbook that can be read (%v); save its sheet as CSV (UTF-8) and import that", f.Name, err)
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s: the first sheet is empty", f.Name)
	}
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for i, row := range rows {
		row = slices.Concat(row, make([]string, width-len(row))) // cells at the end of a row are left out where they are empty
		for column, cell := range row {
			switch {
			case i == 0 && cell == "":
				row[column] = "unnamed_" + strconv.Itoa(column+1)
			case i > 0 && column < len(rows[0]) && isDate(rows[0][column]):
				row[column] = day(cell)
			}
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return &out, w.Error()
}

func isDate(column string) bool {
	return column == "Session_number" || strings.HasPrefix(column, "additional_mention")
}

// day writes Excel's number of a day as a date; anything else stays as it is.
func day(cell string) string {
	n, err := strconv.ParseFloat(cell, 64)
	if err != nil || n < 1 || n > 100_000 || n != math.Trunc(n) {
		return cell
	}
	t, err := excelize.ExcelDateToTime(n, false)
	if err != nil {
		return cell
	}
	return t.Format("2006-01-02")
}
