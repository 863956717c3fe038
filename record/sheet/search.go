package sheet

import (
	"strings"

	"unhindered/record/search"
	"unhindered/un"
)

// Found says how the rows of a table are found by searching.
type Found struct {
	Table        *Table
	Ledger, Kind string
	Path         string   // of the list; a row is below it, under its key
	Title        string   // column
	Text         []string // columns of what is shown
	Symbol       string   // column
	State        string   // column of the State that a row is about; "state" if empty
	By           string   // column of a State that speaks, asks or acts
	Date, Until  string   // columns
}

// Set returns rows for searching. Columns that are neither shown nor dates, keys nor numbers are words to find the row by.
func (f Found) Set(rows []Row) search.Set {
	shown := map[string]bool{f.Title: true, f.Symbol: true, f.Date: true, f.Until: true, "id": true, "seen": true, f.State: true, f.By: true, "state": true, "": true}
	for _, c := range f.Text {
		shown[c] = true
	}
	var also []string
	for _, c := range f.Table.Columns {
		if !shown[c.Name] && (c.Type == Text || c.Type == Choose) {
			also = append(also, c.Name)
		}
	}
	return search.Set{N: len(rows), At: func(i int) search.Document { return f.document(&rows[i], also) }}
}

func (f Found) document(r *Row, also []string) search.Document {
	d := search.Document{
		Ledger: f.Ledger, Kind: f.Kind, Path: f.Path + "/" + r.ID, Title: r.Get(f.Title), Text: f.words(r, f.Text), Also: f.words(r, also),
		State: r.Get("state"), Date: r.Date(f.Date), Until: r.Date(f.Until),
	}
	if f.State != "" {
		d.State = r.Get(f.State)
	}
	if f.By != "" && r.Get(f.By) != "" {
		d.By = []string{r.Get(f.By)}
	}
	if f.Symbol != "" {
		if d.Symbol = r.Get(f.Symbol); d.Symbol != "" {
			d.Keys = []string{d.Symbol}
		}
	}
	if d.Date == "" {
		d.Date = d.Until
	}
	return d
}

// words puts cells one after the other, codes in words.
func (f Found) words(r *Row, columns []string) string {
	var b strings.Builder
	for _, name := range columns {
		v := r.Get(name)
		if v == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(" · ")
		}
		c := f.Table.Column(name)
		switch {
		case c != nil && c.Type == Act:
			if a, ok := un.ActTypeByCode(v); ok {
				v = a.Label
			}
		case c != nil && c.Type == Body:
			if body, ok := un.BodyByCode(v); ok {
				v = body.Name
			}
		default:
			v = f.Table.Label(name, v)
		}
		b.WriteString(v)
	}
	return b.String()
}

// Join puts sets one after the other.
func Join(sets ...search.Set) search.Set {
	var all search.Set
	for _, s := range sets {
		all.N += s.N
	}
	all.At = func(i int) search.Document {
		for _, s := range sets {
			if i < s.N {
				return s.At(i)
			}
			i -= s.N
		}
		return search.Document{}
	}
	return all
}
