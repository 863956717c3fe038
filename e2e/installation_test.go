package e2e

import (
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"unhindered/desk"
	"unhindered/drop"
)

// members of the installations that the tests make. The program unlocks what it finds, so passphrases that are quick to
// unlock are made with the packages themselves; init makes slow ones.
type member struct {
	name, passphrase, secret string
	used                     time.Time // step of the last code
}

const quick = 10 // scrypt work factor

// install makes an installation in dir whose first vault has two approvers and one plain member, and a second vault with
// one member of its own.
func install(t testing.TB, dir string) (north map[string]*member, other *member) {
	t.Helper()
	ctx := t.Context()
	store, err := drop.Open(ctx, filepath.Join(dir, "drop"), "")
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	d, err := desk.Open(ctx, filepath.Join(dir, "desk"), filepath.Join(dir, "desk", "desk.db"), store, nil, desk.WorkFactor(quick))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	all := map[string]*member{}
	enrol := func(e desk.Enrolment) *member {
		key, err := otp.NewKeyFromURL(e.TOTPURI)
		if err != nil {
			t.Fatal(err)
		}
		m := &member{name: e.Name, passphrase: e.Passphrase, secret: key.Secret(), used: time.Now().Add(-time.Minute)}
		all[m.name] = m
		return m
	}
	initial, err := d.Init(ctx, desk.Setup{Team: "A team", Members: []desk.NewMember{
		{Name: "ann", Display: "Ann", Role: desk.Approver}, {Name: "ben", Display: "Ben", Role: desk.Approver}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range initial.Members {
		enrol(e)
	}
	s, err := d.SignIn(ctx, "ann", all["ann"].passphrase, all["ann"].code(t))
	if err != nil {
		t.Fatal(err)
	}
	vaults, err := s.Vaults(ctx)
	if err != nil {
		t.Fatal(err)
	}
	added, err := s.AddMember(ctx, desk.NewMember{Name: "cem", Display: "Cem", Role: desk.Member}, vaults[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	enrol(added)
	second, err := s.NewVault(ctx, "Second", "Another team", nil)
	if err != nil {
		t.Fatal(err)
	}
	if added, err = s.AddMember(ctx, desk.NewMember{Name: "dov", Display: "Dov", Role: desk.Approver}, second.ID); err != nil {
		t.Fatal(err)
	}
	other = enrol(added)
	if err := s.LeaveVault(ctx, second.ID, "ann"); err != nil {
		t.Fatal(err)
	}
	delete(all, "dov")
	return all, other
}

// code returns a one-time code that has not been used yet, waiting for the next if it must. The desk takes the codes of
// the step before, of now and of the step after.
func (m *member) code(t testing.TB) string {
	t.Helper()
	step := m.used.Add(30 * time.Second)
	if now := time.Now(); step.Before(now) { // not the step before: it may run out on the way
		step = now
	}
	if wait := time.Until(step.Truncate(30 * time.Second).Add(-30 * time.Second)); wait > 0 {
		time.Sleep(wait + 100*time.Millisecond)
	}
	m.used = step
	code, err := totp.GenerateCode(m.secret, step)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// signIn signs a new visitor in to the desk.
func (m *member) signIn(t testing.TB, h *house) *visitor {
	t.Helper()
	v := newVisitor()
	status, page := v.post(t, h.Desk+"/login", url.Values{"name": {m.name}, "passphrase": {m.passphrase}, "code": {m.code(t)}})
	if status != http.StatusOK || strings.Contains(page, `name="passphrase"`) {
		t.Fatalf("%s could not sign in: %d\n%s", m.name, status, shorten(page))
	}
	return v
}
