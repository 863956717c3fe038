package ngocommittee_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/ngocommittee"
	"unhindered/record/imports"
	"unhindered/record/ngo"
)

func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const callHead = "Vote_topic,Country,Country_vote,Vote_outcome,Session_number\n"

func TestRowsAreRefusedWithAReasonAndTheOthersTaken(t *testing.T) {
	for _, tt := range []struct {
		rule, name, text string
		taken            int
		want             []imports.Refusal
	}{
		{"no name", "status_granted.csv", "NGO_name,Session_number\nAlpha,2014-02-07\n,2014-02-07\n", 1,
			[]imports.Refusal{{Row: 3, Column: "NGO_name", Reason: "no name: nobody can tell whose row this is"}}},
		{"a session number instead of a date", "status_granted.csv", "NGO_name,Session_number\nAlpha,14\n", 0,
			[]imports.Refusal{{Row: 2, Column: "Session_number", Value: "14", Reason: "not the date of a session, such as 2014-02-07"}}},
		{"columns in another order", "status_granted.csv", "Session_number,NGO_name\n2014-02-07,Alpha\n", 1, nil},
		{"columns swapped under their names", "status_granted.csv", "NGO_name,Session_number\n2014-02-07,Alpha\n", 0,
			[]imports.Refusal{{Row: 2, Column: "Session_number", Value: "Alpha", Reason: "not the date of a session, such as 2014-02-07"}}},
		{"a vote nobody knows", "votes.csv", callHead + "Alpha,China,maybe,rejected,2014-02-07\n,India,against,,\n", 1,
			[]imports.Refusal{{Row: 2, Column: "Country_vote", Value: "maybe", Reason: "not a vote: in favor, against, abstaining or absent"}}},
		{"a State nobody knows", "votes.csv", callHead + "Alpha,Atlantis,against,rejected,2014-02-07\n,India,against,,\n", 1,
			[]imports.Refusal{{Row: 2, Column: "Country", Value: "Atlantis", Reason: "no State has this name"}}},
		{"full stops, articles, line breaks and slips in the words", "votes.csv", callHead + "Alpha,the Sudan,in favor ,rejected,2014-02-07\n,\"Iran\n(Islamic Republic of)\",abstent,,\n,United States of America.,absent,,\n", 3, nil},
		{"votes before any topic", "votes.csv", callHead + ",China,against,,\n", 0,
			[]imports.Refusal{{Row: 2, Column: "Vote_topic", Reason: "no roll call begins here or above: the first row of each says what was voted on"}}},
		{"topic in every row", "votes.csv", callHead + "Alpha,China,against,rejected,2014-02-07\nAlpha,India,against,rejected,2014-02-07\n", 2, nil},
		{"too many fields", "status_granted.csv", "NGO_name,Session_number\nAlpha,2014-02-07,x\nBeta,2014-02-07\n", 1,
			[]imports.Refusal{{Row: 2, Reason: "3 fields, but the header has 2"}}},
	} {
		t.Run(tt.rule, func(t *testing.T) {
			report, err := ngocommittee.Run(t.Context(), kind.In{DB: importertest.DB(t), Files: []string{write(t, tt.name, tt.text)}})
			if err != nil {
				t.Fatal(err)
			}
			f := report.Files[0]
			if diff := cmp.Diff(tt.want, f.Refusals()); diff != "" && len(tt.want)+len(f.Refusals()) > 0 {
				t.Error(diff)
			}
			if f.New != tt.taken {
				t.Errorf("%d rows taken, want %d", f.New, tt.taken)
			}
		})
	}
}

func TestFilesThatCannotBeMeantAreRefusedWhole(t *testing.T) {
	for _, tt := range []struct{ rule, name, text, want string }{
		{"a column is missing", "status_granted.csv", "NGO_name,Date\nAlpha,2014-02-07\n", `no column "Session_number"`},
		{"the list cannot be told", "sheet1.csv", "NGO_name,Session_number\nAlpha,2014-02-07\n", "only the name of the file tells which it is"},
		{"another encoding", "status_granted.csv", "NGO_name,Session_number\n\x8elan,2014-02-07\n", "is not UTF-8"},
		{"empty", "status_granted.csv", "", "empty"},
		{"called a workbook", "11_deferred_status_reclassification.xlsx", "PK", "not an Excel workbook that can be read"},
	} {
		t.Run(tt.rule, func(t *testing.T) {
			db := importertest.DB(t)
			_, err := ngocommittee.Run(t.Context(), kind.In{DB: db, Files: []string{
				write(t, "applications_deferred.csv", "NGO_name,Session_number\nAlpha,2013-02-11\n"), write(t, tt.name, tt.text)}})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("the error is %v, want one with %q", err, tt.want)
			}
			if left := importertest.Dump(t, db, "ngo_line"); left != "" {
				t.Errorf("a refused file left rows: %s", left)
			}
		})
	}
}

