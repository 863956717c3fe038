package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"unhindered/record/register"
	"unhindered/un"
)

func all(t *testing.T) map[string]register.Entry {
	t.Helper()
	entries, err := Entries()
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]register.Entry{}
	for _, e := range entries {
		byID[e.ID] = e
	}
	return byID
}

// everything returns the entries as the public sees them, for tests of what must not be there.
func everything(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(all(t)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestThereAre28EntriesInOrder(t *testing.T) {
	entries, err := Entries()
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, e := range entries {
		got = append(got, e.ID)
	}
	for i := range 28 {
		want = append(want, fmt.Sprintf("CN-%04d", i+1))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyTheEntryOnTheCrackdownIsContext(t *testing.T) {
	for id, e := range all(t) {
		if e.Context != (id == "CN-0017") {
			t.Errorf("%s: context is %v", id, e.Context)
		}
	}
	if note := all(t)["CN-0017"].Notes; !strings.Contains(note, "not every member of the group is a case of reprisal") {
		t.Errorf("the note does not say why it is context: %q", note)
	}
}

func TestEveryEntryIsWhole(t *testing.T) {
	for id, e := range all(t) {
		switch {
		case e.Subject == "", e.Summary == "", e.Actor == "", e.Engagement == "", e.Place == "":
			t.Errorf("%s lacks a text", id)
		case len(e.Acts) == 0, len(e.Bodies) == 0, len(e.Sources) == 0:
			t.Errorf("%s lacks acts, bodies or sources", id)
		case e.From == "" && e.To == "":
			t.Errorf("%s has no date", id)
		case e.Fictional:
			t.Errorf("%s is marked fictional", id)
		}
		for _, code := range e.Acts {
			if act, ok := un.ActTypeByCode(code); !ok || act.Heading() {
				t.Errorf("%s: %s is no act", id, code)
			}
		}
		for _, code := range e.Bodies {
			if _, ok := un.BodyByCode(code); !ok {
				t.Errorf("%s: %s is no body", id, code)
			}
		}
	}
}

func TestEveryFactHasASource(t *testing.T) {
	for id, e := range all(t) {
		for _, s := range e.Sources {
			if s.Document == "" {
				t.Errorf("%s: a source without a document", id)
			}
		}
		for _, a := range e.Actions {
			if a.Source == "" || a.Type == "" {
				t.Errorf("%s: action %+v lacks source or type", id, a)
			}
		}
		for _, r := range e.Replies {
			if r.Source == "" || r.Text == "" {
				t.Errorf("%s: reply %+v lacks source or text", id, r)
			}
		}
		for _, i := range e.Incidents {
			if i.Source == "" {
				t.Errorf("%s: incident %s has no source", id, i.ID)
			}
		}
		if !strings.Contains(e.Summary, "Reported by ") {
			t.Errorf("%s: the summary does not say who reported it", id)
		}
	}
}

func TestDatesKeepThePrecisionOfTheSource(t *testing.T) {
	for _, want := range []struct {
		what, id       string
		from, to, note string
	}{
		{"days stay days", "CN-0001", "2013-09-14", "2014-03-14", ""},
		{"a month is not made a day", "CN-0008", "2014-03", "", ""},
		{"the end is no finer than the start", "CN-0020", "2020-07", "2024-04", "still reported for the period to 30 April 2024"},
		{"years stay years", "CN-0004", "2012", "2013", "end year inferred from the length of the sentence"},
		{"before a letter: no start is made up", "CN-0018", "", "2019-04", "before the letter of April 2019; no other date is stated"},
		{"a reporting period is said to be one", "CN-0023", "2023-05-01", "2024-04-30", "some time within this reporting period"},
	} {
		e := all(t)[want.id]
		if string(e.From) != want.from || string(e.To) != want.to || e.DateNote != want.note {
			t.Errorf("%s: %s has %q to %q, %q", want.what, want.id, e.From, e.To, e.DateNote)
		}
	}
}

func TestBothSidesOfADisagreementAreShown(t *testing.T) {
	got := map[string]int{}
	for id, e := range all(t) {
		for _, d := range e.Disagreements {
			if d.Fact == "" || d.A == "" || d.B == "" || d.Kept == "" {
				t.Errorf("%s: half a disagreement: %+v", id, d)
			}
			got[id]++
		}
	}
	want := map[string]int{"CN-0001": 7, "CN-0005": 2, "CN-0006": 1, "CN-0015": 1, "CN-0027": 1, "CN-0028": 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestADenialStandsBesideTheAllegation(t *testing.T) {
	got := map[string]int{}
	for id, e := range all(t) {
		if len(e.Replies) > 0 {
			got[id] = len(e.Replies)
		}
	}
	want := map[string]int{"CN-0001": 2, "CN-0005": 2, "CN-0006": 1, "CN-0007": 1, "CN-0009": 1, "CN-0011": 1,
		"CN-0016": 1, "CN-0017": 1, "CN-0018": 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCommunicationsCarrySymbolAndDate(t *testing.T) {
	var got []string
	for _, id := range []string{"CN-0001", "CN-0017"} {
		for _, a := range all(t)[id].Actions {
			if a.Symbol != "" {
				got = append(got, string(a.Date)+" "+a.Type+" "+a.Symbol)
			}
		}
	}
	want := []string{
		"2013-10-01 joint urgent appeal UA CHN 11/2013",
		"2013-11-14 joint urgent appeal UA CHN 13/2013",
		"2014-03-04 joint urgent appeal UA CHN 2/2014",
		"2015-07-15 joint urgent appeal UA CHN 6/2015",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Hashes of folded names of relatives that the sources print and that no entry may carry.
var relatives = []string{
	"00e67cb0a61f94ce",
}

var word = regexp.MustCompile(`\pL+`)

// namesIn returns the hash of each pair of neighbouring words.
func namesIn(text string) map[string]bool {
	words := word.FindAllString(strings.ToLower(text), -1)
	found := map[string]bool{}
	for i := 1; i < len(words); i++ {
		found[nameHash(words[i-1]+" "+words[i])] = true
	}
	return found
}

func nameHash(name string) string {
	sum := sha256.Sum256([]byte("relative\x00" + name))
	return hex.EncodeToString(sum[:8])
}

func TestNoRelativeOrMinorIsNamed(t *testing.T) {
	text := everything(t)
	found := namesIn(text)
	for _, hash := range relatives {
		if found[hash] {
			t.Errorf("an entry carries the name of a relative (hash %s)", hash)
		}
	}
	named := regexp.MustCompile(`\b(son|daughter|child|wife|husband|mother|father|parents?|brother|sister)s?,? (called |named )?[A-Z]\pL+`)
	if m := named.FindString(text); m != "" {
		t.Errorf("an entry names a relative: %q", m)
	}
}

func TestTheSearchForNamesFindsOne(t *testing.T) {
	if !namesIn("told by Some Body yesterday")[nameHash("some body")] {
		t.Error("a name in a text is not found: the test above would check nothing")
	}
}

func TestTheRelativesHaveTheirMention(t *testing.T) {
	// They are part of what was done and stay, without a name.
	if s := all(t)["CN-0023"].Summary; !strings.Contains(s, "their son could not enrol") {
		t.Errorf("summary: %q", s)
	}
}

func TestNoInternalCodeIsShown(t *testing.T) {
	text := everything(t)
	for _, code := range []string{`MISMATCH`, `COM-\d`, `[\s("]00\d\b`, `keep name out`, `do not link`, `\bas CN-`, `see CN-`} {
		if m := regexp.MustCompile(code).FindString(text); m != "" {
			t.Errorf("internal code %q", m)
		}
	}
}

func TestWordsAreNeutral(t *testing.T) {
	loaded := regexp.MustCompile(`(?i)\b(regime|brutal\w*|notorious\w*|so-called|heinous|thugs?|atrocit\w+|murder\w*|smugly|shameful\w*|of course|obviously|blatant\w*|alleges?d? falsely)\b`)
	if m := loaded.FindString(everything(t)); m != "" {
		t.Errorf("%q takes sides", m)
	}
}

func TestAbbreviationsAreWrittenOut(t *testing.T) {
	if m := regexp.MustCompile(`\b(HRC\d+|UPR\d+|RSDL|GONGOs?|EOSG|SG reports?|ToR|incl\.|Sept [0-9])\b`).FindString(everything(t)); m != "" {
		t.Errorf("%q is not written out", m)
	}
	const symbols = "HRC30 (A/HRC/PRST/30/2) on the UPR"
	if got, want := inWords(symbols), "session 30 of the Human Rights Council (A/HRC/PRST/30/2) on the Universal Periodic Review"; got != want {
		t.Errorf("got %q", got)
	}
}

func TestQuotationMarksAreRealOnes(t *testing.T) {
	if got, want := curly(`the "709" group's ("yes") 'act'`), "the “709” group’s (“yes”) ‘act’"; got != want {
		t.Errorf("got %s", got)
	}
	for id, e := range all(t) {
		if strings.ContainsAny(e.Subject+e.Summary+e.Engagement+e.Outcome+e.Notes+e.DateNote+e.Place, `"'`) {
			t.Errorf("%s has the quotation marks of a typewriter", id)
		}
	}
}

// swap returns the facts with one replacement in one file.
func swap(t *testing.T, file, old, new string) fs.FS {
	t.Helper()
	changed := fstest.MapFS{}
	names, err := fs.Glob(files, "facts/*.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if path.Base(name) == file {
			if !strings.Contains(string(data), old) {
				t.Fatalf("%s has no %q", file, old)
			}
			data = []byte(strings.Replace(string(data), old, new, 1))
		}
		changed[name] = &fstest.MapFile{Data: data}
	}
	return changed
}

func TestFaultsNameFileRowAndColumn(t *testing.T) {
	for _, bad := range []struct{ what, file, old, new, want string }{
		{"an unknown act", "cases.csv", "EXIT_STOP;DETENTION_ARBITRARY", "EXIT_STOPP;DETENTION_ARBITRARY", `cases.csv:2: column act_codes: "EXIT_STOPP" is no code`},
		{"an unknown State", "cases.csv", "group,no,CHN", "group,no,CHX", `cases.csv:3: column about_state: "CHX" is not`},
		{"an unknown body", "cases.csv", "UPR; HRC; special procedures; SG report", "UPR; HRD; special procedures; SG report", `column un_bodies: "HRD" is not a known body`},
		{"a date that is none", "cases.csv", "2013-09-14", "2013-09-31", `column date_from: "2013-09-31" is not a date`},
		{"an unknown precision", "cases.csv", "2014-03-14,day", "2014-03-14,hour", `column date_precision: "hour" is not known`},
		{"an unknown kind", "cases.csv", "Cao Shunli,person", "Cao Shunli,human", `column subject_kind: "human"`},
		{"a source without a document", "cases.csv", ",000 Restrictions on Travel and Detention; Case", ",Restrictions on Travel and Detention; Case", "belongs to no document"},
		{"an unknown document", "incidents.csv", ",003\n", ",009\n", "document 009 is not in documents.csv"},
		{"a UN action that nothing stands for", "cases.csv", "carried in the 2024 SG report", "carried in the 2024 SG report; one more", `stands for "one more"`},
		{"an action of another case", "actions.csv", "CN-0018,\"letter of three", "CN-0019,\"letter of three", "is not in un_action of CN-0019"},
		{"a reply on another day than in the communications", "replies.csv", "2015-10-13", "2015-10-14", "column date:"},
		{"an unknown communication", "actions.csv", "COM-04", "COM-44", `"COM-44" is not in communications.csv`},
		{"a note nobody has read", "cases.csv", "husband not named", "husband named", "column cell: cases.csv has the note"},
		{"an incident on an anonymous source joined to a case", "links.csv", "CN-0009,INC-006", "CN-0009,INC-007", "INC-007 rests on an anonymous source"},
		{"an incident partly on an anonymous source joined to a case", "links.csv", "CN-0009,INC-006", "CN-0027,INC-035", "INC-035 rests on an anonymous source"},
		{"a link without a reason", "links.csv", "he is the person removed", "", "column why"},
		{"a missing column", "links.csv", "case_id,incident_id,why", "case,incident_id,why", "links.csv:1: the columns are"},
	} {
		_, err := entries(swap(t, bad.file, bad.old, bad.new))
		if err == nil || !strings.Contains(err.Error(), bad.want) || !strings.Contains(err.Error(), "demo/facts/") {
			t.Errorf("%s: got %v, want %q", bad.what, err, bad.want)
		}
	}
}

func TestNoCellHasALineBreak(t *testing.T) {
	// Rows are then lines, and the line in an error is the line in the file.
	names, _ := fs.Glob(files, "facts/*.csv")
	if len(names) != 9 {
		t.Fatalf("%d files of facts: %q", len(names), names)
	}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(data), "\n") {
			if strings.Count(line, `"`)%2 != 0 {
				t.Errorf("%s:%d: a cell goes on in the next line", name, i+1)
			}
		}
	}
}

func TestDocumentsAreTheFiveSources(t *testing.T) {
	docs, err := Documents()
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, d := range docs {
		codes = append(codes, d.Code)
	}
	if want := []string{"000", "001", "002", "003", "004"}; !slices.Equal(codes, want) {
		t.Errorf("got %q", codes)
	}
	if got, want := docs[1].Cite(), "ISHR 2022: China’s official positions on reprisals: when cooperation with the UN is a ‘criminal act’"; got != want {
		t.Errorf("got %q", got)
	}
}
