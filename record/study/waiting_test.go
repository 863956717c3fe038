package study

import (
	"context"
	"encoding/csv"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/ngocommittee"
	"unhindered/record"
	"unhindered/record/imports"
)

// imported is a record with files of one kind.
func imported(t testing.TB, run func(context.Context, kind.In) (imports.Report, error), files ...string) *record.Record {
	t.Helper()
	db := importertest.DB(t)
	for i, f := range files {
		files[i] = importertest.Shared(t, f)
	}
	if _, err := run(t.Context(), kind.In{DB: db, Files: files}); err != nil {
		t.Fatal(err)
	}
	return record.New(db)
}

// committee is the record with the lists of the NGO Committee.
func committee(t testing.TB) *record.Record {
	t.Helper()
	folder := importertest.Shared(t, "data/ecosoc-ngo-committee")
	names, err := filepath.Glob(folder + "/*.csv")
	if err != nil || len(names) == 0 {
		t.Fatalf("no lists in %s: %v", folder, err)
	}
	db := importertest.DB(t)
	if _, err := ngocommittee.Run(t.Context(), kind.In{DB: db, Files: names}); err != nil {
		t.Fatal(err)
	}
	return record.New(db)
}

// survfit runs R on the rows of a waiting; the last line is that of the test, if there is one.
func survfit(t *testing.T, w *Waiting) [][]string {
	t.Helper()
	program, err := exec.LookPath("Rscript")
	if err != nil {
		t.Skip("Rscript is not installed (Debian: r-base-core, r-cran-survival); testdata/waiting.R needs it")
	}
	path := filepath.Join(t.TempDir(), "rows.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.RowsAnswer().WriteCSV(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "testdata/waiting.R", path).Output()
	if err != nil {
		if e, ok := err.(*exec.ExitError); ok && strings.Contains(string(e.Stderr), "there is no package called") {
			t.Skip("R has no package survival (Debian: r-cran-survival)")
		}
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(string(out)))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestCurvesOfTheCommitteeAreThoseOfR(t *testing.T) {
	r := committee(t)
	for _, by := range []string{"", "name", "entered"} {
		w, err := FindWaiting(t.Context(), r, WaitingQuestion{Ledger: "ngo", GroupBy: by})
		if err != nil {
			t.Fatal(err)
		}
		theirs := survfit(t, w)
		if w.Test != nil {
			test := theirs[len(theirs)-1]
			theirs = theirs[:len(theirs)-1]
			for i, got := range []float64{w.Test.ChiSq, float64(w.Test.DF), w.Test.P} {
				if want, _ := strconv.ParseFloat(test[1+i], 64); math.Abs(got-want) > 1e-5*math.Max(want, 1e-9) {
					t.Errorf("by %q: the test's number %d is %v, R has %s", by, i, got, test[1+i])
				}
			}
		}
		ours := w.Answer().Texts()
		slices.SortStableFunc(ours[1:], func(a, b []string) int { return strings.Compare(a[0], b[0]) }) // R has the order of the alphabet
		if len(ours) < 100 || len(ours) != len(theirs) {
			t.Fatalf("by %q: %d steps, R has %d", by, len(ours), len(theirs))
		}
		for i, row := range theirs {
			if !slices.Equal(ours[i], row) {
				t.Errorf("by %q: step %d is %v, R has %v", by, i, ours[i], row)
			}
		}
	}
}

// The list new_applications_granted_directly has 3,147 rows with a name, one of them a name twice at one session.
func TestEveryApplicationIsCountedOrLeftOutWithAReason(t *testing.T) {
	r := committee(t)
	known, err := FindWaiting(t.Context(), r, WaitingQuestion{Ledger: "ngo"})
	if err != nil {
		t.Fatal(err)
	}
	seen, err := FindWaiting(t.Context(), r, WaitingQuestion{Ledger: "ngo", Entry: "seen"})
	if err != nil {
		t.Fatal(err)
	}
	l, err := r.NGO.Ledger(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	all := 0
	for i := range l.Applicants {
		all += len(l.Applicants[i].Applications)
	}
	if got := len(seen.Rows()); got != all {
		t.Errorf("%d waits from the first session seen, the ledger has %d applications", got, all)
	}
	left := 0
	for _, text := range known.Left {
		if strings.HasPrefix(text, "Left out") {
			n, err := strconv.Atoi(strings.TrimSuffix(text[strings.LastIndex(text, " ")+1:], "."))
			if err != nil {
				t.Fatalf("%q names no number", text)
			}
			left += n
		}
	}
	if got := len(known.Rows()) + left; got != all {
		t.Errorf("%d waits and %d left out, the ledger has %d applications", len(known.Rows()), left, all)
	}
	atOnce := 0
	for _, row := range known.Rows() {
		if row.Days == 0 && row.End == "granted" {
			atOnce++
		}
		if row.From < "2010-03-03" {
			t.Errorf("%s begins on %s, before the lists show who did not have to wait", row.ID, row.From)
		}
		if row.Days < 0 || row.From > row.To {
			t.Errorf("%+v", row)
		}
	}
	if atOnce < 3140 || atOnce > 3147 {
		t.Errorf("%d recommended at once; the list of them has 3,147 rows", atOnce)
	}
}

func TestWhatCannotBeAskedIsRefused(t *testing.T) {
	r := record.New(importertest.DB(t))
	for name, q := range map[string]WaitingQuestion{
		"another ledger":               {Ledger: "votes"},
		"a grouping of another ledger": {Ledger: "ngo", GroupBy: "mandate"},
		"another entry":                {Ledger: "ngo", Entry: "born"},
		"another band":                 {Ledger: "ngo", Band: "wide"},
	} {
		_, err := FindWaiting(t.Context(), r, q)
		if name == "another band" && err == nil {
			continue // nobody waits, so no band is drawn
		}
		if err == nil {
			t.Errorf("%s is answered", name)
		}
	}
	for _, ledger := range WaitingLedgers {
		w, err := FindWaiting(t.Context(), r, WaitingQuestion{Ledger: ledger})
		if err != nil || len(w.Rows()) != 0 {
			t.Errorf("%s of an empty record: %v, %v", ledger, w, err)
		}
	}
}