func TestTheSameFileUnderTwoNamesIsOneFile(t *testing.T) {
	text := "NGO_name,Session_number\nAlpha,2014-02-07\nBeta,2014-02-07\n"
	report, err := ngocommittee.Run(t.Context(), kind.In{DB: importertest.DB(t), Files: []string{write(t, "status_granted.csv", text), write(t, "Copy of status_granted (2).csv", text)}})
	if err != nil {
		t.Fatal(err)
	}
	if a, b := report.Files[0], report.Files[1]; a.New != 2 || b.New != 0 || b.Unchanged != 2 {
		t.Errorf("first %+v, second %+v", a, b)
	}
}

func TestAPersonCorrectsTheTableOfNames(t *testing.T) {
	db := importertest.DB(t)
	lists := write(t, "applications_deferred.csv", "NGO_name,Session_number\nIran Human Rights Documentation,2012-02-21\nIran Human Rights Documentaton,2012-06-08\nBaku Rights Centre,2012-02-21\nRights Centre Baku,2012-06-08\n")
	run(t, db, lists)
	store := ngo.New(db)
	count := func() int {
		l, err := store.Ledger(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(l.Applicants)
	}
	if n := count(); n != 3 {
		t.Fatalf("%d organisations by the rules, want the slip joined and the other order proposed only: 3", n)
	}
	table := write(t, "names.csv", "a,b,verdict,rule,note\n"+
		"Iran Human Rights Documentation,Iran Human Rights Documentaton,different,"+string(ngo.Typo)+",two offices\n"+
		"Baku Rights Centre,Rights Centre Baku,same,"+string(ngo.OtherOrder)+",one address\n")
	report := run(t, db, table)
	if n := count(); n != 3 {
		t.Errorf("%d organisations after two corrections, one each way, want 3", n)
	}
	l, _ := store.Ledger(t.Context())
	if l.Decisions[0].Rule != ngo.ByPerson || l.Decisions[0].Note == "" {
		t.Errorf("%+v", l.Decisions)
	}
	if a := l.Applicant("rights-center-baku"); a == nil || a.ID != "baku-rights-center" {
		t.Errorf("the address of the other name leads to %+v", a)
	}
	if err := imports.Undo(t.Context(), db, report.Import); err != nil {
		t.Fatal(err)
	}
	if l, _ := store.Ledger(t.Context()); slicesHave(l.Decisions, ngo.ByPerson) {
		t.Error("the decisions outlive their import")
	}
}

func slicesHave(all []ngo.Decision, rule ngo.Rule) bool {
	for _, d := range all {
		if d.Rule == rule {
			return true
		}
	}
	return false
}

func FuzzSheets(f *testing.F) {
	f.Add("status_granted.csv", "NGO_name,Session_number,unnamed_3\n\"A Chance in Life, Inc.\",2021-09-20,\n,2018-02-23,\n")
	f.Add("applications_deferred.csv", "NGO_name,Session_number,info\nALQST Human Rights,2021-09-20,also\n")
	f.Add("name_changes.csv", "Old_name,New_name,Session_number\n\"Foundation (special, 2009)\",Blue,2021-09-20\n")
	f.Add("mergers.csv", "Old_name1,Old_name2,New_name,Session_number,additional_mention1,additional_mention_2\nA,B,C,2007-02-20,2006-06-19,\n")
	f.Add("roll_call_votes.csv", callHead+"\"Konrad-Adenauer-Stiftung, eV (KAS)\",Greece,in favor,against,2018-06-11\n,the Sudan.,abstent,,\n")
	f.Add("ngo_questions.csv", "question_id,applicant,session,date,asking_state,question_own_words,topic,relevant_to_1996_31,about_state,repeated,kind,source\nNQ-1,CRIN,,2013-04,CHN,x,y,no,CHN,yes,application,s\n")
	f.Add("names.csv", "a,b,verdict,rule,note\nA,B,same,,\n")
	for _, name := range []string{"roll_call_votes.csv", "status_granted.csv", "applications_deferred.csv", "mergers.csv", "name_changes.csv"} {
		f.Add(name, importertest.Head(f, "data/ecosoc-ngo-committee/"+name, 25))
	}
	db := importertest.DB(f)
	f.Fuzz(func(t *testing.T, name, text string) {
		name = strings.Map(func(r rune) rune {
			if r == '/' || r == 0 {
				return '_'
			}
			return r
		}, name)
		if name == "" || len(name) > 100 || strings.Trim(name, ".") == "" {
			return
		}
		report, err := ngocommittee.Run(t.Context(), kind.In{DB: db, DryRun: true, Files: []string{write(t, name, text)}})
		if err != nil {
			return
		}
		fi := report.Files[0]
		if got := fi.New + fi.Changed + fi.Unchanged + len(fi.Refusals()); got != fi.Read && !strings.HasSuffix(strings.ToLower(name), ".xlsx") {
			t.Errorf("%d rows read, %d accounted for: %s", fi.Read, got, importertest.JSON(t, fi))
		}
	})
}
