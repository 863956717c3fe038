package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"golang.org/x/term"

	"unhindered/office/table"
	"unhindered/office/tablefile"
	"unhindered/record"
	"unhindered/un"
)

type exportCmd struct {
	places
	Ledger string   `arg:"" optional:"" help:"Which table; --list shows them."`
	Format string   `help:"csv, json, xlsx or parquet; the ending of --output decides if this is left out, else csv."`
	State  string   `help:"Only rows that concern this State: code of three letters, or name." placeholder:"CHN"`
	Year   string   `help:"Only rows whose time may lie in this year." placeholder:"2013"`
	From   string   `help:"Only rows whose time may lie on this date or after it." placeholder:"2013-09"`
	To     string   `help:"Only rows whose time may lie on this date or before it." placeholder:"2014"`
	Where  []string `help:"Only rows with exactly this value in a column; may be given again." placeholder:"COLUMN=VALUE" sep:"none"`
	Output string   `short:"o" help:"Write to this file, whole or not at all; else to stdout." type:"path" placeholder:"FILE"`
	List   bool     `help:"Show the tables and what each can be filtered by; with --format json also the meaning of their columns."`

	table  table.Table
	query  table.Query
	format tablefile.Format
}

// Help implements kong's detailed help.
func (exportCmd) Help() string {
	return "Writes a table of the record, row by row, in the same columns as the data dictionary (page /data) and the interface for " +
		"programs (page /api). An empty cell, or null, means that the source does not say; it never means no. In CSV a text that " +
		"a sheet program could run as a formula has an apostrophe before it. Terms of use go to stderr and, where the format has room, into the file."
}

// Validate is called by kong when the flags are read.
func (c *exportCmd) Validate() error {
	if err := c.places.Validate(); err != nil {
		return err
	}
	if c.List {
		if c.Format != "" && c.Format != "json" {
			return wrongUse("--list is shown as text, or with --format json as JSON")
		}
		return nil
	}
	if c.Ledger == "" {
		return wrongUse("say which table to export, as in: unhindered export votes --state CHN --format csv; --list shows the tables")
	}
	all := record.Catalogue()
	i := slices.IndexFunc(all, func(t table.Table) bool { return t.Name == c.Ledger })
	if i < 0 {
		return wrongUse("there is no table %q; the tables are %s", c.Ledger, strings.Join(tableNames(all), ", "))
	}
	c.table = all[i]
	if err := c.readQuery(); err != nil {
		return err
	}
	return c.readFormat()
}

func (c *exportCmd) readQuery() error {
	c.query = table.Query{Year: c.Year, From: c.From, To: c.To, Where: map[string]string{}}
	if c.State != "" {
		s, ok := un.StateByISO3(strings.ToUpper(c.State))
		if !ok {
			s, ok = un.FindState(c.State)
		}
		if !ok {
			return wrongUse("%q is no State; write its code of three letters, as CHN", c.State)
		}
		c.query.State = s.ISO3
	}
	for _, w := range c.Where {
		column, value, ok := strings.Cut(w, "=")
		if !ok {
			return wrongUse("--where %q: write COLUMN=VALUE, as body=HRC", w)
		}
		if c.table.Column(column) < 0 {
			return &table.NoSuchFilter{Table: c.table.Name, Name: column, Have: c.table.FilterNames()}
		}
		c.query.Where[column] = value
	}
	return c.table.Check(c.query)
}

func (c *exportCmd) readFormat() error {
	name := c.Format
	if name == "" {
		name = "csv"
		if ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(c.Output), ".")); slices.Contains(tablefile.Names(), ending) {
			name = ending
		}
	}
	var ok bool
	if c.format, ok = tablefile.ByName(name); !ok {
		return wrongUse("there is no format %q; the formats are %s", name, strings.Join(tablefile.Names(), ", "))
	}
	if c.Output == "" && (name == "xlsx" || name == "parquet") && term.IsTerminal(int(os.Stdout.Fd())) {
		return wrongUse("%s is nothing to look at on a terminal; name a file, as in --output %s.%s", name, c.Ledger, name)
	}
	return nil
}

func (c *exportCmd) Run(ctx context.Context) error {
	if c.List {
		return c.list()
	}
	r, err := c.openLedgers(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	all := r.Tables()
	source := all[slices.IndexFunc(all, func(t *table.Source) bool { return t.Name == c.Ledger })]
	notes := c.notes()
	rows := 0
	write := func(w io.Writer) error {
		rows, err = copyRows(ctx, source, c.query, c.format, w, notes)
		return err
	}
	if c.Output != "" {
		err = tablefile.Save(c.Output, write)
	} else {
		err = write(os.Stdout)
	}
	switch {
	case ctx.Err() != nil && c.Output != "":
		return errors.New("stopped; nothing was written")
	case ctx.Err() != nil:
		return errors.New("stopped before the end; what was written is not whole")
	case err != nil:
		return fmt.Errorf("exporting %s: %w", c.Ledger, err)
	}
	to := ""
	if c.Output != "" {
		to = " to " + c.Output
	}
	fmt.Fprintf(os.Stderr, "%s: %d rows as %s%s\n", c.Ledger, rows, c.format.What, to)
	for _, note := range notes {
		fmt.Fprintln(os.Stderr, note)
	}
	return nil
}

// copyRows writes the rows that a query chooses as a file and returns how many there were.
func copyRows(ctx context.Context, source *table.Source, q table.Query, f tablefile.Format, w io.Writer, notes []string) (rows int, err error) {
	out, err := f.New(w, tablefile.About{Table: source.Table, Notes: notes})
	if err != nil {
		return 0, err
	}
	for row, err := range source.Rows(ctx, q) {
		if err != nil {
			return rows, err
		}
		if err := out.Write(row); err != nil {
			return rows, err
		}
		rows++
	}
	return rows, out.Close()
}

// notes say where the rows are from and under which terms.
func (c *exportCmd) notes() []string {
	var all []string
	for _, key := range slices.Compact(slices.Clone(c.table.Origin)) {
		o, ok := record.OriginByKey(key)
		if !ok {
			continue
		}
		all = append(all, "source: "+o.Title+"; "+o.From, "terms: "+o.Terms)
		if o.Notice != "" {
			all = append(all, o.Notice)
		}
	}
	return all
}

func tableNames(all []table.Table) []string {
	var names []string
	for _, t := range all {
		names = append(names, t.Name)
	}
	return names
}

func (c *exportCmd) list() error {
	all := record.Catalogue()
	if c.Format == "json" {
		type column struct {
			Name string `json:"name"`
			Type string `json:"type"`
			Help string `json:"meaning"`
		}
		type shown struct {
			Name    string   `json:"name"`
			Ledger  string   `json:"ledger"`
			Title   string   `json:"title"`
			Help    string   `json:"help"`
			Filters []string `json:"filters"`
			Columns []column `json:"columns"`
			Origin  []string `json:"origin"`
		}
		tables := []shown{}
		for _, t := range all {
			one := shown{t.Name, t.Ledger, t.Title, t.Help, t.FilterNames(), nil, t.Origin}
			for _, col := range t.Columns {
				one.Columns = append(one.Columns, column{col.Name, col.Type.String(), col.Help})
			}
			tables = append(tables, one)
		}
		return json.NewEncoder(os.Stdout).Encode(map[string]any{"tables": tables, "formats": tablefile.Names()})
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, t := range all {
		fmt.Fprintf(out, "%s\t%s\tfilters: %s\n", t.Name, t.Title, strings.Join(t.FilterNames(), ", "))
	}
	return out.Flush()
}
