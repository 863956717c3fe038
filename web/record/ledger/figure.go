package ledger

import (
	"slices"

	"unhindered/web/ui"
)

// A Figure is a number in words that leads to the rows behind it: "3,959 roll calls of the General Assembly".
type Figure struct {
	Count int    `json:"n"`
	What  string `json:"what"` // the sentence for many, as a key of data
	Path  string `json:"rows"` // address of the rows

	one  string
	args []any
}

// N is a figure. The number is the first argument of both sentences, which are texts to translate; more may follow.
func N(one, other string, n int, path string, args ...any) Figure {
	return Figure{Count: n, What: other, Path: path, one: one, args: args}
}

// Words says the figure in the language of a page. Arguments that are texts are translated too.
func (f Figure) Words(pg *ui.Page) string {
	args := make([]any, len(f.args))
	for i, a := range f.args {
		if text, ok := a.(string); ok {
			a = pg.T(text)
		}
		args[i] = a
	}
	return pg.N(f.one, f.What, f.Count, args...)
}

// Some are the figures that are not zero.
func Some(all ...Figure) []Figure {
	return slices.DeleteFunc(all, func(f Figure) bool { return f.Count == 0 })
}
