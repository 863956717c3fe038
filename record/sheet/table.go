package sheet

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"unhindered/un"
)

// A Table is one kind of sheet.
type Table struct {
	Name    string // as on the command line and in file names: "joint-statements"
	Title   string // "Joint statements"
	Help    string // what one row is
	Columns []Column
	Key     []string // columns that tell two rows apart where no id is given
	// Entries is the column that names entries of the register, several separated by semicolons; empty if none does. A row
	// is left out of everything as long as one of its entries is withdrawn. Such a table needs the register's database.
	Entries string
	// Check looks at a row as a whole after all its cells; it returns the column at fault and why. May be nil.
	Check func(Row) (column, reason string)
}

// A Column is one column of a table.
type Column struct {
	Name    string
	Help    string // what stands in it
	Example string // a value for the template; about States it is Examplestan
	Need    bool   // may not be empty
	Type    Type
	Choices []Choice // of a Choice column
}

// A Choice is one value that a Choice column takes.
type Choice struct{ Code, Label string }

// A Type is what a column takes.
type Type int

// The types of columns.
const (
	Text   Type = iota
	Date        // partial date of package un
	State       // alpha-3 code; every name that package un knows is taken too
	States      // several, separated by semicolons
	Number      // whole, not negative
	YesNo
	Choose // one of Choices
	Act    // code of an act type of package un
	Body   // UN body, by any name that package un knows
)

// IDColumn begins every table. It may be left empty.
var IDColumn = Column{Name: "id", Example: "", Help: "key of the row: letters, digits, hyphens, dots; made from other columns if empty"}

// Common columns that end every table.
var (
	Source = Column{Name: "source", Need: true, Help: "document, then section, page or paragraph; several separated by semicolons", Example: "Example Watch 2021, section 3"}
	Seen   = Column{Name: "seen", Type: Date, Help: "day on which the source was read, if it can change", Example: "2022-01-15"}
	Note   = Column{Name: "note", Help: "anything that a reader must know, such as how sure a date is"}
)

// Column returns a column of the table, or nil.
func (t *Table) Column(name string) *Column {
	i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return &t.Columns[i]
}

// Header returns the names of all columns.
func (t *Table) Header() []string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return names
}

// Label returns the words of a code: in a Choose column those of the choice; elsewhere a code of several words, as sources
// write theirs (human_rights_defenders), becomes these words. Anything else stays as it is.
func (t *Table) Label(column, code string) string {
	if c := t.Column(column); c != nil {
		for _, choice := range c.Choices {
			if choice.Code == code {
				return choice.Label
			}
		}
	}
	if severalWords.MatchString(code) {
		return strings.ReplaceAll(code, "_", " ")
	}
	return code
}

var severalWords = regexp.MustCompile(`^[a-z]+(_[a-z0-9]+)+$`)

// A Refusal says why a line was not taken.
type Refusal struct{ Column, Value, Reason string }

func (r *Refusal) Error() string {
	return fmt.Sprintf("column %s: %q: %s", r.Column, r.Value, r.Reason)
}

// Read turns the cells of a line into a row. Cells of columns that the table does not have are ignored.
func (t *Table) Read(cells map[string]string) (Row, *Refusal) {
	row := Row{Table: t.Name, cells: map[string]string{}}
	for _, c := range t.Columns {
		value := strings.TrimSpace(cells[c.Name])
		clean, reason := c.read(value)
		if reason == "" && clean == "" && c.Need {
			reason = "may not be empty"
		}
		if reason != "" {
			return Row{}, &Refusal{c.Name, value, reason}
		}
		if clean != "" && c.Name != "id" {
			row.cells[c.Name] = clean
		}
	}
	if t.Check != nil {
		if column, reason := t.Check(row); reason != "" {
			return Row{}, &Refusal{column, cells[column], reason}
		}
	}
	if row.ID = strings.TrimSpace(cells["id"]); row.ID == "" {
		row.ID = t.key(row)
	} else if !keys.MatchString(row.ID) {
		return Row{}, &Refusal{"id", row.ID, "a key has letters, digits, hyphens and dots, at most 80"}
	}
	return row, nil
}

