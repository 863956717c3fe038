package demo

import (
	"context"
	"embed"

	"unhindered/importer/ruling"
	"unhindered/record/imports"
)

// The votes and speakers of 20 March 2014, as the sources name them.
//
//go:embed facts/votes/*.csv
var voteFiles embed.FS

// silence fills in the ruling of 20 March 2014 that was put to the vote.
func silence(ctx context.Context, tx *imports.Tx) error {
	var r ruling.Ruling
	for _, name := range []string{"vote_2014_silence.csv", "vote_2014_silence_speakers.csv"} {
		in, err := voteFiles.Open("facts/votes/" + name)
		if err != nil {
			return err
		}
		err = r.Read(tx.File(name), in)
		in.Close()
		if err != nil {
			return err
		}
	}
	return r.Write(ctx, tx)
}
