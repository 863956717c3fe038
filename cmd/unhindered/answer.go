package main

import (
	"encoding/json"
	"fmt"
	"html/template"
	"os"
	"strings"
	"text/tabwriter"

	"unhindered/record/study"
	"unhindered/web/ui"
)

// output is the flag of commands that print the answer of a study: rows on stdout, the method on stderr.
type output struct {
	Format string `default:"table" enum:"table,csv,json,svg" help:"table, csv, json or svg (a picture)."`
}

// print writes an answer. draw makes its picture; it is asked only for svg.
func (o output) print(a study.Answer, draw func() template.HTML) error {
	explain(a.Method)
	switch o.Format {
	case "csv":
		return a.WriteCSV(os.Stdout)
	case "json":
		out := json.NewEncoder(os.Stdout)
		out.SetEscapeHTML(false)
		return out.Encode(a)
	case "svg":
		picture, err := ui.Picture(draw())
		if err != nil {
			return err
		}
		_, err = os.Stdout.Write(picture)
		return err
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, row := range a.Texts() {
		fmt.Fprintln(out, strings.Join(row, "\t"))
	}
	return out.Flush()
}

// explain says on stderr how an answer was made and what it lacks.
func explain(m study.Method) {
	fmt.Fprintln(os.Stderr, m.Question)
	for _, s := range m.How {
		fmt.Fprintln(os.Stderr, "  "+s)
	}
	for _, s := range m.Missing {
		fmt.Fprintln(os.Stderr, "missing: "+s)
	}
	for _, s := range m.Sources {
		fmt.Fprintln(os.Stderr, "source: "+s)
	}
}