var (
	keys   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$`)
	notKey = regexp.MustCompile(`[^A-Za-z0-9.]+`)
)

// key makes the key of a row from its Key columns. Where letters are lost on the way, a fingerprint keeps rows apart.
func (t *Table) key(row Row) string {
	parts := make([]string, len(t.Key))
	for i, column := range t.Key {
		parts[i] = row.cells[column]
	}
	exact := strings.Join(parts, "\x00")
	slug := strings.Trim(notKey.ReplaceAllString(strings.Join(parts, " "), "-"), "-.")
	if strings.Join(parts, "-") == slug && len(slug) <= 60 && slug != "" {
		return slug
	}
	sum := sha256.Sum256([]byte(exact))
	return strings.Trim("k-"+slug[:min(len(slug), 50)], "-.") + "-" + hex.EncodeToString(sum[:4])
}

// longest is the most letters that a cell may have.
const longest = 5000

func (c Column) read(value string) (clean, reason string) {
	if value == "" {
		return "", ""
	}
	if utf8.RuneCountInString(value) > longest {
		return "", fmt.Sprintf("is longer than %d letters", longest)
	}
	if !utf8.ValidString(value) || strings.ContainsFunc(value, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
		return "", "holds signs that cannot be read; save the file as UTF-8"
	}
	switch c.Type {
	case Date:
		d, err := un.ParseDate(value)
		if err != nil {
			return "", "is not a date; write 2013-09-14, or 2013-09, or 2013"
		}
		return string(d), ""
	case State:
		return state(value)
	case States:
		var codes []string
		for _, part := range split(value) {
			code, reason := state(part)
			if reason != "" {
				return "", part + ": " + reason
			}
			codes = append(codes, code)
		}
		return strings.Join(codes, "; "), ""
	case Number:
		n, err := strconv.ParseUint(value, 10, 31)
		if err != nil {
			return "", "is not a whole number"
		}
		return strconv.FormatUint(n, 10), ""
	case YesNo:
		switch strings.ToLower(value) {
		case "yes", "no":
			return strings.ToLower(value), ""
		}
		return "", "is neither yes nor no; leave it empty where the source does not say"
	case Choose:
		for _, choice := range c.Choices {
			if strings.EqualFold(value, choice.Code) || strings.EqualFold(value, choice.Label) {
				return choice.Code, ""
			}
		}
		return "", "is none of: " + strings.Join(c.codes(), ", ")
	case Act:
		if a, ok := un.ActTypeByCode(strings.ToUpper(value)); ok {
			return a.Code, ""
		}
		return "", "is no code of the types of acts"
	case Body:
		if b, ok := un.FindBody(value); ok {
			return b.Code, ""
		}
		return "", "is no known UN body; use a code such as HRC or CAT"
	}
	return value, ""
}

func state(value string) (code, reason string) {
	if s, ok := un.StateByISO3(strings.ToUpper(value)); ok {
		return s.ISO3, ""
	}
	if s, ok := un.FindState(value); ok {
		return s.ISO3, ""
	}
	return "", "is no State that we know; use the three letters of ISO 3166"
}

func (c Column) codes() []string {
	codes := make([]string, len(c.Choices))
	for i, choice := range c.Choices {
		codes[i] = choice.Code
	}
	return codes
}

// Takes says in words what may stand in the column.
func (c Column) Takes() string {
	switch c.Type {
	case Date:
		return "date as precise as the source: 2013-09-14, 2013-09 or 2013"
	case State:
		return "State: three letters of ISO 3166, or a name"
	case States:
		return "States, separated by semicolons"
	case Number:
		return "whole number"
	case YesNo:
		return "yes or no; empty where not stated"
	case Choose:
		var all []string
		for _, choice := range c.Choices {
			all = append(all, choice.Code+" ("+choice.Label+")")
		}
		return "one of: " + strings.Join(all, "; ")
	case Act:
		return "code of a type of act"
	case Body:
		return "UN body, such as HRC or CAT"
	}
	return "text"
}

func split(cell string) []string {
	var all []string
	for part := range strings.SplitSeq(cell, ";") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}
