// Package study counts over the ledgers: it takes their rows, hands them as numbers to the pure packages under analysis,
// and gives back an answer that says how it was computed and what the data lack. A command prints what a page shows:
// both ask here.
package study

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
)

// An Answer is the rows of a study with its method. The names of the columns stay, because other programs read them.
type Answer struct {
	Columns []string
	Rows    [][]any // a cell is a string, an int, a float64 or nil, which is "not known" and never zero
	Method  Method
}

// A Method is what stands beside every score. Its texts are English sentences.
type Method struct {
	Question string   `json:"question"`
	How      []string `json:"how"`     // steps, weights and definitions
	Missing  []string `json:"missing"` // what the data lack, with the numbers
	Sources  []string `json:"sources"` // papers and data
	Command  string   `json:"command"` // repeats the answer
}

// Cell is a cell as text: six decimals for a number that is not whole, nothing for what is not known.
func Cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', 6, 64)
	}
	panic("study: a cell is a string, an int, a float64 or nil") // a mistake in this package
}

// Texts returns the rows with their header as text.
func (a Answer) Texts() [][]string {
	all := make([][]string, 0, len(a.Rows)+1)
	all = append(all, a.Columns)
	for _, row := range a.Rows {
		cells := make([]string, len(row))
		for i, v := range row {
			cells[i] = Cell(v)
		}
		all = append(all, cells)
	}
	return all
}

// WriteCSV writes the rows with their header.
func (a Answer) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.WriteAll(a.Texts()); err != nil {
		return err
	}
	return out.Error()
}

// MarshalJSON implements json.Marshaler: {"rows":[{column: value}],"total":N,"method":{...}}.
func (a Answer) MarshalJSON() ([]byte, error) {
	rows := make([]map[string]any, len(a.Rows))
	for i, row := range a.Rows {
		rows[i] = make(map[string]any, len(row))
		for k, v := range row {
			rows[i][a.Columns[k]] = v
		}
	}
	return json.Marshal(struct {
		Columns []string         `json:"columns"`
		Rows    []map[string]any `json:"rows"`
		Total   int              `json:"total"`
		Method  Method           `json:"method"`
	}{a.Columns, rows, len(rows), a.Method})
}
