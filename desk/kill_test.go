package desk_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"unhindered/desk"
	"unhindered/record/log"
	"unhindered/record/register"
	"unhindered/report"
)

// A victim is what the process that is to be killed needs to know.
type victim struct {
	Dir, Key, Case string
	Members        []desk.Enrolment
	Now            time.Time
	First          int // number of its first save
}

const victimEnv = "DESK_TEST_VICTIM"

// openVictim opens the desk and the register of a victim, with the clock stopped at v.Now.
func openVictim(t testing.TB, v victim) *house {
	t.Helper()
	signer, err := log.ParseSigner(v.Key)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, dir: v.Dir, url: filepath.Join(v.Dir, "desk", "desk.db"), clock: &clock{now: v.Now}, first: desk.Initial{Members: v.Members}}
	if h.record, err = register.Open(context.Background(), filepath.Join(v.Dir, "record", "record.db"), signer); err != nil {
		t.Fatal(err)
	}
	h.openWith(nil, h.record)
	return h
}

// TestVictim saves, adds files and publishes without end, and says what was acknowledged. It runs only as the child of
// TestKilledAtAnyMoment.
func TestVictim(t *testing.T) {
	if os.Getenv(victimEnv) == "" {
		t.Skip("this is the child of another test")
	}
	var v victim
	if err := json.Unmarshal([]byte(os.Getenv(victimEnv)), &v); err != nil {
		t.Fatal(err)
	}
	h := openVictim(t, v)
	ctx := context.Background()
	ada, ben := h.signIn("ada"), h.signIn("ben")
	say := func(format string, args ...any) { fmt.Fprintf(os.Stdout, "ACK "+format+"\n", args...) }
	say("ready")
	for n := v.First; ; n++ {
		save(t, ada, v.Case, &desk.Note{Text: fmt.Sprint("note ", n)})
		say("note %d", n)
		if _, err := ada.AddEvidence(ctx, v.Case, fmt.Sprint("file ", n), "", strings.NewReader(fmt.Sprint("content ", n))); err != nil {
			t.Fatal(err)
		}
		say("file %d", n)
		c, err := ada.OpenCase(ctx, v.Case)
		if err != nil {
			t.Fatal(err)
		}
		if step := c.Publication.Data.Step; step == desk.Requested || step == desk.WithdrawalRequested {
			if _, err := ada.CancelRequest(ctx, v.Case); err != nil {
				t.Fatal(err)
			}
		}
		d := c.Draft.Data
		d.Summary = fmt.Sprint("Summary ", n)
		if _, err := ada.SaveDraft(ctx, v.Case, d, c.Draft.Version); err != nil {
			t.Fatal(err)
		}
		p := publish(t, ada, ben, v.Case)
		say("published %d %d %s", n, p.Version, p.EntryID)
		if n%5 == 0 {
			if _, err := ada.RequestWithdrawal(ctx, v.Case, "asked"); err != nil {
				t.Fatal(err)
			}
			if p, err = ben.Approve(ctx, v.Case, ""); err != nil {
				t.Fatal(err)
			}
			say("withdrawn %d %s", n, p.EntryID)
		}
	}
}

