// Package treaties is the ledger of human rights treaties: which State is a party to which since when, and which has only
// signed. It keeps what the source says, flags what contradicts itself, and never fills a gap.
package treaties

import (
	"context"
	"embed"
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"unhindered/record/imports"
	"unhindered/storage"
	"unhindered/un"
)

//go:embed migrations/*.sql
var embedded embed.FS

//go:embed data/treaties.csv
var reference string

// Migrations returns the migrations of this ledger.
func Migrations() storage.Set {
	sub, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return storage.Set{Name: "treaties", FS: sub}
}

// The tables of this ledger, for its importer.
var (
	StatusTable = imports.Table{Name: "treaty_status", Columns: []string{"id", "treaty", "iso3", "standing", "year", "name", "note", "flags", "row_no"}, Keep: []string{"row_no"}}
	ClaimTable  = imports.Table{Name: "treaty_claim", Columns: []string{"id", "iso3", "treaty", "says", "as_of", "year", "reference", "source"}}
)

// A Treaty is one of the human rights treaties and protocols. Its dates are marked as recalled in the reference data.
type Treaty struct {
	Code    string `json:"code"` // "ICCPR-OP1"
	Name    string `json:"name"`
	Adopted string `json:"adopted"`
	InForce string `json:"in_force"`
	Parent  string `json:"parent,omitempty"` // treaty of which it is a protocol
	Body    string `json:"body"`
	Kind    string `json:"kind"` // convention, complaints, substantive or visits
}

var all = sync.OnceValue(func() []Treaty {
	rows, err := csv.NewReader(strings.NewReader(reference)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("treaties: %v", err)) // the file is part of the program
	}
	var out []Treaty
	for _, r := range rows[1:] {
		out = append(out, Treaty{Code: r[0], Name: r[1], Adopted: r[2], InForce: r[3], Parent: r[4], Body: r[5], Kind: r[6]})
	}
	return out
})

// All returns the treaties, conventions first.
func All() []Treaty { return slices.Clone(all()) }

// ByCode returns a treaty by its code.
func ByCode(code string) (Treaty, bool) {
	for _, t := range all() {
		if t.Code == code {
			return t, true
		}
	}
	return Treaty{}, false
}

// aliases are the codes that files use for treaties; "cped" for the convention on enforced disappearance.
var aliases = map[string]string{
	"cped": "ICPPED", "ced": "ICPPED", "icmw": "ICRMW", "cmw": "ICRMW", "icescr_op": "OP-ICESCR", "iccpr_op1": "ICCPR-OP1", "iccpr_op2": "ICCPR-OP2",
	"cerd": "ICERD", "ccpr": "ICCPR", "cescr": "ICESCR",
}

// Find returns the treaty that a file calls by a code of its own.
func Find(code string) (Treaty, bool) {
	code = strings.ToLower(strings.TrimSpace(code))
	if other, ok := aliases[code]; ok {
		return ByCode(other)
	}
	return ByCode(strings.ToUpper(strings.ReplaceAll(code, "_", "-")))
}

// A Standing is where a State stands with a treaty.
type Standing string

// The standings. Denounced is a State that was a party and left, as a note of the source says. Unclear is a row that says
// party and not party at once, without a year that would decide.
const (
	Party     Standing = "party"
	Denounced Standing = "denounced"
	Signatory Standing = "signatory"
	None      Standing = "none"
	Unclear   Standing = "unclear"
)

// Standings returns all standings in the order above.
func Standings() []Standing { return []Standing{Party, Signatory, None, Denounced, Unclear} }

// What says it in plain English.
func (s Standing) What() string {
	switch s {
	case Party:
		return "State party"
	case Denounced:
		return "denounced"
	case Signatory:
		return "signed, not ratified"
	case None:
		return "no action"
	case Unclear:
		return "unclear in the source"
	}
	return "not in the data"
}

// A Status is one row: a State and a treaty.
type Status struct {
	Treaty   string   `json:"treaty"`
	ISO3     string   `json:"iso3"`
	Standing Standing `json:"standing"`
	Year     int      `json:"year,omitempty"` // of ratification or accession
	Name     string   `json:"name_as_written"`
	Note     string   `json:"note,omitempty"`
	Flags    []string `json:"flags,omitempty"`
	Row      int      `json:"row"`
}

// A Claim is what another source says of a State and a treaty.
type Claim struct {
	ISO3      string `json:"iso3"`
	Treaty    string `json:"treaty"`
	Says      string `json:"says"`
	AsOf      string `json:"as_of,omitempty"`
	Year      string `json:"year_reference,omitempty"`
	Reference string `json:"reference,omitempty"`
	Source    string `json:"source"`
}

