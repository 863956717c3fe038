package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"unhindered/desk"
	"unhindered/drop"
	"unhindered/record/log"
	"unhindered/record/register"
	"unhindered/report"
)

// What was acknowledged is there, what was not is not, nothing is corrupt: a process is killed (SIGKILL) at random moments
// while reports are sent, while cases are saved and while entries are published and withdrawn; together at least 200 times.
const (
	killedWhileReporting  = 80
	killedWhileCaseWorked = 130
	mostKills             = 400 // on a machine so slow that little is done between two kills, more of them
)

// The real program is killed while several visitors send reports with files.
func TestKilledWhileReportsArrive(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	program := binary(t)
	dir := t.TempDir()
	team, _ := install(t, dir)
	var acknowledged, sent []string
	kills := 0
	for ; kills < killedWhileReporting || len(acknowledged) < 40 && kills < mostKills; kills++ {
		round := kills
		h, err := tryStart(program, "serve", "--data", dir, "--rooms", "drop", "--drop-listen", "127.0.0.1:0")
		if err != nil {
			t.Fatalf("round %d: the program did not start after it was killed: %v", round, err)
		}
		var mu sync.Mutex
		var senders sync.WaitGroup
		for sender := range 2 {
			senders.Go(func() {
				for n := 0; ; n++ {
					text := fmt.Sprintf("report %d-%d-%d", round, sender, n)
					mu.Lock()
					sent = append(sent, text)
					mu.Unlock()
					if !submit(h.Drop, text) {
						return
					}
					mu.Lock()
					acknowledged = append(acknowledged, text)
					mu.Unlock()
				}
			})
		}
		time.Sleep(time.Duration(rand.IntN(1500)) * time.Millisecond)
		h.kill()
		senders.Wait()
	}
	if len(acknowledged) < 40 {
		t.Fatalf("only %d reports were acknowledged in %d rounds: this test would check little", len(acknowledged), kills)
	}

	there := reportsIn(t, dir, team["ann"])
	for _, text := range acknowledged {
		if there[text] != 1 {
			t.Errorf("%q was acknowledged, and is there %d times", text, there[text])
		}
		delete(there, text)
	}
	// Of what was not acknowledged, whole reports may be there (the answer was lost on its way), never half ones.
	for text, n := range there {
		if n != 1 || !strings.HasPrefix(text, "report ") {
			t.Errorf("%q is there %d times and was not sent so", text, n)
		}
	}
	t.Logf("%d kills; %d of %d reports were acknowledged, %d arrived without the sender being told", kills,
		len(acknowledged), len(sent), len(there))
}

// submit sends a report with a file, and tells whether the receipt came.
func submit(address, text string) bool {
	f := form{upload: true, method: "POST", fields: []field{{name: "what"}, {name: "go"}}}
	f.action, _ = url.Parse(address + "/report")
	req, err := f.request(url.Values{"what": {text}, "go": {"send"}}, []upload{{"files", "a.txt", strings.Repeat(text, 2000)}})
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil {
		return false
	}
	return resp.StatusCode < 300 && digits.MatchString(words(string(page)))
}

