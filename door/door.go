// Package door joins rooms that run on different machines. It puts the two interfaces through which the desk reaches
// the others, Intake and Record, on the wire: HTTP/1.1 over TLS 1.3 with a post-quantum key exchange, where
// each side knows the key of the other beforehand and accepts no other. A machine that only runs the drop or the record
// has no code of the desk behind its door.
//
// The desk is always the client: it dials out, to the drop and to the record, and nothing can dial in to it. Rooms in
// one process need no door; they are given to each other as they are.
//
// Requests (all bodies carry a Content-Digest, RFC 9530, sha-256; that of a part is in the trailer):
//
//	GET    /intake/v1/waiting                          JSON: envelopes that wait
//	GET    /intake/v1/envelopes/{id}/parts/{n}         the sealed bytes of a part
//	DELETE /intake/v1/envelopes/{id}                   the desk has it
//	PUT    /intake/v1/threads/{thread}/answers/{key}   a sealed answer
//	PUT    /intake/v1/vaults                           JSON: keys to seal to
//	PUT    /record/v1/publications/{key}               JSON: an entry; answers with what was published
//	PUT    /record/v1/withdrawals/{key}                JSON: the id of an entry; answers likewise
//
// Every request may be sent twice: the second changes nothing. Nothing that passes is logged.
package door

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"

	"unhindered/drop"
	"unhindered/record/register"
	"unhindered/seal"
	"unhindered/storage"
)

var (
	// ErrPeer: the other side has another key than the one that was pinned.
	ErrPeer = errors.New("the other side does not have the key that was pinned: somebody is in between, or the room was set up anew; " +
		"compare the fingerprints over another channel before you change the pin")
	// ErrNoPeer: no pin was given, so nobody could be let in.
	ErrNoPeer = errors.New("a door without the fingerprint of the other side opens to nobody; give at least one")
	// ErrCut: the bytes that arrived are not those that were sent.
	ErrCut = errors.New("the transfer was cut off or changed on the way; nothing was kept, try again")
	// ErrTooLarge: more was sent than a request of this kind may hold.
	ErrTooLarge = errors.New("this is larger than the door lets through")
	// ErrBad: the request is none that the door knows, or not from the same version of it.
	ErrBad = errors.New("the other side does not understand the request; run the same version of unhindered on both machines")
	// ErrOther: the other side could not do it, for a reason of its own.
	ErrOther = errors.New("the other side could not do this; its own log says why")
)

// Errors that cross the door are known by a code on the wire, and are the same error on both sides. An error that wraps
// one of these is sent as the first that fits.
var sentinels = []struct {
	code   string
	status int
	err    error
}{
	{"no-thread", http.StatusNotFound, drop.ErrNoThread},
	{"thread-withdrawn", http.StatusGone, drop.ErrWithdrawn},
	{"drop-closed", http.StatusServiceUnavailable, drop.ErrClosed},
	{"entry-withdrawn", http.StatusGone, register.ErrWithdrawn},
	{"key-used", http.StatusConflict, register.ErrKey},
	{"not-found", http.StatusNotFound, storage.ErrNotFound},
	{"not-recipient", http.StatusUnprocessableEntity, seal.ErrNotRecipient},
	{"classic", http.StatusUnprocessableEntity, seal.ErrClassic},
	{"mixed", http.StatusUnprocessableEntity, seal.ErrMixed},
	{"passphrase", http.StatusUnprocessableEntity, seal.ErrPassphrase},
	{"not-age", http.StatusUnprocessableEntity, seal.ErrNotAge},
	{"cut", http.StatusBadRequest, ErrCut},
	{"too-large", http.StatusRequestEntityTooLarge, ErrTooLarge},
	{"peer", http.StatusForbidden, ErrPeer},
	{"bad", http.StatusBadRequest, ErrBad},
}

// name is the form of ids, keys and threads in addresses: they are random and made by the rooms.
var name = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)

// checkNames refuses what would not be one part of an address. It does not quote it.
func checkNames(names ...string) error {
	for _, n := range names {
		if !name.MatchString(n) {
			return fmt.Errorf("an id or key is not made of 1 to 128 letters, digits, hyphens and underscores: %w", ErrBad)
		}
	}
	return nil
}

// Bytes of JSON, or of a sealed answer, in one request or its reply. Parts have no limit here: the drop has set it.
const (
	maxAnswer  = 16 << 20
	maxEntry   = 4 << 20
	maxVaults  = 4 << 20
	maxWaiting = 64 << 20
	maxSmall   = 64 << 10
)
