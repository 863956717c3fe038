package demo

import (
	"context"
	"embed"
	"io/fs"
	"path"

	"unhindered/importer/ngocommittee"
	"unhindered/importer/treaties"
	"unhindered/record/imports"
)

// What the sources tell of the Committee on NGOs and of ratifications, as files that the importers read; ngo_names.csv holds
// our decisions on which names are one organisation.
//
//go:embed facts/ngo/*.csv facts/treaties/*.csv
var committeeFiles embed.FS

// committee reads them.
func committee(ctx context.Context, tx *imports.Tx) error {
	return fs.WalkDir(committeeFiles, "facts", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		in, err := committeeFiles.Open(file)
		if err != nil {
			return err
		}
		defer in.Close()
		f := tx.File(path.Base(file))
		if path.Dir(file) == "facts/treaties" {
			return treaties.Read(ctx, tx, f, in)
		}
		return ngocommittee.Read(ctx, tx, f, in)
	})
}
