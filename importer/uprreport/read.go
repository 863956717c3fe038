package uprreport

import (
	"context"
	"errors"

	"unhindered/importer/document"
)

// Read reads a report of any format. A PDF whose first reading lacks numbers or States is read in the other way too, and the
// reading with fewer faults is taken; the first, if they have as many.
func Read(ctx context.Context, data []byte) (*Report, document.Text, error) {
	text, err := document.Read(ctx, data)
	var report *Report
	if err == nil {
		report, err = Parse(text.Text)
	}
	locked := errors.Is(err, document.ErrLocked) || errors.Is(err, document.ErrTooLarge)
	if ctx.Err() != nil || text.Method == "pdf" || locked || err == nil && report.faults() == 0 {
		return report, text, err
	}
	text2, err2 := document.Again(ctx, data)
	if err2 != nil {
		return report, text, err
	}
	other, err2 := Parse(text2.Text)
	if err2 == nil && (err != nil || other.faults() < report.faults()) {
		return other, text2, nil
	}
	return report, text, err
}

// faults counts what a reading lacks that a whole report has. A number that is missing weighs more than any name: the text
// of two recommendations has become one.
func (r *Report) faults() int {
	const number = 1000
	n := number*len(r.Gaps) + len(r.Unresolved)
	if r.State.ISO3 == "" || r.Session == 0 {
		n += number
	}
	for _, rec := range r.Recommendations {
		if len(rec.States) == 0 {
			n++
		}
	}
	return n
}
