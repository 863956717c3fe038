package ngocommittee_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/ngocommittee"
	"unhindered/record/imports"
	"unhindered/record/ngo"
	"unhindered/storage"
)

// counts are the rows of each file as the README of the data gives them, and how many of them have no name.
var counts = map[string]struct{ rows, refused int }{
	"status_granted.csv":                    {5204, 1},
	"new_applications_granted_directly.csv": {3148, 1},
	"name_changes.csv":                      {172, 0},
	"closed_failed_to_respond.csv":          {613, 0},
	"application_withdrawn.csv":             {45, 0},
	"status_declined.csv":                   {22, 0},
	"applications_deferred.csv":             {3439, 0},
	"new_applications_deferred.csv":         {2168, 1},
	"roll_call_votes.csv":                   {1427, 0},
	"reclassification_deferred.csv":         {64, 0},
	"mergers.csv":                           {9, 0},
	"status_withdrawn_own_request.csv":      {14, 0},
}

func real(t testing.TB) []string {
	files, err := filepath.Glob(importertest.Shared(t, "data/ecosoc-ngo-committee/*.csv"))
	if err != nil || len(files) != len(counts) {
		t.Fatalf("%d files, want the twelve sheets (%v)", len(files), err)
	}
	return append(files, importertest.Shared(t, "domain/facts/ngo_questions.csv"), importertest.Shared(t, "domain/facts/ngo_applications.csv"),
		importertest.Shared(t, "domain/reference/ngo_committee.csv"))
}