// A Ledger is everything the ledger holds.
type Ledger struct {
	Statuses []Status // by treaty, then State
	Claims   []Claim

	by map[string]*Status // treaty/ISO3
}

// A Store is the ledger, kept in memory until an import changes it. It is safe for concurrent use; what it returns must not
// be changed.
type Store struct {
	db     *storage.DB
	memory imports.Memory[Ledger]
}

// New makes the ledger over a database that has its Migrations.
func New(db *storage.DB) *Store {
	s := &Store{db: db}
	s.memory.Tables = []string{StatusTable.Name, ClaimTable.Name}
	s.memory.Load = load
	return s
}

// Ledger returns all that the ledger holds now.
func (s *Store) Ledger(ctx context.Context) (*Ledger, error) { return s.memory.Get(ctx, s.db) }

func load(ctx context.Context, tx *storage.Tx) (*Ledger, error) {
	l := &Ledger{by: map[string]*Status{}}
	rows, err := tx.Query(ctx, "SELECT treaty, iso3, standing, year, name, note, flags, row_no FROM treaty_status ORDER BY treaty, iso3")
	l.Statuses, err = storage.Collect(rows, err, func(r storage.Row, s *Status) error {
		var flags string
		if err := r.Scan(&s.Treaty, &s.ISO3, (*string)(&s.Standing), &s.Year, &s.Name, &s.Note, &flags, &s.Row); err != nil {
			return err
		}
		if flags != "" {
			s.Flags = strings.Split(flags, "; ")
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the ledger of treaties: %w", err)
	}
	for i := range l.Statuses {
		l.by[l.Statuses[i].Treaty+"/"+l.Statuses[i].ISO3] = &l.Statuses[i]
	}
	rows, err = tx.Query(ctx, "SELECT iso3, treaty, says, as_of, year, reference, source FROM treaty_claim ORDER BY id")
	l.Claims, err = storage.Collect(rows, err, func(r storage.Row, c *Claim) error {
		return r.Scan(&c.ISO3, &c.Treaty, &c.Says, &c.AsOf, &c.Year, &c.Reference, &c.Source)
	})
	if err != nil {
		return nil, fmt.Errorf("reading the ledger of treaties: %w", err)
	}
	return l, nil
}

// Of returns where a State stands with a treaty; ok is false if the data have no such row.
func (l *Ledger) Of(treaty, iso3 string) (Status, bool) {
	if s := l.by[treaty+"/"+iso3]; s != nil {
		return *s, true
	}
	return Status{}, false
}

// State returns the rows of a State in the order of All, and the codes of the treaties for which there is none.
func (l *Ledger) State(iso3 string) (have []Status, missing []string) {
	for _, t := range all() {
		if s, ok := l.Of(t.Code, iso3); ok {
			have = append(have, s)
		} else {
			missing = append(missing, t.Code)
		}
	}
	return have, missing
}

// ClaimsOn returns what other sources say of a State.
func (l *Ledger) ClaimsOn(iso3 string) []Claim {
	var out []Claim
	for _, c := range l.Claims {
		if c.ISO3 == iso3 {
			out = append(out, c)
		}
	}
	return out
}

// A Count is how many States stand where with a treaty.
type Count struct {
	Treaty
	Party     int      `json:"parties"`
	Signatory int      `json:"signatories"`
	None      int      `json:"no_action"`
	Denounced int      `json:"denounced"`
	Unclear   int      `json:"unclear"`
	Missing   []string `json:"missing,omitempty"` // Member States without a row
}

// N is the count of one standing.
func (c Count) N(s Standing) int {
	switch s {
	case Party:
		return c.Party
	case Signatory:
		return c.Signatory
	case None:
		return c.None
	case Denounced:
		return c.Denounced
	case Unclear:
		return c.Unclear
	}
	return 0
}

// Counts counts the Member States by treaty, in the order of All; empty if nothing was imported.
func (l *Ledger) Counts() []Count {
	if len(l.Statuses) == 0 {
		return nil
	}
	var out []Count
	for _, t := range all() {
		c := Count{Treaty: t}
		for _, s := range un.States() {
			if s.Status != un.Member {
				continue
			}
			st, ok := l.Of(t.Code, s.ISO3)
			if !ok {
				c.Missing = append(c.Missing, s.ISO3)
				continue
			}
			switch st.Standing {
			case Party:
				c.Party++
			case Signatory:
				c.Signatory++
			case None:
				c.None++
			case Denounced:
				c.Denounced++
			case Unclear:
				c.Unclear++
			}
		}
		out = append(out, c)
	}
	return out
}

// Flagged returns the rows that contradict themselves.
func (l *Ledger) Flagged() []Status {
	var out []Status
	for _, s := range l.Statuses {
		if len(s.Flags) > 0 {
			out = append(out, s)
		}
	}
	return out
}
