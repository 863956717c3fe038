// Package kind is what all importers share: what they are given, and how they open their files. Each importer is a
// folder beside this one with a Run function; package importer lists them.
package kind

import (
	"context"

	"unhindered/record/imports"
	"unhindered/storage"
)

// A Kind is one format of files.
type Kind struct {
	Name string // "votes-unga", as on the command line
	Help string // one line: which files it takes
	// Names are the files that are taken where a folder is named, as patterns of path.Match; none is all of them.
	Names []string
	// Left says why files of some names are left out then.
	Left map[string]string
	Word string // what the first word after the kind is, if it is no file: "ledger" for sheets; it comes in In.Args
	Run  func(context.Context, In) (imports.Report, error)
}

// In is what an importer is given.
type In struct {
	DB     *storage.DB // opened with the migrations of all ledgers: see record.Open
	Files  []string    // paths; folders have been replaced by the files in them
	Args   []string    // words of the kind that are no files, such as the ledger of a sheet
	Strict bool
	DryRun bool
	// Progress, if set, is told how many bytes of the files have been read so far. It is called often.
	Progress func(done, total int64)
}

// Import runs do in the transaction of an import of the given kind.
func (in In) Import(ctx context.Context, kind string, do func(*imports.Tx) error) (imports.Report, error) {
	return imports.Run(ctx, in.DB, kind, imports.Options{DryRun: in.DryRun, Strict: in.Strict}, do)
}
