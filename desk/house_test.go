package desk_test

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/pquerna/otp/totp"

	"unhindered/desk"
	"unhindered/drop"
	"unhindered/record/log"
	"unhindered/record/register"
	"unhindered/report"
	"unhindered/seal"
)

// A house is a desk with a real drop and a real register beside it, and two approvers: ada and ben, and a member: cleo.
type house struct {
	t      testing.TB
	dir    string
	url    string
	desk   *desk.Desk
	drop   *drop.Store
	record *register.Store
	clock  *clock
	first  desk.Initial
}

const passphrase = "seven quiet herons walk under tin roofs"

// A clock goes only when it is told to.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// newHouse sets up a house whose desk has its database at url; "" is SQLite in the house's folder.
func newHouse(t testing.TB, url string) *house {
	t.Helper()
	h := &house{t: t, dir: t.TempDir(), url: url, clock: &clock{now: time.Now().UTC().Truncate(time.Second)}}
	if h.url == "" {
		h.url = filepath.Join(h.dir, "desk", "desk.db")
	}
	var err error
	if h.drop, err = drop.Open(t.Context(), filepath.Join(h.dir, "drop"), filepath.Join(h.dir, "drop", "drop.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.drop.Close() })
	private, _, err := log.NewKey("record.example.org/log")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := log.ParseSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	if h.record, err = register.Open(t.Context(), filepath.Join(h.dir, "record", "record.db"), signer); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.record.Close() })
	h.open()
	t.Cleanup(func() { h.desk.Close() })
	h.first, err = h.desk.Init(t.Context(), desk.Setup{
		Team: "Example team",
		Members: []desk.NewMember{
			{Name: "ada", Display: "Ada A", Passphrase: passphrase, Role: desk.Approver},
			{Name: "ben", Display: "Ben B", Passphrase: passphrase, Role: desk.Approver},
			{Name: "cleo", Display: "Cleo C", Passphrase: passphrase, Role: desk.Member},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// open opens the desk, again after close.
func (h *house) open(options ...desk.Option) {
	h.t.Helper()
	h.openWith(h.drop, h.record, options...)
}

func (h *house) openWith(intake desk.Intake, record desk.Record, options ...desk.Option) {
	h.t.Helper()
	var err error
	options = append([]desk.Option{desk.WorkFactor(10), desk.TryDelay(time.Millisecond), desk.Clock(h.clock.Now)}, options...)
	h.desk, err = desk.Open(context.Background(), filepath.Join(h.dir, "desk"), h.url, intake, record, options...)
	if err != nil {
		h.t.Fatal(err)
	}
}

// code returns the present code of a member's second factor.
func (h *house) code(name string) string { return codeAt(h.t, h.first.Members, name, h.clock.Now()) }

func codeAt(t testing.TB, members []desk.Enrolment, name string, at time.Time) string {
	t.Helper()
	for _, m := range members {
		if m.Name == name {
			u, err := url.Parse(m.TOTPURI)
			if err != nil {
				t.Fatal(err)
			}
			code, err := totp.GenerateCode(u.Query().Get("secret"), at)
			if err != nil {
				t.Fatal(err)
			}
			return code
		}
	}
	t.Fatalf("no member %s", name)
	return ""
}

// signIn opens a session; each takes a code of its own, so the clock goes on a little.
func (h *house) signIn(name string) *desk.Session {
	h.t.Helper()
	h.clock.advance(30 * time.Second)
	s, err := h.desk.SignIn(context.Background(), name, passphrase, h.code(name))
	if err != nil {
		h.t.Fatalf("sign-in of %s: %v", name, err)
	}
	return s
}

// A person reports and comes back with their receipt.
type person struct {
	h    *house
	keys seal.ReceiptKeys
}

var everyConsent = func() []report.Consent {
	var all []report.Consent
	for _, p := range report.Purposes() {
		all = append(all, report.Consent{Purpose: p, Wording: "You may: " + string(p), Partner: map[bool]string{true: "a partner"}[p == report.SharePartner]})
	}
	return all
}()

// consents returns every purpose, of which those named are given.
func consents(given ...report.Purpose) []report.Consent {
	all := make([]report.Consent, len(everyConsent))
	copy(all, everyConsent)
	for i := range all {
		for _, p := range given {
			all[i].Given = all[i].Given || all[i].Purpose == p
		}
	}
	return all
}

// report sends a first report with files, name and content by turns.
func (h *house) report(m report.Message, files ...string) *person {
	h.t.Helper()
	sub, err := h.drop.Begin(context.Background())
	if err != nil {
		h.t.Fatal(err)
	}
	for i := 0; i < len(files); i += 2 {
		if _, err := sub.AddFile(files[i], "text/plain", strings.NewReader(files[i+1])); err != nil {
			h.t.Fatal(err)
		}
	}
	receipt, err := sub.Finish(context.Background(), m)
	if err != nil {
		h.t.Fatal(err)
	}
	keys, err := receipt.Keys()
	if err != nil {
		h.t.Fatal(err)
	}
	return &person{h, keys}
}

func (p *person) thread() drop.Thread {
	p.h.t.Helper()
	thread, err := p.h.drop.Thread(context.Background(), p.keys.Lookup)
	if err != nil {
		p.h.t.Fatal(err)
	}
	return thread
}

// send sends something more on the thread.
func (p *person) send(m report.Message) {
	p.h.t.Helper()
	sub, err := p.h.drop.BeginOn(context.Background(), p.thread())
	if err != nil {
		p.h.t.Fatal(err)
	}
	if _, err := sub.Finish(context.Background(), m); err != nil {
		p.h.t.Fatal(err)
	}
}

func (p *person) withdraw() {
	p.h.t.Helper()
	if err := p.h.drop.Withdraw(context.Background(), p.thread(), report.Message{Consents: consents()}); err != nil {
		p.h.t.Fatal(err)
	}
}

// answers opens what the team answered.
func (p *person) answers() []string {
	p.h.t.Helper()
	sealed, err := p.h.drop.Answers(context.Background(), p.thread())
	if err != nil {
		p.h.t.Fatal(err)
	}
	var all []string
	for _, a := range sealed {
		plain, err := seal.Open(a.Sealed, age.Identity(p.keys.Identity))
		if err != nil {
			p.h.t.Fatal(err)
		}
		m, err := report.Decode(plain)
		if err != nil {
			p.h.t.Fatal(err)
		}
		all = append(all, m.What)
	}
	return all
}

// fetch brings everything over.
func (h *house) fetch() int {
	h.t.Helper()
	n, err := h.desk.Fetch(context.Background())
	if err != nil {
		h.t.Fatalf("fetching: %v", err)
	}
	return n
}
