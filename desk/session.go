package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Session is a member's open session. It is safe for concurrent use; after Lock every method returns ErrLocked.
type Session struct {
	desk          *Desk
	name, display string
	hash          [32]byte // of the token

	mu     sync.Mutex
	token  string // until Token is called
	seen   time.Time
	locked bool
	vaults map[string]membership // by vault id; nil once locked
}

type membership struct {
	*openVault
	role Role
}

// newSession registers a session that holds the vaults.
func (d *Desk) newSession(name, display string, vaults map[string]membership) *Session {
	var raw [24]byte
	rand.Read(raw[:])
	token := hex.EncodeToString(raw[:])
	s := &Session{desk: d, name: name, display: display, token: token, hash: sha256.Sum256([]byte(token)),
		seen: d.now(), vaults: vaults}
	d.mu.Lock()
	d.sessions[s.hash] = s
	d.mu.Unlock()
	return s
}

// Session returns the open session with a token, and counts as a sign of life of its member.
func (d *Desk) Session(token string) (*Session, bool) {
	d.mu.Lock()
	s := d.sessions[sha256.Sum256([]byte(token))]
	d.mu.Unlock()
	if s == nil {
		return nil, false
	}
	now := d.now()
	s.mu.Lock()
	idle := now.Sub(s.seen) >= d.idle
	if !idle {
		s.seen = now
	}
	s.mu.Unlock()
	if idle {
		s.Lock()
		return nil, false
	}
	return s, true
}

// OnLock sets a function that is called after each Lock, so that the web server can close idle connections and drop
// what it holds. It must be set before the first sign-in.
func (d *Desk) OnLock(f func()) { d.onLock = f }

// watchIdle locks sessions of which nothing was heard for too long.
func (d *Desk) watchIdle() {
	tick := time.NewTicker(max(d.idle/30, 50*time.Millisecond))
	defer tick.Stop()
	for {
		select {
		case <-d.stop:
			return
		case <-tick.C:
		}
		now := d.now()
		for _, s := range d.liveSessions() {
			s.mu.Lock()
			idle := now.Sub(s.seen) >= d.idle
			s.mu.Unlock()
			if idle {
				s.Lock()
			}
		}
	}
}

func (d *Desk) liveSessions() []*Session {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := make([]*Session, 0, len(d.sessions))
	for _, s := range d.sessions {
		all = append(all, s)
	}
	return all
}

// Token returns the session's token, the first time it is called; afterwards "". Only its hash is kept.
func (s *Session) Token() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	token := s.token
	s.token = ""
	return token
}

// Name returns the sign-in name of the member.
func (s *Session) Name() string { return s.name }

// Display returns how to greet the member, "" once locked.
func (s *Session) Display() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.display
}

// Role returns the member's role in a vault, "" if they have none.
func (s *Session) Role(vault string) Role {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.vaults[vault].role
}

// IsApprover tells whether the member is approver in any vault.
func (s *Session) IsApprover() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.vaults {
		if m.role == Approver {
			return true
		}
	}
	return false
}

// Lock ends the session: its keys, and the index of every vault that nobody else has open, are dropped and wiped. What a
// request in progress still holds is dropped when it ends.
func (s *Session) Lock() {
	s.mu.Lock()
	if s.locked {
		s.mu.Unlock()
		return
	}
	held := s.vaults
	s.locked, s.vaults, s.token, s.display = true, nil, "", ""
	s.mu.Unlock()

	d := s.desk
	d.mu.Lock()
	delete(d.sessions, s.hash)
	for _, m := range held {
		d.letGo(m.openVault)
	}
	d.mu.Unlock()
	clear(held)
	wipe := func() {
		if d.onLock != nil {
			d.onLock()
		}
		collect()
	}
	wipe()
	// Once more, for what requests and connections in progress held until now.
	time.AfterFunc(2*time.Second, wipe)
}

// collect makes the runtime let go of what was dropped. The program is linked so that freed memory is overwritten when
// it is collected: twice, because what is reachable only from a finalizer or a pool goes the second time.
func collect() {
	runtime.GC()
	runtime.GC()
	debug.FreeOSMemory()
}

// LockAll ends all sessions.
func (d *Desk) LockAll() {
	for _, s := range d.liveSessions() {
		s.Lock()
	}
}

// letGo drops a session's hold of a vault. Desk.mu is held.
func (d *Desk) letGo(v *openVault) {
	v.refs--
	if v.refs == 0 {
		delete(d.open, v.id)
		v.index.wipe() // its keys go when the last request that uses them ends
	}
}

// vault returns a vault that the session holds, ErrNotFound for any other, and ErrLocked once locked.
func (s *Session) vault(id string) (membership, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.locked {
		return membership{}, ErrLocked
	}
	m, ok := s.vaults[id]
	if !ok {
		return membership{}, ErrNotFound
	}
	return m, nil
}

// held returns all vaults of the session, by id.
func (s *Session) held() ([]membership, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.locked {
		return nil, ErrLocked
	}
	all := make([]membership, 0, len(s.vaults))
	for _, m := range s.vaults {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b membership) int { return strings.Compare(a.id, b.id) })
	return all, nil
}

// vaultOf returns the vault of a case or thread that the session may see; what names the table.
func (s *Session) vaultOf(ctx context.Context, what, id string) (membership, error) {
	vault, err := s.desk.vaultOf(ctx, what, id)
	if err != nil {
		return membership{}, err
	}
	return s.vault(vault)
}
