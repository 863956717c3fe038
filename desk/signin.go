package desk

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"encoding/json"
	"errors"
	"runtime/debug"
	"strings"
	"time"

	"filippo.io/age"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"unhindered/seal"
	"unhindered/storage"
)

// A card is what only the member may read of themself, sealed to their own identity.
type card struct {
	Display string `json:"display"`
	TOTP    string `json:"totp"`      // secret, base 32
	Step    int64  `json:"last_step"` // the newest that was used: each code opens the door once
}

const totpPeriod = 30 // seconds

// newCard makes a card with a new TOTP secret and returns the address for an authenticator app.
func newCard(name, display string, to age.Recipient) (sealed []byte, uri string, err error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Unhindered desk", AccountName: name, Period: totpPeriod, SecretSize: 20})
	if err != nil {
		return nil, "", errors.New("making a second factor went wrong")
	}
	sealed, err = sealCard(card{Display: display, TOTP: key.Secret()}, to)
	return sealed, key.URL(), err
}

func sealCard(c card, to age.Recipient) ([]byte, error) {
	plain, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	return seal.Seal(plain, to)
}

// step returns the time step of a code that is right now, a step before or a step after, and newer than the last used.
func (c card) step(code string, now time.Time) (int64, bool) {
	code = strings.ReplaceAll(strings.TrimSpace(code), " ", "")
	present := now.Unix() / totpPeriod
	var found int64
	ok := false
	for step := present - 1; step <= present+1; step++ {
		want, err := hotp.GenerateCodeCustom(c.TOTP, uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && step > c.Step {
			found, ok = step, true
		}
	}
	return found, ok
}

// SignIn opens a session: the passphrase unlocks the member's identity, code is the present one of their second factor.
// Whatever is wrong, it returns ErrSignIn after the same work; wrong tries of a name make the next one wait, and never
// lock anybody out.
func (d *Desk) SignIn(ctx context.Context, name, passphrase, code string) (*Session, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	name, passphrase = cutBytes(name, 64), cutBytes(passphrase, 2048) // no longer ones were ever accepted
	done, err := d.tries.begin(ctx, name, d.tryDelay)
	if err != nil {
		return nil, err
	}
	identity, c, err := d.prove(ctx, name, passphrase, code)
	done(err == nil)
	if err != nil {
		return nil, err
	}
	vaults, err := d.hold(ctx, name, identity)
	if err != nil {
		return nil, err
	}
	s := d.newSession(name, c.Display, vaults)
	if err := s.arrive(ctx); err != nil {
		s.Lock()
		return nil, err
	}
	return s, nil
}

// prove checks both factors and uses up the code.
func (d *Desk) prove(ctx context.Context, name, passphrase, code string) (*age.HybridIdentity, card, error) {
	var locked, sealed []byte
	err := d.db.QueryRow(ctx, "SELECT locked, card FROM member WHERE name = $1", name).Scan(&locked, &sealed)
	known := err == nil
	if errors.Is(err, sql.ErrNoRows) { // the same work for a name that there is not
		if locked, err = d.setting(ctx, settingDummy); errors.Is(err, sql.ErrNoRows) {
			return nil, card{}, ErrSignIn // nobody is a member of this desk yet
		}
	}
	if err != nil {
		return nil, card{}, err
	}
	identity, err := d.unlock(ctx, locked, passphrase)
	if errors.Is(err, seal.ErrPassphrase) || err == nil && !known {
		return nil, card{}, ErrSignIn
	}
	if err != nil {
		return nil, card{}, err
	}
	plain, err := seal.Open(sealed, identity)
	if err != nil {
		return nil, card{}, damaged(err, "the member's card")
	}
	defer clear(plain)
	var c card
	if json.Unmarshal(plain, &c) != nil {
		return nil, card{}, ErrDamaged
	}
	step, ok := c.step(code, d.now())
	if !ok {
		return nil, card{}, ErrSignIn
	}
	c.Step = step
	next, err := sealCard(c, identity.Recipient())
	if err != nil {
		return nil, card{}, err
	}
	// The code is used up before the door opens; whoever used the same one at the same time is turned away.
	err = d.db.Update(ctx, func(tx *storage.Tx) error {
		n, err := tx.Exec(ctx, "UPDATE member SET card = $1 WHERE name = $2 AND card = $3", next, name, sealed)
		if err == nil && n != 1 {
			return ErrSignIn
		}
		return err
	})
	return identity, c, err
}

// unlock opens a locked identity, two at a time at most, since each takes 256 MiB.
func (d *Desk) unlock(ctx context.Context, locked []byte, passphrase string) (*age.HybridIdentity, error) {
	if err := d.unlocking.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer d.unlocking.Release(1)
	defer debug.FreeOSMemory()
	return seal.UnlockIdentity(locked, passphrase)
}

// hold opens every vault of a member, or takes a hold of those that others have open already.
func (d *Desk) hold(ctx context.Context, name string, identity *age.HybridIdentity) (map[string]membership, error) {
	rows, err := d.db.Query(ctx, `SELECT v.id, v.name, v.bundle, m.role FROM vault v JOIN vault_member m ON m.vault = v.id
		WHERE m.member = $1 ORDER BY v.id`, name)
	type row struct {
		id           string
		name, bundle []byte
		role         Role
	}
	all, err := storage.Collect(rows, err, func(r storage.Row, v *row) error { return r.Scan(&v.id, &v.name, &v.bundle, &v.role) })
	if err != nil {
		return nil, err
	}
	held := map[string]membership{}
	for _, row := range all {
		keys, err := seal.OpenVault(row.id, row.bundle, identity)
		if err == nil {
			var v *openVault
			if v, err = d.holdVault(ctx, keys, row.name); err == nil {
				held[row.id] = membership{v, row.role}
				continue
			}
		}
		d.mu.Lock()
		for _, m := range held {
			d.letGo(m.openVault)
		}
		d.mu.Unlock()
		return nil, damaged(err, "opening a vault")
	}
	return held, nil
}

// holdVault adds a hold to an open vault, or opens it and fills its index.
func (d *Desk) holdVault(ctx context.Context, keys *seal.Vault, sealedName []byte) (*openVault, error) {
	d.mu.Lock()
	if v := d.open[keys.ID()]; v != nil {
		v.refs++
		d.mu.Unlock()
		<-v.index.ready
		if v.index.failed == nil {
			return v, nil
		}
		d.mu.Lock()
		d.letGo(v)
		d.mu.Unlock()
		return nil, v.index.failed
	}
	v := &openVault{id: keys.ID(), refs: 1}
	v.current.Store(keys)
	v.index.ready = make(chan struct{})
	d.open[v.id] = v
	d.mu.Unlock()

	name, err := keys.Decrypt(sealedName, contextVaultName)
	if err == nil {
		v.name = string(name)
		err = d.fillIndex(ctx, v)
	}
	v.index.failed = err
	close(v.index.ready)
	if err != nil {
		d.mu.Lock()
		d.letGo(v)
		d.mu.Unlock()
		return nil, err
	}
	return v, nil
}

const contextVaultName = "vault-name"

// arrive writes the audit lines of a sign-in, then catches up on what came while nobody was there.
func (s *Session) arrive(ctx context.Context) error {
	held, err := s.held()
	if err != nil {
		return err
	}
	for _, m := range held {
		if err := s.audit(ctx, m.openVault, AuditLine{What: SignedIn}); err != nil {
			return err
		}
		if err := s.desk.processWaiting(ctx, m.openVault); err != nil {
			return err
		}
		s.desk.resumeVault(ctx, m.openVault, s.name) // a record that cannot be reached keeps nobody out
	}
	return nil
}

// Names of settings.
const (
	settingDummy    = "dummy"    // a locked identity that opens nothing, for names that there are not
	settingRecovery = "recovery" // the recovery recipient
)

func (d *Desk) setting(ctx context.Context, name string) ([]byte, error) {
	var value []byte
	err := d.db.QueryRow(ctx, "SELECT value FROM setting WHERE name = $1", name).Scan(&value)
	return value, err
}
