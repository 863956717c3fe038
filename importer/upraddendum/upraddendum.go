// Package upraddendum reads the addendum to a Working Group report, in which the State under review gives its positions
// on the recommendations that it had left open: in lists ("accepts recommendations 122.17-18, 122.22"), or number by
// number. What a text does not decide stays undecided, with the State's words.
package upraddendum

import (
	"context"
	"errors"
	"regexp"

	"unhindered/importer/document"
	"unhindered/importer/kind"
	"unhindered/record/imports"
	"unhindered/record/upr"
)

// Kind is the kind of these files.
func Kind() kind.Kind {
	return kind.Kind{
		Names: []string{"*.pdf", "*.docx", "*.txt"},
		Name:  "upr-addendum",
		Help:  "addenda to Working Group reports (A/HRC/.../Add.1; PDF, Word or text): the State's positions; import the report first",
		Run:   Run,
	}
}

// Run imports addenda. The report of the same symbol has to be there, since addenda number as it does.
func Run(ctx context.Context, in kind.In) (imports.Report, error) {
	return in.Import(ctx, "upr-addendum", func(tx *imports.Tx) error {
		rows := tx.Writer(upr.Positions)
		taken := map[string]bool{}
		for _, path := range in.Files {
			f, err := in.Open(tx, path)
			if err != nil {
				return err
			}
			if err := errors.Join(file(ctx, tx, rows, f, taken), f.Close()); err != nil {
				return err
			}
		}
		return nil
	})
}

var ownSymbol = regexp.MustCompile(`(A/HRC/\d+/\d+)(/Add\.\d)`)

func file(ctx context.Context, tx *imports.Tx, rows *imports.Writer, f *kind.File, taken map[string]bool) error {
	refuse := func(reason string) error {
		f.Refuse(1, "", f.Name, reason)
		return nil
	}
	data, err := f.All(document.MaxSize)
	if err != nil {
		return refuse(err.Error())
	}
	text, err := document.Read(ctx, data)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return refuse(err.Error())
	}
	m := ownSymbol.FindStringSubmatch(text.Text)
	if m == nil {
		return refuse("no symbol of an addendum (A/HRC/.../Add.1) was found")
	}
	review, err := upr.ReviewOfReport(ctx, tx.Storage(), m[1])
	if err != nil {
		return err
	}
	if review == "" {
		return refuse("the report " + m[1] + " is not here; import it first (upr-report)")
	}
	numbers, err := upr.Numbers(ctx, tx.Storage(), review)
	if err != nil {
		return err
	}
	found := Parse(text.Text, numbers)
	if len(found) == 0 {
		return refuse("no recommendation of the report is answered by its number")
	}
	f.File.Extra = tally(found, len(numbers))
	for _, p := range found {
		f.File.Read++
		if taken[m[0]] { // the PDF and the text of one addendum side by side
			f.File.Unchanged++
			continue
		}
		if err := rows.Put(ctx, f.File, review+"/"+p.Number, review, p.Number, p.Position, p.Said, m[0]); err != nil {
			return err
		}
	}
	taken[m[0]] = true
	return nil
}

// tally counts the answers: an undecided one is an answer whose words accept nothing and note nothing.
func tally(found []Position, numbers int) map[string]any {
	count := map[string]int{}
	for _, p := range found {
		count[p.Position]++
	}
	return map[string]any{
		"supported": count[upr.Supported], "noted": count[upr.Noted], "undecided": count[upr.Unknown], "not_answered_by_number": numbers - len(found),
	}
}