// reportsIn fetches everything from the drop to the desk, opens every report with its file, and counts the texts. It fails
// the test if anything cannot be opened or is not whole.
func reportsIn(t *testing.T, dir string, ann *member) map[string]int {
	t.Helper()
	ctx := t.Context()
	store, err := drop.Open(ctx, filepath.Join(dir, "drop"), filepath.Join(dir, "drop", "drop.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if found, err := store.Verify(ctx); err != nil || len(found.Faults) > 0 {
		t.Fatalf("the drop is not whole: %v %v", found, err)
	}
	d, err := desk.Open(ctx, filepath.Join(dir, "desk"), filepath.Join(dir, "desk", "desk.db"), store, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.Fetch(ctx); err != nil {
		t.Fatal(err)
	}
	s, err := d.SignIn(ctx, ann.name, ann.passphrase, ann.code(t))
	if err != nil {
		t.Fatal(err)
	}
	threads, err := s.Threads(ctx)
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]int{}
	for _, info := range threads {
		thread, err := s.OpenThread(ctx, info.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range thread.Messages {
			if m.Unreadable != "" || len(m.Files) != 1 {
				t.Errorf("a report cannot be read (%s) or has %d files, want 1", m.Unreadable, len(m.Files))
				continue
			}
			_, r, err := s.OpenFile(ctx, info.ID, m.ID, 1)
			if err != nil {
				t.Error(err)
				continue
			}
			file, err := io.ReadAll(r)
			r.Close()
			if err != nil || string(file) != strings.Repeat(m.What, 2000) {
				t.Errorf("the file of %q is not whole (%v)", m.What, err)
			}
			there[m.What]++
		}
	}
	return there
}

// A process that works on cases, for TestKilledWhileCasesAreWorkedOn: it runs in a process of its own, because it is killed.
const childVariable = "UNHINDERED_E2E_CASEWORK"

func TestMain(m *testing.M) {
	if setting := os.Getenv(childVariable); setting != "" {
		if err := casework(context.Background(), setting); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// An office is the desk and the record in one folder, at a time of its own: each round is a few minutes later than the one
// before, so that one-time codes are not used twice.
type office struct {
	Dir   string
	Now   time.Time
	Names []string
	Pass  []string
	TOTP  []string
	Case  string
	Log   string

	desk   *desk.Desk
	record *register.Store
	s      []*desk.Session
}

func (o *office) open(ctx context.Context) error {
	signer, err := log.ParseSigner(o.Log)
	if err != nil {
		return err
	}
	if o.record, err = register.Open(ctx, filepath.Join(o.Dir, "record", "record.db"), signer); err != nil {
		return err
	}
	now := func() time.Time { return o.Now }
	if o.desk, err = desk.Open(ctx, filepath.Join(o.Dir, "desk"), filepath.Join(o.Dir, "desk", "desk.db"), nil, o.record,
		desk.Clock(now), desk.WorkFactor(quick)); err != nil {
		return err
	}
	for i, name := range o.Names {
		code, err := totp.GenerateCode(o.TOTP[i], o.Now)
		if err != nil {
			return err
		}
		s, err := o.desk.SignIn(ctx, name, o.Pass[i], code)
		if err != nil {
			return fmt.Errorf("signing in as %s: %w", name, err)
		}
		o.s = append(o.s, s)
	}
	return nil
}

func (o *office) close() {
	if o.desk != nil {
		o.desk.Close()
	}
	if o.record != nil {
		o.record.Close()
	}
	o.s = nil
}

// An ack is one thing that the killed process said was done.
type ack struct {
	Did     string // "saved", "published" or "withdrawn"
	Item    string `json:",omitempty"`
	Version int    `json:",omitempty"`
	Text    string `json:",omitempty"`
	Entry   string `json:",omitempty"`
}

// casework saves notes and publishes, corrects and withdraws an entry, without end, and says what is done once it is.
func casework(ctx context.Context, setting string) error {
	var o office
	if err := json.Unmarshal([]byte(setting), &o); err != nil {
		return err
	}
	if err := o.open(ctx); err != nil {
		return err
	}
	say := json.NewEncoder(os.Stdout)
	say.Encode(ack{Did: "ready"})
	ann, ben := o.s[0], o.s[1]
	for n := 0; ; n++ {
		text := fmt.Sprintf("note %s %d", o.Now.Format(time.TimeOnly), n)
		item, err := ann.Save(ctx, o.Case, desk.Item{Data: &desk.Note{Text: text}}, 0)
		if err != nil {
			return err
		}
		say.Encode(ack{Did: "saved", Item: item.ID, Version: item.Version, Text: text})
		item.Data = &desk.Note{Text: text + " changed"}
		if item, err = ann.Save(ctx, o.Case, item, item.Version); err != nil {
			return err
		}
		say.Encode(ack{Did: "saved", Item: item.ID, Version: item.Version, Text: text + " changed"})
		if err := publishOnce(ctx, ann, ben, o.Case, text, say); err != nil {
			return err
		}
	}
}

func publishOnce(ctx context.Context, ann, ben *desk.Session, caseID, text string, say *json.Encoder) error {
	c, err := ann.OpenCase(ctx, caseID)
	if err != nil {
		return err
	}
	p := c.Publication.Data
	if p.Step == desk.Requested || p.Step == desk.WithdrawalRequested {
		if p, err = ann.CancelRequest(ctx, caseID); err != nil { // it was killed while it waited for approval
			return err
		}
	}
	if c.Draft.Version%3 == 2 && p.Step == desk.Published {
		if _, err := ann.RequestWithdrawal(ctx, caseID, "a test"); err != nil {
			return err
		}
		if p, err = ben.Approve(ctx, caseID, ""); err != nil {
			return err
		}
		return say.Encode(ack{Did: "withdrawn", Entry: p.EntryID})
	}
	draft := desk.Draft{Subject: "A teacher", SubjectKind: register.Person, Summary: "Reported: " + text, Dates: desk.ToYear, Places: desk.ToCountry,
		Acts: []string{c.Acts[0].ID}, Sources: []string{c.Sources[0].ID}}
	if _, err := ann.SaveDraft(ctx, caseID, draft, c.Draft.Version); err != nil {
		return err
	}
	preview, err := ann.Preview(ctx, caseID)
	if err != nil {
		return err
	}
	if _, err := ann.RequestApproval(ctx, caseID, preview.Hash); err != nil {
		return fmt.Errorf("%w: %v", err, preview.Problems)
	}
	if p, err = ben.Approve(ctx, caseID, preview.Hash); err != nil {
		return err
	}
	return say.Encode(ack{Did: "published", Entry: p.EntryID, Version: p.Version, Text: "Reported: " + text})
}

func TestKilledWhileCasesAreWorkedOn(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	ctx := t.Context()
	dir := t.TempDir()
	team, _ := install(t, dir)
	o := office{Dir: dir, Now: time.Now().Add(time.Hour), Names: []string{"ann", "ben"},
		Pass: []string{team["ann"].passphrase, team["ben"].passphrase}, TOTP: []string{team["ann"].secret, team["ben"].secret}}
	var err error
	if o.Log, _, err = log.NewKey("test-log"); err != nil {
		t.Fatal(err)
	}
	o.Case = prepareCase(t, &o)

	notes := map[string]ack{} // newest acknowledged version of each
	var last ack              // newest acknowledged step of the publication
	done := map[string]int{}
	enough := func() bool {
		return done["saved"] >= killedWhileCaseWorked && done["published"] >= 30 && done["withdrawn"] >= 10
	}
	kills := 0
	for ; kills < killedWhileCaseWorked || !enough() && kills < mostKills; kills++ {
		o.Now = o.Now.Add(2 * time.Minute)
		for _, a := range workAndKill(t, &o, time.Duration(rand.IntN(250))*time.Millisecond) {
			done[a.Did]++
			switch a.Did {
			case "saved":
				notes[a.Item] = a
			case "published", "withdrawn":
				last = a
			}
		}
		o.Now = o.Now.Add(2 * time.Minute)
		if err := o.open(ctx); err != nil {
			t.Fatalf("round %d: after the kill: %v", kills, err)
		}
		checkOffice(t, &o, notes, last)
		o.close()
		if t.Failed() {
			t.Fatalf("in round %d", kills)
		}
	}
	if !enough() {
		t.Fatalf("only %v was done: this test would check little", done)
	}
	t.Logf("%d kills; acknowledged: %v", kills, done)
}

func prepareCase(t *testing.T, o *office) string {
	t.Helper()
	ctx := t.Context()
	if err := o.open(ctx); err != nil {
		t.Fatal(err)
	}
	defer o.close()
	ann := o.s[0]
	id, err := ann.NewCase(ctx, desk.NewCase{Header: desk.Header{Title: "A teacher", State: "XEX", Fictional: true, Stage: desk.StageDocumented}})
	if err != nil {
		t.Fatal(err)
	}
	var party string
	for _, data := range []desk.Data{
		&desk.Party{Label: "the teacher", Role: desk.Subject, Is: desk.OnePerson},
		&desk.Act{Type: "HARASSMENT", From: "2025"},
		&desk.Source{Document: "A report of Examplestan", Open: true},
	} {
		item, err := ann.Save(ctx, id, desk.Item{Data: data}, 0)
		if err != nil {
			t.Fatal(err)
		}
		if data.Kind() == desk.KindParty {
			party = item.ID
		}
	}
	if _, err := ann.AddConsent(ctx, id, desk.Consent{For: party, GivenBy: "self", Purpose: report.PublishAnonymous, Given: true,
		Wording: "May we publish it without your name?", Channel: "interview", Day: o.Now.Format(time.DateOnly)}); err != nil {
		t.Fatal(err)
	}
	return id
}

// workAndKill runs casework in a process of its own and kills it that long after it is ready; it returns what was
// acknowledged until then.
func workAndKill(t *testing.T, o *office, after time.Duration) []ack {
	t.Helper()
	setting, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+string(setting))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var all []ack
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var a ack
		if json.Unmarshal(lines.Bytes(), &a) != nil {
			if text := lines.Text(); strings.HasPrefix(text, "error ") {
				t.Errorf("the process stopped by itself: %s", text)
			}
			continue // cut off in the middle of the line
		}
		if a.Did == "ready" {
			time.AfterFunc(after, func() { cmd.Process.Signal(syscall.SIGKILL) })
			continue
		}
		all = append(all, a)
	}
	cmd.Wait()
	return all
}

// checkOffice holds the office to what was acknowledged.
func checkOffice(t *testing.T, o *office, notes map[string]ack, last ack) {
	t.Helper()
	ctx := t.Context()
	if found, err := o.s[0].Verify(ctx); err != nil || len(found.Faults) > 0 {
		t.Errorf("the desk is not whole: %v %v", found.Faults, err)
	}
	found, err := o.record.Verify(ctx)
	if err != nil || !found.OK() {
		t.Errorf("the record is not whole: %v %v", found.Problems, err)
	}
	c, err := o.s[0].OpenCase(ctx, o.Case)
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]desk.Row[desk.Note]{}
	for _, row := range c.Notes {
		there[row.ID] = row
	}
	for id, a := range notes {
		row := there[id]
		if row.Version < a.Version || row.Version == a.Version && row.Data.Text != a.Text {
			t.Errorf("version %d of a note was acknowledged as %q; version %d is there with %q", a.Version, a.Text, row.Version, row.Data.Text)
		}
	}
	// Desk and record agree, whatever was cut off.
	p := c.Publication.Data
	switch entry, err := o.record.Entry(ctx, p.EntryID); {
	case p.EntryID == "":
		if page, err := o.record.List(ctx, register.Filter{}); err != nil || page.Total != 0 {
			t.Errorf("the desk has published nothing, the register has %d entries (%v)", page.Total, err)
		}
	case err != nil:
		t.Errorf("the entry that the desk published: %v", err)
	case entry.Withdrawn != (p.Live == nil):
		t.Errorf("the desk is at %q and takes an entry for public: %v; it is withdrawn: %v", p.Step, p.Live != nil, entry.Withdrawn)
	case !entry.Withdrawn && entry.Version != p.Version:
		t.Errorf("the desk has published version %d, the register has %d", p.Version, entry.Version)
	}
	if last.Entry == "" {
		return
	}
	entry, err := o.record.Entry(ctx, last.Entry)
	if err != nil {
		t.Errorf("%s was acknowledged as %s: %v", last.Entry, last.Did, err)
		return
	}
	if last.Did == "withdrawn" && !entry.Withdrawn {
		t.Errorf("%s was acknowledged as withdrawn and is there", last.Entry)
	}
	if last.Did == "published" && !entry.Withdrawn && entry.Version < last.Version {
		t.Errorf("version %d of %s was acknowledged, version %d is there", last.Version, last.Entry, entry.Version)
	}
}
