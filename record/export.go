package record

import (
	"context"
	"iter"
	"strconv"
	"strings"

	"unhindered/office/table"
	"unhindered/record/imports"
	"unhindered/record/register"
	"unhindered/storage"
	"unhindered/un"
)

// Tables returns every table of the record, ledger by ledger: what `export` writes, the interface for programs answers with
// and the data dictionary explains.
func (r *Record) Tables() []*table.Source {
	var all []*table.Source
	if r.Register != nil {
		all = append(all, r.Register.Tables()...)
	}
	var found []*table.Source // contradictions that imports met
	for _, tables := range [][]*table.Source{r.Votes.Tables(), r.UPR.Tables(), r.NGO.Tables(), r.Visits.Tables(), r.Letters.Tables(),
		r.Statements.Tables(), r.Reports.Tables(), r.Advice.Tables(), r.Treaties.Tables()} {
		for _, t := range tables {
			if strings.HasSuffix(t.Name, "-contradictions") {
				found = append(found, t)
			}
			all = append(all, t)
		}
	}
	return append(all, contradictions(found), states(), past(r.DB))
}

// Stamp returns a text that changes whenever a row of any table may have changed: with every publication, withdrawal and
// import.
func (r *Record) Stamp(ctx context.Context) (string, error) {
	var imported, leaf int64
	if err := r.DB.QueryRow(ctx, "SELECT coalesce(sum(n), 0) FROM import_stamp").Scan(&imported); err != nil {
		return "", err
	}
	err := r.DB.QueryRow(ctx, "SELECT coalesce(max(n), -1) FROM log_leaf").Scan(&leaf)
	return strconv.FormatInt(imported, 10) + "." + strconv.FormatInt(leaf, 10), err
}

// A found contradiction is a row of the table of one ledger.
type found struct {
	table *table.Source
	row   table.Row
}

func (f found) cell(column string) any {
	if i := f.table.Column(column); i >= 0 {
		return f.row[i]
	}
	return nil
}

// contradictions is the tables of contradictions of all ledgers in one.
func contradictions(of []*table.Source) *table.Source {
	cell := func(name, help string) table.Col[found] {
		return table.C(name, table.Text, help, func(f found) any { return f.cell(name) })
	}
	var origin []string
	for _, t := range of {
		origin = append(origin, t.Origin...)
	}
	return table.New(table.Def[found]{
		Ledger: "quality", Name: "quality-found", Title: "Contradictions that imports found", Origin: origin,
		Help: "One row is one thing in which a data set contradicts itself or another: what it says in one place, and what it shows in another.",
		Key:  func(f found) string { return f.table.Ledger + "." + table.Words(f.cell("id")) }, KeyHelp: "ledger, a dot, key in the ledger’s own table",
		Columns: []table.Col[found]{
			table.C("ledger", table.Text, "votes, upr, ngo or treaties", func(f found) any { return f.table.Ledger }),
			cell("where", "the row or record"), cell("what", "what contradicts what"), cell("said", "what one place or source says"),
			cell("shown", "what the other shows"), cell("link", "address of the row on the record"),
		},
		Facets: []string{"ledger", "what"},
		All: func(ctx context.Context, _ table.Query) iter.Seq2[found, error] {
			return func(yield func(found, error) bool) {
				for _, t := range of {
					for row, err := range t.Rows(ctx, table.Query{}) {
						if !yield(found{t, row}, err) || err != nil {
							return
						}
					}
				}
			}
		},
	})
}

func states() *table.Source {
	type row = un.State
	return table.New(table.Def[row]{
		Ledger: "states", Name: "states", Title: "States", Origin: []string{"states"},
		Help: "One row is one State by whose code the other tables name it: Member and observer States, then former ones.",
		Key:  func(s row) string { return s.ISO3 }, KeyHelp: "code of three letters, ISO 3166; former States have the code that they had",
		Columns: []table.Col[row]{
			table.C("iso2", table.Text, "code of two letters; NA is Namibia", func(s row) any { return s.ISO2 }),
			table.C("name", table.Text, "short name in English, as the UN writes it", func(s row) any { return s.Name }),
			table.C("official_name", table.Text, "official name", func(s row) any { return s.Official }),
			table.C("other_names", table.List, "other names in use, former names", func(s row) any { return s.Aliases }),
			table.C("group", table.Text, "regional group: African, Asia-Pacific, EEG, GRULAC, WEOG or none", func(s row) any { return s.Group }),
			table.C("status", table.Text, "member, non-member observer state, or former", func(s row) any { return s.Status }),
			table.C("joined", table.Date, "beginning of membership, as far as known", func(s row) any { return s.Joined }),
			table.C("left", table.Date, "end of membership or of the name, of a former State", func(s row) any { return s.Left }),
			table.C("heirs", table.List, "codes of the States that continue or succeed a former one", func(s row) any { return s.Heirs }),
		},
		Concerns: func(s row, iso3 string) bool { return s.ISO3 == iso3 }, StateHelp: "This State, by its code of three letters.",
		Facets: []string{"group", "status"},
		All:    table.Each(func(context.Context) ([]row, error) { return append(un.States(), un.FormerStates()...), nil }),
	})
}

// past is the imports that filled the ledgers: "import" in the other tables.
func past(db *storage.DB) *table.Source {
	type row = imports.Info
	sum := func(of func(imports.FileInfo) int) func(row) any {
		return func(i row) any {
			n := 0
			for _, f := range i.Files {
				n += of(f)
			}
			return n
		}
	}
	day := func(stamp string) any { return stamp[:min(10, len(stamp))] }
	return table.New(table.Def[row]{
		Ledger: "imports", Name: "imports", Title: "Imports", Origin: []string{"register"},
		Help: "One row is one import of files into the ledgers.",
		Key:  func(i row) string { return strconv.FormatInt(i.ID, 10) }, KeyHelp: "number of the import, as the other tables name it",
		Columns: []table.Col[row]{
			table.C("kind", table.Text, "kind of files", func(i row) any { return i.Kind }),
			table.C("day", table.Day, "day of the import, UTC", func(i row) any { return day(i.Started) }),
			table.C("undone", table.Day, "day on which it was taken back", func(i row) any { return day(i.Undone) }),
			table.C("files", table.List, "names of the files", func(i row) any {
				var all []string
				for _, f := range i.Files {
					all = append(all, f.File)
				}
				return all
			}),
			table.C("read", table.Int, "rows read", sum(func(f imports.FileInfo) int { return f.Read })),
			table.C("new", table.Int, "of these new", sum(func(f imports.FileInfo) int { return f.New })),
			table.C("changed", table.Int, "of these changed", sum(func(f imports.FileInfo) int { return f.Changed })),
			table.C("unchanged", table.Int, "of these as they were", sum(func(f imports.FileInfo) int { return f.Unchanged })),
			table.C("refused", table.Int, "of these refused", sum(func(f imports.FileInfo) int { return f.Refused })),
		},
		When: func(i row) (string, string) { return table.Words(day(i.Started)), "" }, Facets: []string{"kind"},
		All: table.Each(func(ctx context.Context) ([]row, error) { return imports.List(ctx, db) }),
	})
}

// Catalogue returns the tables of a record without their rows.
func Catalogue() []table.Table {
	r := New(nil)
	r.Register = &register.Store{}
	var all []table.Table
	for _, t := range r.Tables() {
		all = append(all, t.Table)
	}
	return all
}
