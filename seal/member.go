package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strings"

	"filippo.io/age"
	"golang.org/x/text/unicode/norm"
)

// DefaultWorkFactor makes a try at a passphrase cost 256 MiB and about a second (scrypt with N = 2^18, as age does).
const DefaultWorkFactor = 18

// maxWorkFactor is the most that opening may cost: 2^20 takes a gigabyte.
const maxWorkFactor = 20

// LockIdentity returns the identity locked by the passphrase: an age file, of which the stock age program makes an
// identity file again. workFactor is the base-2 logarithm of scrypt's N, from 1 to 20; 0 means DefaultWorkFactor. At the
// default it takes about a second and 256 MiB, which it gives back to the system before it returns.
//
// The passphrase is taken in Unicode form NFKC with single spaces, so that keyboards do not matter; case does.
func LockIdentity(id *age.HybridIdentity, passphrase string, workFactor int) ([]byte, error) {
	if workFactor == 0 {
		workFactor = DefaultWorkFactor
	}
	if workFactor < 1 || workFactor > maxWorkFactor {
		return nil, fmt.Errorf("locking a key: work factor %d is not from 1 to %d", workFactor, maxWorkFactor)
	}
	recipient, err := age.NewScryptRecipient(normalisePassphrase(passphrase))
	if err != nil {
		return nil, fmt.Errorf("locking a key: %w", err)
	}
	recipient.SetWorkFactor(workFactor)
	defer debug.FreeOSMemory()
	var locked bytes.Buffer
	w, err := age.Encrypt(&locked, recipient)
	if err != nil {
		return nil, fmt.Errorf("locking a key: %w", err)
	}
	if _, err := io.WriteString(w, id.String()+"\n"); err != nil {
		return nil, fmt.Errorf("locking a key: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("locking a key: %w", err)
	}
	return locked.Bytes(), nil
}

// UnlockIdentity opens what LockIdentity made. It returns ErrPassphrase if the passphrase is not the right one, and
// ErrDamaged if locked was not made by LockIdentity or was changed. It costs what locking cost: the caller bounds how many
// run at once, and slows down who tries again and again.
func UnlockIdentity(locked []byte, passphrase string) (*age.HybridIdentity, error) {
	identity, err := age.NewScryptIdentity(normalisePassphrase(passphrase))
	if err != nil {
		return nil, ErrPassphrase // the empty one
	}
	identity.SetMaxWorkFactor(maxWorkFactor)
	defer debug.FreeOSMemory()
	opened, err := age.Decrypt(bytes.NewReader(locked), identity)
	var noMatch *age.NoIdentityMatchError
	if errors.As(err, &noMatch) && slices.Equal(noMatch.StanzaTypes, []string{"scrypt"}) {
		return nil, ErrPassphrase
	}
	if err != nil {
		return nil, ErrDamaged
	}
	text, err := io.ReadAll(opened)
	defer clear(text)
	if err != nil {
		return nil, ErrDamaged
	}
	id, err := age.ParseHybridIdentity(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, ErrDamaged // without the reason, which could quote the key
	}
	return id, nil
}

func normalisePassphrase(p string) string {
	return strings.Join(strings.Fields(norm.NFKC.String(p)), " ")
}
