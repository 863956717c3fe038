// Package sheet imports tables that people fill by hand, one documented CSV file a ledger: visits, letters, statements,
// reports, advice and what belongs to them, codings of recommendations. The columns may come in any order; optional ones may be missing; one that the
// table does not have is refused by its name, since it is probably a slip.
package sheet

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"unhindered/importer/csvfile"
	"unhindered/importer/kind"
	"unhindered/record/advice"
	"unhindered/record/imports"
	"unhindered/record/letters"
	"unhindered/record/reports"
	"unhindered/record/sheet"
	"unhindered/record/statements"
	"unhindered/record/upr"
	"unhindered/record/visits"
	"unhindered/record/votes"
)

// Kind is how the command line knows this importer: unhindered import sheet visits my-visits.csv.
func Kind() kind.Kind {
	return kind.Kind{
		Name: "sheet", Word: "ledger", Run: Run,
		Help: "a CSV file filled by hand; name the table first, or call the file like it: " + strings.Join(names(), ", "),
	}
}

// Tables returns all tables.
func Tables() []*sheet.Table {
	return slices.Concat(
		[]*sheet.Table{&visits.Table, &visits.Terms, &letters.Table, &letters.Counts, &letters.Questions},
		[]*sheet.Table{&statements.Table, &statements.Joint, &statements.Groups, &statements.Mentions},
		reports.Tables(),
		[]*sheet.Table{&advice.Table, &advice.Changes},
		[]*sheet.Table{&votes.Dissociations, &votes.Explanations},
		[]*sheet.Table{&upr.Codings},
	)
}

func names() []string {
	var all []string
	for _, t := range Tables() {
		all = append(all, t.Name)
	}
	return all
}

// ByName returns the table of the given name.
func ByName(name string) (*sheet.Table, bool) {
	all := Tables()
	i := slices.IndexFunc(all, func(t *sheet.Table) bool { return t.Name == name })
	if i < 0 {
		return nil, false
	}
	return all[i], true
}

// Run imports files into one table: that of the first word, or the one that each file is named after.
func Run(ctx context.Context, in kind.In) (imports.Report, error) {
	tables := make([]*sheet.Table, len(in.Files))
	for i, path := range in.Files {
		name, _, _ := strings.Cut(filepath.Base(path), ".")
		if len(in.Args) > 0 {
			name = in.Args[0]
		}
		t, ok := ByName(name)
		if !ok {
			return imports.Report{}, fmt.Errorf("%s: there is no table %q; name one of: %s", filepath.Base(path), name, strings.Join(names(), ", "))
		}
		tables[i] = t
	}
	return in.Import(ctx, "sheet", func(tx *imports.Tx) error {
		next := 0
		return in.EachFile(tx, func(f *kind.File) error {
			next++
			return Read(ctx, tx, f.File, f, tables[next-1])
		})
	})
}

// example is the id of the example row in templates.
const example = "EXAMPLE"

// Read reads one file into a table. An error ends the import; rows that cannot be taken are in the report.
func Read(ctx context.Context, tx *imports.Tx, f *imports.File, in io.Reader, t *sheet.Table) error {
	var need, may []string
	for _, c := range t.Columns {
		if c.Need {
			need = append(need, c.Name)
		} else {
			may = append(may, c.Name)
		}
	}
	r, err := csvfile.NewReader(in, csvfile.Options{Name: f.Name, Required: need, Optional: may})
	if err != nil {
		return err
	}
	for _, name := range r.Header() {
		if t.Column(name) == nil {
			return fmt.Errorf("%s: the table %s has no column %q; its columns are %s", f.Name, t.Name, name, strings.Join(t.Header(), ", "))
		}
	}
	w := sheet.NewWriter(tx, f, t)
	return kind.Each(f, r, func() error {
		if r.Get("id") == example {
			return kind.Refuse("id", example, "this is the example row of the template; delete it")
		}
		cells := make(map[string]string, len(t.Columns))
		for _, name := range r.Header() {
			cells[name] = r.Get(name)
		}
		return w.Put(ctx, r.Row(), cells)
	})
}

// Template returns a CSV file to fill: the header and one example row about a State that does not exist.
func Template(t *sheet.Table) []byte {
	var buf bytes.Buffer
	row := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		row[i] = c.Example
	}
	row[0] = example
	out := csv.NewWriter(&buf)
	_ = out.WriteAll([][]string{t.Header(), row}) // a buffer takes everything
	return buf.Bytes()
}
