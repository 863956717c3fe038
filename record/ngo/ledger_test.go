package ngo

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func lines(text string) (all []storedLine) {
	for line := range strings.SplitSeq(text, "\n") {
		f := strings.SplitN(line, "|", 4)
		if len(f) < 3 || Key(f[2]) == "" {
			continue
		}
		l := Line{List: List(f[0]), Session: f[1], Name: f[2]}
		if len(f) == 4 && Key(f[3]) != "" {
			l.Became = f[3]
		}
		all = append(all, storedLine{Line: l})
	}
	return all
}

func TestSessionsBecomeApplications(t *testing.T) {
	const other = "applications_deferred|2013-06-10|Other\napplications_deferred|2014-02-07|Other\napplications_deferred|2014-06-12|Other\n"
	for _, tt := range []struct{ rule, text, want string }{
		{"put off twice, then recommended", "new_applications_deferred|2013-06-10|Alpha\napplications_deferred|2014-02-07|Alpha\nstatus_granted|2014-06-12|Alpha", "2013-06-10 2014-06-12 granted 2"},
		{"at once", "new_applications_granted_directly|2014-02-07|Alpha\nstatus_granted|2014-02-07|Alpha", "2014-02-07 2014-02-07 granted 0"},
		{"put off at the newest session", "applications_deferred|2014-06-12|Alpha", "2014-06-12 2014-06-12 pending 1"},
		{"put off, then on no list", "applications_deferred|2014-02-07|Alpha", "2014-02-07 2014-02-07 not seen since 1"},
		{"closed, and again", "applications_deferred|2013-06-10|Alpha\nclosed_failed_to_respond|2014-02-07|Alpha\nnew_applications_deferred|2014-06-12|Alpha",
			"2013-06-10 2014-02-07 closed 1; 2014-06-12 2014-06-12 pending 1"},
		{"a new application although nothing ended the old one", "applications_deferred|2013-06-10|Alpha\nnew_applications_deferred|2014-06-12|Alpha",
			"2013-06-10 2013-06-10 not seen since 1; 2014-06-12 2014-06-12 pending 1"},
		{"a grant that the lists name twice", "status_granted|2013-06-10|Alpha\nstatus_granted|2014-02-07|Alpha", "2013-06-10 2013-06-10 granted 0"},
		{"other lists make no application", "reclassification_deferred|2013-06-10|Alpha\nname_changes|2014-02-07|Alpha|Omega", ""},
		{"the new name goes on where the old one was", "applications_deferred|2013-06-10|Alpha\nname_changes|2014-02-07|Alpha|Omega\nstatus_granted|2014-06-12|Omega", "2013-06-10 2014-06-12 granted 1"},
	} {
		t.Run(tt.rule, func(t *testing.T) {
			l := build(rows{lines: lines(other + tt.text)})
			a := l.Applicant("alpha")
			if a == nil {
				t.Fatal("Alpha is not there")
			}
			var got []string
			for _, app := range a.Applications {
				got = append(got, app.From+" "+app.To+" "+string(app.End)+" "+string(rune('0'+app.Deferrals)))
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, "; ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnAddressIsNeverThatOfAPage(t *testing.T) {
	l := build(rows{lines: lines("status_granted|2014-02-07|Votes\nstatus_granted|2014-02-07|Names (special, 2009)")})
	if l.Applicant("votes") != nil || l.Applicant("votes-2") == nil || l.Applicant("names-2") == nil {
		t.Errorf("%+v", l.Applicants)
	}
}

func TestDatesHaveTheDaysBetweenThem(t *testing.T) {
	if got := days("2013-06-10", "2014-06-10"); got != 365 {
		t.Errorf("%d days", got)
	}
	if got := (Application{Days: 3652}).Years(); got != 10 {
		t.Errorf("%v years", got)
	}
}

// FuzzLedger makes ledgers of any lists. Each line must be an event of exactly one organisation, found by its id and by the
// name on the line.
func FuzzLedger(f *testing.F) {
	f.Add("new_applications_deferred|2013-06-10|Child Rights Network (CRN)\napplications_deferred|2014-02-07|Child Rights Network, Inc.\nname_changes|2014-06-12|Child Rights Network|Votes")
	f.Add("status_granted|2014-02-07|Organisation of Women\nstatus_granted|2014-06-12|Organization for Women\nmergers|2014-06-12|A|B")
	f.Fuzz(func(t *testing.T, text string) {
		all := lines(text)
		l := build(rows{lines: all})
		n := 0
		for i := range l.Applicants {
			a := &l.Applicants[i]
			n += len(a.Events)
			if l.Applicant(a.ID) != a {
				t.Errorf("%q is not at its own address", a.ID)
			}
		}
		if n != len(all) {
			t.Errorf("%d lines, %d events", len(all), n)
		}
		for _, line := range all {
			if l.Applicant(l.Of(line.Name)) == nil {
				t.Errorf("nobody has the name %q", line.Name)
			}
		}
	})
}
