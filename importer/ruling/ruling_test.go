package ruling_test

import (
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/ruling"
	"unhindered/record/imports"
	"unhindered/record/votes"
	"unhindered/storage"
)

func TestAllFortySevenVotesAndTheSpeakers(t *testing.T) {
	files := []string{importertest.Shared(t, "domain/facts/vote_2014_silence_speakers.csv"), importertest.Shared(t, "domain/facts/vote_2014_silence.csv")}
	importertest.Each(t, func(t *testing.T, db *storage.DB) {
		report, err := ruling.Run(t.Context(), kind.In{DB: db, Files: files, Strict: true})
		if err != nil {
			t.Fatal(err)
		}
		l, err := votes.New(db).Ledger(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		d, err := l.ByID(ruling.ID)
		if err != nil {
			t.Fatal(err)
		}
		if want := (votes.Totals{Yes: 13, No: 20, Abstain: 12, Absent: 2}); d.Counted != want || len(l.Cast(d)) != 47 || len(d.Flags) != 0 {
			t.Errorf("counted %+v of %d, flags %v; want %+v of 47", d.Counted, len(l.Cast(d)), d.Flags, want)
		}
		if len(d.About.Speakers) != 21 {
			t.Errorf("%d speakers, want 21", len(d.About.Speakers))
		}
		again, err := ruling.Run(t.Context(), kind.In{DB: db, Files: files})
		if err != nil || again.Files[1].Unchanged != 47 || again.Files[1].New != 0 {
			t.Errorf("second import: %+v, %v", again.Files[1], err)
		}
		if err := imports.Undo(t.Context(), db, report.Import); err != nil {
			t.Fatal(err)
		}
		if left := importertest.Dump(t, db, "vote"); left != "" {
			t.Errorf("left after undo: %s", left)
		}
	})
}
