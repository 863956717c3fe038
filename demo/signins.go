package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/pquerna/otp/totp"

	"unhindered/desk"
)

// WorkFactor is the scrypt work factor of the demo's sign-ins: their passphrases are printed, so nothing is lost by a
// quick start. No other desk may use it.
const WorkFactor = 10

// A Member is somebody who can sign in to the desk of the demo.
type Member struct {
	Name       string    `json:"name"`
	Passphrase string    `json:"passphrase"`
	TOTPSecret string    `json:"totp_secret"` // base 32
	Role       desk.Role `json:"role"`
	Vault      string    `json:"vault"` // name of the team's vault
	Note       string    `json:"note"`  // in a few words, for who tries the demo
}

// notes are what the demo writes down.
type notes struct {
	Members []Member `json:"members"`
	Shares  []string `json:"shares"`  // recovery shares of the desk; 2 of 3 open it
	Receipt string   `json:"receipt"` // of the first report, in English words
	Steps   []string `json:"steps"`   // parts of the invented cases that are made
}

const (
	firstTeam    = "Examplestan desk"
	northernTeam = "Northern team"
)

// members are the demo's people. The passphrases are public.
var members = []Member{
	{"heron", "quiet rivers carry small boats home", "", desk.Approver, firstTeam, "approver; has prepared a publication that a second person must approve"},
	{"swift", "seven lanterns over the winter harbour", "", desk.Approver, firstTeam, "approver; can approve what heron prepared"},
	{"wren", "green ladders lean against old orchards", "", desk.Member, northernTeam, "member of another team, who sees none of the first team's cases"},
}

// Code returns the one-time code of a member's second factor at a time.
func Code(secret string, t time.Time) string {
	code, err := totp.GenerateCode(secret, t)
	if err != nil {
		return "" // the secret is not base 32
	}
	return code
}

// A diary keeps the demo's sign-ins and how far the invented cases are made, in DIR/demo.json, so that the demo can be
// stopped at any time and started again. Only a demo has one: a real desk never writes a sign-in down.
type diary struct {
	path string
	now  func() time.Time
	notes
}

func openDiary(dir string, now func() time.Time) (*diary, error) {
	d := &diary{path: filepath.Join(dir, "demo.json"), now: now}
	data, err := os.ReadFile(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return d, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the demo's sign-ins: %w", err)
	}
	if err := json.Unmarshal(data, &d.notes); err != nil {
		return nil, fmt.Errorf("%s is damaged (%v); remove the folder and start the demo anew", d.path, err)
	}
	return d, nil
}

// save replaces the file whole.
func (d *diary) save() error {
	data, err := json.MarshalIndent(d.notes, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(d.path), "demo-*.json") // mode 0600
	if err != nil {
		return fmt.Errorf("writing the demo's sign-ins: %w", err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), d.path)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("writing the demo's sign-ins: %w", err)
	}
	return nil
}

// signIns returns the diary of a desk that its first two members can sign in to, which it sets up if it is new.
func signIns(ctx context.Context, dir string, d *desk.Desk, now func() time.Time) (*diary, error) {
	book, err := openDiary(dir, now)
	if err != nil {
		return nil, err
	}
	done, err := d.Initialised(ctx)
	if err != nil {
		return nil, err
	}
	switch {
	case done && len(book.Members) > 0:
		return book, nil
	case done:
		return nil, fmt.Errorf("%s holds a desk whose sign-ins the demo does not know; give the demo a folder of its own, "+
			"or remove this one if its first start was cut off", dir)
	}
	setup := desk.Setup{Team: firstTeam, K: 2, N: 3}
	for _, m := range members {
		if m.Vault == firstTeam {
			setup.Members = append(setup.Members, newMember(m))
		}
	}
	initial, err := d.Init(ctx, setup)
	if err != nil {
		return nil, fmt.Errorf("setting up the demo's desk: %w", err)
	}
	book.Shares = initial.Shares
	for i, e := range initial.Members {
		if err := book.add(members[i], e); err != nil {
			return nil, err
		}
	}
	return book, book.save()
}

func newMember(m Member) desk.NewMember {
	return desk.NewMember{Name: m.Name, Display: m.Name, Passphrase: m.Passphrase, Role: m.Role}
}

// add notes a member with the second factor that the desk made for them.
func (d *diary) add(m Member, e desk.Enrolment) error {
	uri, err := url.Parse(e.TOTPURI)
	if err != nil || uri.Query().Get("secret") == "" {
		return fmt.Errorf("the desk gave %s no second factor", m.Name)
	}
	m.TOTPSecret = uri.Query().Get("secret")
	d.Members = append(d.Members, m)
	return nil
}

// signIn opens a session of one of the demo's members. A code works once: it takes the oldest that is still good, so that
// the present one is left for whoever tries the demo.
func (d *diary) signIn(ctx context.Context, k *desk.Desk, name string) (*desk.Session, error) {
	i := slices.IndexFunc(d.Members, func(m Member) bool { return m.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("the demo has no member %s", name)
	}
	m := d.Members[i]
	for _, step := range []time.Duration{-30 * time.Second, 0, 30 * time.Second} {
		s, err := k.SignIn(ctx, m.Name, m.Passphrase, Code(m.TOTPSecret, d.now().Add(step)))
		if !errors.Is(err, desk.ErrSignIn) {
			return s, err
		}
	}
	return nil, fmt.Errorf("the demo could not sign in as %s: its one-time codes are used up for the moment; start it again in a minute", name)
}
