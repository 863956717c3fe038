package demo

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/importer/importertest"
	"unhindered/importer/sheet"
	"unhindered/record/advice"
	"unhindered/record/letters"
	"unhindered/record/reports"
	rows "unhindered/record/sheet"
	"unhindered/record/statements"
	"unhindered/record/visits"
	"unhindered/storage"
)

func filled(t *testing.T) *storage.DB {
	t.Helper()
	db := importertest.DB(t)
	if err := Ledgers(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	return db
}

func TestLedgersHoldEveryRowOfTheFacts(t *testing.T) {
	importertest.Each(t, func(t *testing.T, db *storage.DB) {
		for range 2 { // the second time nothing changes
			if err := Ledgers(t.Context(), db); err != nil {
				t.Fatal(err)
			}
		}
		got := map[string]int{}
		for _, table := range sheet.Tables() {
			all, err := rows.New(db).Rows(t.Context(), table)
			if err != nil {
				t.Fatal(err)
			}
			got[table.Name] = len(all)
		}
		// Rows of domain/facts: 30 + 8 visits; 10 communications, of which one is a number; 35 mismatches; and so on.
		want := map[string]int{"visits": 38, "letters": 9, "letter-counts": 1, "statements": 29, "joint-statements": 12, "groups": 22,
			"review-mentions": 72, "reports": 16, "report-states": 9, "resolutions": 8, "incidents": 46, "treaty-reviews": 8, "reply-questions": 8, "visit-terms": 8,
			"laws": 10, "mismatches": 35,
			"source-votes": 11, "source-amendments": 131, "source-recommendations": 13, "advice": 86, "advice-status": 0,
			"dissociations": 3, "explanations": 2, "upr-coding": 0}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("rows (-want +got):\n%s", diff)
		}
		var imports int
		if err := db.QueryRow(t.Context(), "SELECT count(*) FROM import").Scan(&imports); err != nil || imports != 1 {
			t.Errorf("%d imports, %v: filling twice must import once", imports, err)
		}
	})
}