func run(t testing.TB, db *storage.DB, files ...string) imports.Report {
	t.Helper()
	report, err := ngocommittee.Run(t.Context(), kind.In{DB: db, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestTheTwelveSheetsComeInWholeTwiceAndGoAgain(t *testing.T) {
	importertest.Each(t, func(t *testing.T, db *storage.DB) {
		report := run(t, db, real(t)...)
		for _, f := range report.Files {
			want, ok := counts[f.Name]
			if !ok {
				continue
			}
			if f.Read != want.rows || f.New != want.rows-want.refused || len(f.Refusals()) != want.refused {
				t.Errorf("%s: read %d, new %d, refused %d; the README says %d rows, %d of them without a name",
					f.Name, f.Read, f.New, len(f.Refusals()), want.rows, want.refused)
			}
			for _, r := range f.Refusals() {
				if r.Column != "NGO_name" {
					t.Errorf("%s: refused %+v", f.Name, r)
				}
			}
		}
		if r := report.Files; len(r) != 15 || r[12].New != 36 || r[13].New != 16 || r[14].New != 19 {
			t.Errorf("facts: %s", importertest.JSON(t, r[12:]))
		}
		before := importertest.Dump(t, db)
		again := run(t, db, real(t)...)
		for _, f := range again.Files {
			if f.New+f.Changed > 0 {
				t.Errorf("%s again: %d new, %d changed", f.Name, f.New, f.Changed)
			}
		}
		if importertest.Dump(t, db) != before {
			t.Error("a second import of the same files changed something")
		}
		for _, id := range []int64{again.Import, report.Import} {
			if err := imports.Undo(t.Context(), db, id); err != nil {
				t.Fatal(err)
			}
		}
		if left := importertest.Dump(t, db); left != "" {
			t.Errorf("undo left %.200s", left)
		}
	})
}

func TestWhatTheRealFilesSay(t *testing.T) {
	db := importertest.DB(t)
	run(t, db, real(t)...)
	l, err := ngo.New(db).Ledger(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]func(*testing.T, *ngo.Ledger){
		"the longest wait is known":                                     theLongestWaitIsKnown,
		"one name in several spellings is one organisation":             oneNameInSeveralSpellingsIsOneOrganisation,
		"roll calls are filled down and counted":                        rollCallsAreFilledDownAndCounted,
		"contradictions of the files are flagged":                       contradictionsOfTheFilesAreFlagged,
		"questions find their organisation but anonymous ones never do": questionsFindTheirOrganisationButAnonymousOnesNever,
	} {
		t.Run(name, func(t *testing.T) { test(t, l) })
	}
}

func theLongestWaitIsKnown(t *testing.T, l *ngo.Ledger) {
	pending := l.Waiting(ngo.EndPending)
	if len(pending) != 320 {
		t.Errorf("%d wait, want the 246 put off again and the 74 new ones of the newest session", len(pending))
	}
	app, _ := pending[0].Last()
	want := ngo.Application{From: "2008-08-15", To: "2021-09-20", End: ngo.EndPending, Deferrals: 25, Days: 4784}
	got := app
	got.Sessions = nil
	if diff := cmp.Diff(want, got); pending[0].ID != "international-dalit-solidarity-network" || diff != "" {
		t.Errorf("%s waits longest (-want +got):\n%s", pending[0].ID, diff)
	}
	if app.Years() != 13.1 {
		t.Errorf("%v years", app.Years())
	}
}

func oneNameInSeveralSpellingsIsOneOrganisation(t *testing.T, l *ngo.Ledger) {
	for _, tt := range []struct {
		id, from, to string
		deferrals    int
		end          ngo.End
	}{
		{"committee-to-protect-journalists", "2013-06-10", "2016-06-20", 6, ngo.EndDeclined}, // with and without "Inc."
		{"engineers-without-borders-usa", "2015-02-18", "2016-02-17", 2, ngo.EndGranted},     // Without, without
		{"iran-human-rights-documentation-center", "2011-03-04", "2018-02-23", 14, ngo.EndDeclined},
		{"freedom-now", "2010-06-21", "2015-06-17", 10, ngo.EndDeclined},
		{"child-rights-information-network", "2012-02-21", "2015-06-17", 7, ngo.EndClosed},
	} {
		a := l.Applicant(tt.id)
		if a == nil {
			t.Errorf("there is no %s", tt.id)
			continue
		}
		app, _ := a.Last()
		if app.From != tt.from || app.To != tt.to || app.Deferrals != tt.deferrals || app.End != tt.end {
			t.Errorf("%s: %+v", tt.id, app)
		}
	}
	if a := l.Applicant("freedom-now"); a != nil && a.Events[len(a.Events)-1].RollCall == "" {
		t.Error("the roll call on Freedom Now is not among its events")
	}
}

func rollCallsAreFilledDownAndCounted(t *testing.T, l *ngo.Ledger) {
	if len(l.RollCalls) != 77 {
		t.Fatalf("%d roll calls, want 77", len(l.RollCalls))
	}
	ballots := 0
	for _, r := range l.RollCalls {
		ballots += len(r.Ballots)
	}
	if ballots != 1427 {
		t.Errorf("%d ballots, want the 1,427 rows of the file", ballots)
	}
	i := slices.IndexFunc(l.RollCalls, func(r ngo.RollCall) bool { return slices.Contains(r.Applicants, "committee-to-protect-journalists") })
	if i < 0 {
		t.Fatal("no roll call on the Committee to Protect Journalists")
	}
	if r := l.RollCalls[i]; r.Tally != (ngo.Tally{Yes: 6, No: 10, Abstain: 3}) || r.Outcome != ngo.Rejected || r.Session != "2016-06-20" {
		t.Errorf("%+v", r)
	}
}

func contradictionsOfTheFilesAreFlagged(t *testing.T, l *ngo.Ledger) {
	var got []string
	for _, f := range l.Flags {
		got = append(got, f.Where+": "+f.What)
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{
		"row 1353: the outcome says carried, the votes do not",
		"row 230: Israel stands twice, with different votes",
		"row 746: the outcome says rejected, the votes say carried",
		`the name is "2025-06-28"`,
		`"gGmbH" is a legal form`,
		"session 2021-06-08: 191 of 362",
		"session 2006-02-14: only status_declined uses this date",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no flag says %q:\n%s", want, all)
		}
	}
}

func questionsFindTheirOrganisationButAnonymousOnesNever(t *testing.T, l *ngo.Ledger) {
	of := map[string]string{}
	for _, q := range l.Questions {
		of[q.ID] = q.Of
	}
	want := map[string]string{"NQ-016": "child-soldiers-international", "NQ-020": "aspen-institute", "NQ-025": "trustees-of-the-university-of-pennsylvania", "NQ-008": "", "NQ-019": "coptic-solidarity-organization", "NQ-028": "society-for-threatened-peoples"}
	for id, org := range want {
		if of[id] != org {
			t.Errorf("%s is of %q, want %q", id, of[id], org)
		}
	}
}
