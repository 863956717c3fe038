package desk

import "context"

// SignIn opens a session: the passphrase unlocks the member's identity, code is the present one of their second factor.
// Whatever is wrong, it returns ErrSignIn after the same work; wrong tries of a name make the next one wait, and never
// lock anybody out.
func (d *Desk) SignIn(ctx context.Context, name, passphrase, code string) (*Session, error) {
	return nil, errNotBuilt
}

// Session returns the open session with a token, and counts as a sign of life of its member.
func (d *Desk) Session(token string) (*Session, bool) { return nil, false }

// OnLock sets a function that is called after each Lock, so that the web server can close idle connections and drop
// what it holds. It must be set before the first sign-in.
func (d *Desk) OnLock(f func()) { d.onLock = f }

// Token returns the session's token, the first time it is called; afterwards "". Only its hash is kept.
func (s *Session) Token() string { return "" }

// Name returns the sign-in name of the member.
func (s *Session) Name() string { return "" }

// Display returns how to greet the member.
func (s *Session) Display() string { return "" }

// Role returns the member's role in a vault, "" if they have none.
func (s *Session) Role(vault string) Role { return "" }

// IsApprover tells whether the member is approver in any vault.
func (s *Session) IsApprover() bool { return false }

// Lock ends the session: its keys, and the index of every vault that nobody else has open, are dropped and wiped.
func (s *Session) Lock() {}

// LockAll ends all sessions.
func (d *Desk) LockAll() {}
