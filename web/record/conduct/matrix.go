package conduct

// A matrix is a picture made of a table: rows by years, one sign a cell, so that it prints, reads aloud and needs no
// colour to be understood.
type matrix struct {
	ID      string
	Caption string // the question
	Legend  []sign // the signs that occur
	Corner  string // heading of the first column
	Columns []string
	Last    string // heading of the last column; none if empty
	Rows    []matrixRow
	Wide    bool // columns are words and not years
}

type matrixRow struct {
	Label, Sub, Link string
	Cells            []mark
	Last             string
}

// A mark is one cell. Class is one of the classes of the style sheet; Text is at most a few letters; Words say the same
// for those who do not see it.
type mark struct{ Class, Text, Words, Link string }

type sign struct{ Class, Text, Words string }
