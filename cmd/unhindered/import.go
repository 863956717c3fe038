package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/term"

	"unhindered/importer"
	"unhindered/record"
	"unhindered/record/imports"
)

type importCmd struct {
	places
	Kind   string   `arg:"" optional:"" help:"Which files these are; --list shows the kinds."`
	Files  []string `arg:"" optional:"" help:"The files. A folder stands for the files in it."`
	JSON   bool     `help:"Print the report as one line of JSON."`
	DryRun bool     `help:"Say what would change, and change nothing."`
	Strict bool     `help:"Import nothing if a single row is refused."`
	Undo   int64    `help:"Take an import back." placeholder:"ID"`
	List   bool     `help:"Show the kinds, and the imports so far."`
}

// Help implements kong's detailed help.
func (importCmd) Help() string {
	return "Reads files of the United Nations and of those who work with them into the ledgers of the record, all of them or, on an " +
		"error, none. Importing the same file again changes nothing. The record is made if it is not there yet."
}

func (c *importCmd) Run(ctx context.Context) error {
	switch {
	case c.List:
		return c.list(ctx)
	case c.Undo != 0:
		return c.undo(ctx)
	case c.Kind == "":
		return wrongUse("say which kind of files to import, as in: unhindered import votes-unga FILE...; --list shows the kinds")
	}
	k, ok := importer.ByName(c.Kind)
	if !ok {
		return wrongUse("there is no kind %q; the kinds are %s", c.Kind, strings.Join(kindNames(), ", "))
	}
	in := importer.In{Strict: c.Strict, DryRun: c.DryRun}
	paths := c.Files
	if k.Word != "" {
		if len(paths) == 0 {
			return wrongUse("name the %s, as in: unhindered import %s %s FILE...", k.Word, k.Name, strings.ToUpper(k.Word))
		}
		if !strings.ContainsAny(paths[0], `./\`) { // else it is a file, which may be called like its table
			in.Args, paths = paths[:1], paths[1:]
		}
	}
	if len(paths) == 0 {
		return wrongUse("name the files to import; %s takes %s", k.Name, k.Help)
	}
	var left []string
	var err error
	if in.Files, left, err = importer.Expand(k, paths); err != nil {
		return err
	}
	if len(left) > 0 {
		fmt.Fprintf(os.Stderr, "left out, because %s does not take files of these names: %s\n", k.Name, strings.Join(left, ", "))
	}
	r, err := c.openLedgers(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	in.DB = r.DB
	bar := newBar(k.Name)
	in.Progress = bar.show
	report, err := k.Run(ctx, in)
	bar.done()
	if err != nil && !errors.Is(err, imports.ErrRefused) && !errors.Is(err, imports.ErrUnreadable) {
		return fmt.Errorf("%w\nnothing was imported", err)
	}
	if c.JSON {
		if err := json.NewEncoder(os.Stdout).Encode(report); err != nil {
			return err
		}
	} else {
		c.print(report)
	}
	return err
}

// openLedgers opens the record with its ledgers, making it at the first time.
func (p places) openLedgers(ctx context.Context) (*record.Record, error) {
	signer, err := p.logKey()
	if err != nil {
		return nil, err
	}
	return record.Open(ctx, p.database("record", p.RecordDatabase), signer)
}

func kindNames() []string {
	var names []string
	for _, k := range importer.Kinds() {
		names = append(names, k.Name)
	}
	slices.Sort(names)
	return names
}

func (c *importCmd) print(report imports.Report) {
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "read\tnew\tchanged\tunchanged\trefused\t  file")
	for _, f := range report.Files {
		fmt.Fprintf(out, "%d\t%d\t%d\t%d\t%d\t  %s\n", f.Read, f.New, f.Changed, f.Unchanged, f.RefusedRows(), f.Name)
	}
	out.Flush()
	const most = 20
	shown := 0
	for _, f := range report.Files {
		for _, r := range f.Refusals() {
			if shown++; shown > most {
				continue
			}
			fmt.Printf("refused: %s, row %d, %s %q: %s\n", f.Name, r.Row, r.Column, r.Value, r.Reason)
		}
	}
	if shown > most {
		fmt.Printf("and %d more; --json shows all\n", shown-most)
	}
	switch {
	case report.Import != 0:
		fmt.Printf("import %d; to take it back: unhindered import --undo %d\n", report.Import, report.Import)
	case c.DryRun:
		fmt.Println("nothing was changed")
	}
}

func (c *importCmd) undo(ctx context.Context) error {
	r, err := c.openLedgers(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := imports.Undo(ctx, r.DB, c.Undo); err != nil {
		return err
	}
	if c.JSON {
		fmt.Printf("{\"undone\":%d}\n", c.Undo)
		return nil
	}
	fmt.Printf("import %d is undone: its rows are gone, those it had changed are as they were\n", c.Undo)
	return nil
}

func (c *importCmd) list(ctx context.Context) error {
	var past []imports.Info
	if c.exists("record", c.RecordDatabase) {
		r, err := c.openLedgers(ctx)
		if err != nil {
			return err
		}
		defer r.Close()
		if past, err = imports.List(ctx, r.DB); err != nil {
			return err
		}
	}
	kinds := importer.Kinds()
	if c.JSON {
		type shown struct {
			Kind string `json:"kind"`
			Help string `json:"help"`
		}
		all := []shown{}
		for _, k := range kinds {
			all = append(all, shown{k.Name, k.Help})
		}
		return json.NewEncoder(os.Stdout).Encode(map[string]any{"kinds": all, "imports": past})
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, k := range kinds {
		name := k.Name
		if k.Word != "" {
			name += " " + strings.ToUpper(k.Word)
		}
		fmt.Fprintf(out, "%s\t%s\n", name, k.Help)
	}
	for i, p := range past {
		if i == 0 {
			fmt.Fprintln(out)
		}
		state := p.Started
		if p.Undone != "" {
			state += ", undone " + p.Undone
		}
		var files []string
		for _, f := range p.Files {
			files = append(files, f.File)
		}
		fmt.Fprintf(out, "import %d\t%s  %s  %s\n", p.ID, p.Kind, state, strings.Join(files, " "))
	}
	return out.Flush()
}

// A bar shows how far the reading of the files is, on a terminal only.
type bar struct {
	name  string
	on    bool
	last  time.Time
	shown bool
}

func newBar(name string) *bar { return &bar{name: name, on: term.IsTerminal(int(os.Stderr.Fd()))} }

func (b *bar) show(done, total int64) {
	if !b.on || total <= 0 || time.Since(b.last) < 100*time.Millisecond {
		return
	}
	b.last, b.shown = time.Now(), true
	const width = 30
	n := int(min(done, total) * width / total)
	fmt.Fprintf(os.Stderr, "\r%s [%s%s] %3d %%", b.name, strings.Repeat("=", n), strings.Repeat(" ", width-n), min(done, total)*100/total)
}

func (b *bar) done() {
	if b.shown {
		fmt.Fprintf(os.Stderr, "\r%s\r", strings.Repeat(" ", len(b.name)+50))
	}
}
