package imports

import (
	"encoding/json"
	"slices"
)

// A Report is what an import did, file by file. Its JSON is that of `import --json`.
type Report struct {
	Import int64   `json:"import"` // number of the import; 0 if nothing was kept
	Files  []*File `json:"files"`
	// Extra is added to the JSON by kinds that count more than rows, such as recommendations.
	Extra map[string]any `json:"-"`
}

// MarshalJSON implements json.Marshaler.
func (r Report) MarshalJSON() ([]byte, error) {
	all := map[string]any{"import": r.Import, "files": r.Files}
	for k, v := range r.Extra {
		all[k] = v
	}
	return json.Marshal(all)
}

// Refused returns how many rows were refused.
func (r Report) Refused() int {
	n := 0
	for _, f := range r.Files {
		n += f.RefusedRows()
	}
	return n
}

// unreadable tells whether files were given and all of them refused whole.
func (r Report) unreadable() bool {
	return len(r.Files) > 0 && !slices.ContainsFunc(r.Files, func(f *File) bool { return f.Read > 0 || f.RefusedRows() == 0 })
}

// A File is what became of one file. Read is the sum of New, Changed, Unchanged and the refused rows, unless the kind
// says otherwise.
type File struct {
	Name                    string
	SHA256                  string // hex, of the file as it was
	Read                    int
	New, Changed, Unchanged int
	Extra                   map[string]any // added to the JSON, such as "with_state" of upr-report

	refused []Refusal
	more    int // refused beyond maxRefused
}

// A Refusal says why a row was not taken. Row counts as a person does: the header is row 1.
type Refusal struct {
	Row    int    `json:"row"`
	Column string `json:"column"`
	Value  string `json:"value"`
	Reason string `json:"reason"`
}

// maxRefused bounds the memory of a report on a file that is all wrong.
const maxRefused = 10_000

// maxValue bounds the bytes quoted of a refused cell.
const maxValue = 200

// Refuse notes that a row was not taken.
func (f *File) Refuse(row int, column, value, reason string) {
	if len(f.refused) == maxRefused {
		f.more++
		return
	}
	if len(value) > maxValue {
		cut := maxValue
		for cut > 0 && value[cut]&0xC0 == 0x80 {
			cut--
		}
		value = value[:cut] + "…"
	}
	f.refused = append(f.refused, Refusal{row, column, value, reason})
}

// Refusals returns the refused rows, at most the first ten thousand.
func (f *File) Refusals() []Refusal { return f.refused }

// RefusedRows returns how many rows were refused, those included that Refusals leaves out.
func (f *File) RefusedRows() int { return len(f.refused) + f.more }

// Count adds an outcome.
func (f *File) Count(o Outcome) {
	switch o {
	case New:
		f.New++
	case Changed:
		f.Changed++
	case Unchanged:
		f.Unchanged++
	}
}

// MarshalJSON implements json.Marshaler.
func (f *File) MarshalJSON() ([]byte, error) {
	refused := f.refused
	if refused == nil {
		refused = []Refusal{}
	}
	all := map[string]any{
		"file": f.Name, "read": f.Read, "new": f.New, "changed": f.Changed, "unchanged": f.Unchanged, "refused": refused,
	}
	if f.more > 0 {
		all["refused_more"] = f.more
	}
	for k, v := range f.Extra {
		all[k] = v
	}
	return json.Marshal(all)
}
