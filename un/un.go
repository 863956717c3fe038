// Package un holds the vocabulary that all rooms share: States and their names through time, regional groups, types of
// acts, UN bodies and mechanisms, and dates as partial as the sources give them. It knows nothing of the rooms.
package un

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed data/*.csv
var files embed.FS

// table reads an embedded CSV file with a header as one map a row. The files are part of the program, so a fault in
// one is a fault of the program: it panics, and the tests of this package would have met it.
func table(name string) []map[string]string {
	f, err := files.Open("data/" + name)
	if err != nil {
		panic(fmt.Sprintf("un: %v", err))
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("un: %s: %v", name, err))
	}
	header := rows[0]
	all := make([]map[string]string, 0, len(rows)-1)
	for _, row := range rows[1:] {
		cells := make(map[string]string, len(header))
		for i, column := range header {
			cells[column] = strings.TrimSpace(row[i])
		}
		all = append(all, cells)
	}
	return all
}

// list splits a cell that holds several values.
func list(cell string) []string {
	var all []string
	for part := range strings.SplitSeq(cell, ";") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// Fold maps the spellings of a text onto each other, for searching: case, accents, punctuation.
func Fold(text string) string { return fold(text) }

// fold maps the spellings of one name onto each other: case, accents, kinds of apostrophe and dash, "&" for "and",
// a leading "the", and whatever is neither letter nor digit.
func fold(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ReplaceAll(name, "&", " and ")) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '.':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Fields(b.String())
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	return strings.Join(words, " ")
}