// The table of requested visits of Human Rights Watch 2017, row by row as printed.
func TestRequestedVisitsAreThoseOfTheSource(t *testing.T) {
	files, err := visits.New(filled(t)).Files(t.Context(), "CHN")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	status := map[visits.Status]int{}
	for _, f := range files {
		status[f.Status]++
		if f.Quoted() == "" {
			continue
		}
		var words []string
		for _, e := range f.Events {
			word := map[string]string{visits.Requested: "Requested", visits.For: "Requested for", visits.Reminder: "Reminder",
				visits.RemindFor: "Reminder requested for", visits.Postponed: "Invited but postponed"}[e.Kind]
			words = append(words, word+" "+string(e.Date))
		}
		if said := strings.Join(words, ", "); said != f.Quoted() {
			t.Errorf("%s: the events say %q, the source %q", f.Visitor, said, f.Quoted())
		}
		got = append(got, fmt.Sprintf("%s: %s: %s, %d to %d days", f.Visitor, f.Quoted(), f.Status, f.Least, f.Most))
	}
	// Days by hand: from the last day of the year of the first request to 1 September 2017, and from its first day to 30 September.
	want := []string{
		"Special Rapporteur on human rights defenders: Requested 2005, Reminder 2008, Reminder 2015: no answer known, 4262 to 4655 days",
		"Special Rapporteur on freedom of peaceful assembly and of association: Requested 2011, Reminder 2013: no answer known, 2071 to 2464 days",
		"Special Rapporteur on freedom of opinion and expression: Requested 2015: no answer known, 610 to 1003 days",
		"Special Rapporteur on hazardous substances and wastes: Requested 2014: no answer known, 975 to 1368 days",
		"Special Rapporteur on torture: Requested 2015, Reminder requested for 2017: no answer known, 610 to 1003 days",
		"Special Rapporteur on safe drinking water and sanitation: Requested 2010: no answer known, 2436 to 2829 days",
		"Special Rapporteur on minority issues: Requested for 2009, Reminder 2011, Requested 2015: no answer known, 2801 to 0 days",
		"Special Rapporteur on the independence of judges and lawyers: Requested 2011, Reminder 2013, Reminder 2014, Reminder 2015: no answer known, 2071 to 2464 days",
		"Special Rapporteur on adequate housing: Requested for 2008, Requested 2014, Reminder 2015: no answer known, 3166 to 0 days",
		"Working Group on enforced or involuntary disappearances: Requested 2013, Reminder 2013, Reminder 2014: no answer known, 1340 to 1733 days",
		"Special Rapporteur on privacy: Requested for 2017: no answer known, 0 to 0 days",
		"Special Rapporteur on physical and mental health: Requested 2006, Invited but postponed 2015: invited, no visit yet, 0 to 0 days",
		"Special Rapporteur on extrajudicial, summary or arbitrary executions: Requested 2005, Reminder 2008: no answer known, 4262 to 4655 days",
		"Special Rapporteur on toxic and dangerous products: Requested 2005: no answer known, 4262 to 4655 days",
		"Special Rapporteur on human rights while countering terrorism: Requested 2017: no answer known, 0 to 272 days",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requested visits (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[visits.Status]int{visits.Waiting: 14, visits.Invited: 1, visits.Visited: 6, visits.Open: 2}, status); diff != "" {
		t.Errorf("where the files stand (-want +got):\n%s", diff)
	}
}

func TestReplyRateOfTheSources(t *testing.T) {
	all, err := letters.New(filled(t)).Letters(t.Context(), "CHN")
	if err != nil {
		t.Fatal(err)
	}
	rate := letters.Measure(all)
	// By hand: 7 letters, 6 replied to (not UA CHN 2/2014), 2 public statements apart; 1 October 2013 to 24 January 2014 is
	// 115 days, 14 November is 71, 15 July to 13 October 2015 is 90; April to May 2019 is vague; two replies have no date.
	want := letters.Rate{Letters: 7, Replied: 6, Silent: 1, Public: 2, Exact: []int{71, 90, 115}, Vague: 1, NoDays: 2,
		Grades: map[string]int{"partly": 3, "denied": 2, "evaded": 1}}
	if diff := cmp.Diff(want, rate); diff != "" {
		t.Errorf("rate (-want +got):\n%s", diff)
	}
	if rate.Percent() != 86 || rate.Median() != 90 {
		t.Errorf("%d per cent, median %d; want 86 and 90", rate.Percent(), rate.Median())
	}
	for _, l := range all {
		if l.ID == "COM-06" && (l.Least != 1 || l.Most != 60) {
			t.Errorf("from April to May 2019 lie %d to %d days, want 1 to 60", l.Least, l.Most)
		}
	}
}

func TestReportsOfTheSources(t *testing.T) {
	m, err := reports.New(filled(t)).Matrix(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	named := map[int]int{}
	for _, y := range m.Years {
		if y.Named >= 0 {
			named[y.Year] = y.Named
		}
	}
	if len(m.Years) != 16 || m.Years[0].Year != 2010 || m.Years[15].Year != 2025 {
		t.Errorf("%d reports", len(m.Years))
	}
	if diff := cmp.Diff(map[int]int{2020: 40, 2022: 42, 2024: 32}, named); diff != "" {
		t.Errorf("States named (-want +got):\n%s", diff)
	}
	if len(m.States) != 1 || m.States[0].State != "CHN" || m.States[0].Named != 6 || len(m.Claims) != 3 {
		t.Fatalf("States: %+v, claims %d", m.States, len(m.Claims))
	}
	numbers := map[int][2]int{}
	for i, c := range m.States[0].Cells {
		if c.New >= 0 || c.FollowUp >= 0 {
			numbers[m.Years[i].Year] = [2]int{c.New, c.FollowUp}
		}
	}
	// ISHR 2022: 6 new and 11 followed up in 2019; 15 new, 16 individuals and 1 organisation in 2020.
	if diff := cmp.Diff(map[int][2]int{2019: {6, 11}, 2020: {15, 17}}, numbers); diff != "" {
		t.Errorf("new and follow-up (-want +got):\n%s", diff)
	}
}

func TestJointStatementOf2016(t *testing.T) {
	all, err := statements.New(filled(t)).JointStatements(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatalf("%d joint statements, %v", len(all), err)
	}
	var delivered []string
	for _, b := range all[0].Behind {
		if b.Role == "delivered" {
			delivered = append(delivered, b.State)
		}
	}
	if len(all[0].Behind) != 12 || !cmp.Equal(delivered, []string{"USA"}) {
		t.Errorf("%d States behind it, delivered by %v; want 12, USA", len(all[0].Behind), delivered)
	}
}

func TestAdviceIsWholeAndItsLinksHold(t *testing.T) {
	all, err := advice.New(filled(t)).Pieces(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ids, byReport := map[string]bool{}, map[string]int{}
	for _, p := range all {
		ids[p.ID] = true
		byReport[p.Report()]++
		if p.Status != "not_assessed" {
			t.Errorf("%s is %s, and no source says so", p.ID, p.Status)
		}
	}
	for _, p := range all {
		for _, same := range p.SameAs {
			if !ids[same] {
				t.Errorf("%s is the same as %s, which is not there", p.ID, same)
			}
		}
	}
	want := map[string]int{"Human Rights Watch 2017": 41, "ISHR 2022": 20, "CHRD February 2024": 13, "CHRD September 2024": 4, "ISHR 2024": 8}
	if diff := cmp.Diff(want, byReport); diff != "" {
		t.Errorf("recommendations by report (-want +got):\n%s", diff)
	}
}

// Rules of all records: a source for each row, no code of the project's own files, no typewriter state names.
func TestNoRowShowsWhatOnlyWeUnderstand(t *testing.T) {
	db := filled(t)
	for _, table := range sheet.Tables() {
		all, err := rows.New(db).Rows(t.Context(), table)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range all {
			for i, cell := range r.Cells(table) {
				for _, code := range []string{"MISMATCH", "000 ", "001 ", "002 ", "003 ", "004 ", " s.", "000,"} {
					if strings.HasPrefix(cell, code) || strings.Contains(cell, " "+strings.TrimSpace(code)+" ") {
						t.Errorf("%s %s, column %s: %q", table.Name, r.ID, table.Columns[i].Name, cell)
					}
				}
			}
		}
	}
}
