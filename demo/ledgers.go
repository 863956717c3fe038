package demo

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"unhindered/importer/sheet"
	"unhindered/record/imports"
	"unhindered/storage"
)

// The facts of the five sources for the ledgers, as the files that anyone can fill by hand: one a table, named after it.
//
//go:embed facts/ledgers/*.csv
var ledgerFiles embed.FS

// Ledgers fills the ledgers that are kept by hand. It does nothing if they are as the files say; what other imports have
// added stays.
func Ledgers(ctx context.Context, db *storage.DB) error {
	report, err := ledgers(ctx, db, true)
	if err != nil {
		return err
	}
	for _, f := range report.Files {
		if f.New+f.Changed > 0 {
			_, err := ledgers(ctx, db, false)
			return err
		}
	}
	return nil
}

func ledgers(ctx context.Context, db *storage.DB, dry bool) (imports.Report, error) {
	report, err := imports.Run(ctx, db, "demo", imports.Options{DryRun: dry, Strict: true}, func(tx *imports.Tx) error {
		if err := committee(ctx, tx); err != nil {
			return err
		}
		if err := silence(ctx, tx); err != nil {
			return err
		}
		return fs.WalkDir(ledgerFiles, "facts/ledgers", func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			table, ok := sheet.ByName(strings.TrimSuffix(path.Base(file), ".csv"))
			if !ok {
				return fmt.Errorf("demo/%s: there is no such table", file)
			}
			in, err := ledgerFiles.Open(file)
			if err != nil {
				return err
			}
			defer in.Close()
			return sheet.Read(ctx, tx, tx.File(path.Base(file)), in, table)
		})
	})
	if err != nil {
		for _, f := range report.Files {
			for _, r := range f.Refusals() {
				return report, fmt.Errorf("demo/facts/ledgers/%s:%d: column %s: %q %s", f.Name, r.Row, r.Column, r.Value, r.Reason)
			}
		}
		return report, fmt.Errorf("filling the ledgers: %w", err)
	}
	return report, nil
}