// TestKilledAtAnyMoment kills a real process again and again while it saves, adds files, publishes and withdraws. What
// was acknowledged is there, nothing is corrupt, and the register has each publication once.
func TestKilledAtAnyMoment(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a process many times")
	}
	private, _, err := log.NewKey("record.example.org/log")
	if err != nil {
		t.Fatal(err)
	}
	v := victim{Dir: t.TempDir(), Key: private, Now: time.Now().UTC().Truncate(time.Second), First: 1}
	os.Mkdir(filepath.Join(v.Dir, "record"), 0o700)
	h := openVictim(t, v)
	initial, err := h.desk.Init(t.Context(), desk.Setup{Team: "Example team", Members: []desk.NewMember{
		{Name: "ada", Passphrase: passphrase, Role: desk.Approver}, {Name: "ben", Passphrase: passphrase, Role: desk.Approver}}})
	if err != nil {
		t.Fatal(err)
	}
	h.first, v.Members = initial, initial.Members
	s := h.signIn("ada")
	var party string
	v.Case, party = aCase(t, s)
	if _, err := s.AddConsent(t.Context(), v.Case, consent(party, report.PublishAnonymous, "2026-01-01")); err != nil {
		t.Fatal(err)
	}
	h.desk.Close()
	h.record.Close()

	const kills = 100
	acknowledged := map[string]bool{}
	for range kills {
		v.Now = v.Now.Add(10 * time.Minute)
		for _, ack := range killOne(t, v) {
			acknowledged[ack] = true
			if fields := strings.Fields(ack); len(fields) > 1 {
				n, _ := strconv.Atoi(fields[1])
				v.First = max(v.First, n+1)
			}
		}
		v.First++ // what was under way may have been kept without being acknowledged
		v.Now = v.Now.Add(10 * time.Minute)
		lookAfterKill(t, v, acknowledged)
		if t.Failed() {
			return
		}
	}
	if len(acknowledged) < kills {
		t.Errorf("only %d things were acknowledged in %d lives: the test proves little", len(acknowledged), kills)
	}
}

// killOne runs a victim, kills it at a random moment and returns what it had acknowledged.
func killOne(t *testing.T, v victim) []string {
	t.Helper()
	order, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0], "-test.run=^TestVictim$", "-test.v")
	child.Env = append(os.Environ(), victimEnv+"="+string(order))
	var stderr bytes.Buffer
	child.Stderr = &stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var acks []string
	var all strings.Builder
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		all.WriteString(lines.Text() + "\n")
		if ack, ok := strings.CutPrefix(lines.Text(), "ACK "); ok {
			if ack == "ready" {
				time.AfterFunc(time.Duration(rand.Int64N(int64(150*time.Millisecond))), func() { child.Process.Kill() })
				continue
			}
			acks = append(acks, ack)
		}
	}
	child.Wait()
	if child.ProcessState.Exited() {
		t.Fatalf("the victim ended by itself:\n%s%s", all.String(), stderr.String())
	}
	return acks
}

func lookAfterKill(t *testing.T, v victim, acknowledged map[string]bool) {
	t.Helper()
	h := openVictim(t, v)
	defer h.record.Close()
	defer h.desk.Close()
	s := h.signIn("ada")
	for _, verify := range []func(context.Context) (desk.Report, error){h.desk.Verify, s.Verify} {
		if r, err := verify(t.Context()); err != nil || len(r.Faults) > 0 {
			t.Fatalf("verify: %+v, %v", r, err)
		}
	}
	c := openCase(t, s, v.Case)
	var has []string
	for _, note := range c.Notes {
		has = append(has, note.Data.Text)
	}
	for _, file := range c.Evidence {
		has = append(has, file.Data.Name)
	}
	p := c.Publication.Data
	if p.Step == desk.Publishing || p.Step == desk.Withdrawing {
		t.Errorf("a publication was not finished: %s", p.Step)
	}
	live := 0
	page, err := h.record.List(t.Context(), register.Filter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	live = page.Total
	if want := min(1, len(p.Live)); live != want {
		t.Errorf("the register shows %d entries, the desk says %d", live, want)
	}
	if len(p.Live) > 0 {
		if r, err := h.record.Entry(t.Context(), p.EntryID); err != nil || r.Entry.Version != p.Version || r.Commitment != p.Commitment {
			t.Errorf("the register has version %d of %s, the desk says %d: %v", r.Entry.Version, p.EntryID, p.Version, err)
		}
	}
	for ack := range acknowledged {
		switch kind, rest, _ := strings.Cut(ack, " "); kind {
		case "note", "file":
			if !slices.Contains(has, ack) {
				t.Errorf("%q was acknowledged and is gone", ack)
			}
		case "withdrawn":
			if r, err := h.record.Entry(t.Context(), strings.Fields(rest)[1]); err != nil || !r.Withdrawn {
				t.Errorf("%q was acknowledged and is still public: %v", ack, err)
			}
		}
	}
}
