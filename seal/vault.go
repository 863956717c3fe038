package seal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"filippo.io/age"
	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// vaultLabel begins the associated data of every record.
const vaultLabel = "unhindered/vault/v1"

// bundleVersion is written into every bundle.
const bundleVersion = 1

// A Vault is an unlocked compartment of the desk: the keys of one team, or of one sensitive case, of all its epochs. It
// lives in memory only while a member is signed in. It never changes (Rotate returns another), so it is safe for
// concurrent use.
type Vault struct {
	id     string
	epochs []epochKey // in order, from 1 on
	keys   *keyset.Handle
	aead   tink.AEAD
}

type epochKey struct {
	number   int
	identity *age.HybridIdentity
}

// An Epoch is what may be stored in the clear of a state of a vault: each time a member leaves, a new one begins, with new
// keys that only those who remain are given.
type Epoch struct {
	Number    int    // from 1
	Recipient string // age1pq1...: envelopes are sealed to it
	// Bundle holds the keys of this epoch and all before it, sealed to every member and to the recovery recipient.
	Bundle []byte
}

// bundle is the content of Epoch.Bundle.
type bundle struct {
	Version int             `json:"version"`
	Vault   string          `json:"vault"`
	Epochs  []bundleEpoch   `json:"epochs"` // from 1 on, in order
	Keyset  json.RawMessage `json:"keyset"` // Tink keyset, one key an epoch; the primary is that of the last
}

type bundleEpoch struct {
	Number   int    `json:"number"`
	Identity string `json:"identity"` // AGE-SECRET-KEY-PQ-1...
}

// NewVault returns a new vault at epoch 1, sealed to the given recipients: every member, and the recovery recipient. The
// id is 1 to 128 letters, digits or any of "-_.", and is bound into everything that the vault seals.
func NewVault(id string, to []age.Recipient) (*Vault, Epoch, error) {
	if !validVaultID(id) {
		return nil, Epoch{}, fmt.Errorf("making a vault: its id must be 1 to 128 letters, digits, hyphens, dots or underscores")
	}
	return grow(id, nil, keyset.NewManager(), to)
}

// OpenVault opens a bundle with the identity of a member, or with the one from CombineShares. It returns ErrWrongKey if
// the bundle is not sealed to it, and ErrDamaged if the bundle was changed or is another vault's.
func OpenVault(id string, sealed []byte, ident age.Identity) (*Vault, error) {
	plain, err := Open(sealed, ident)
	if err != nil {
		return nil, fmt.Errorf("opening a vault: %w", err)
	}
	defer clear(plain)
	v, ok := decodeBundle(plain)
	if !ok || v.id != id {
		return nil, fmt.Errorf("opening a vault: %w", ErrDamaged)
	}
	return v, nil
}

// Rotate begins the next epoch with new keys, sealed to those who remain. The vault that it returns still reads what was
// sealed before; whoever is not among the recipients keeps what they could read so far, and gets nothing new.
func (v *Vault) Rotate(to []age.Recipient) (*Vault, Epoch, error) {
	return grow(v.id, v.epochs, keyset.NewManagerFromHandle(v.keys), to)
}

// Reseal seals the same keys to another set of recipients, as when a member joins. To shut a member out, Rotate.
func (v *Vault) Reseal(to []age.Recipient) (Epoch, error) {
	plain, err := v.encodeBundle()
	if err != nil {
		return Epoch{}, err
	}
	defer clear(plain)
	sealed, err := Seal(plain, to...)
	if err != nil {
		return Epoch{}, fmt.Errorf("sealing a vault: %w", err)
	}
	return Epoch{Number: v.Epoch(), Recipient: v.Recipient().String(), Bundle: sealed}, nil
}

// ID returns the id that was given to NewVault.
func (v *Vault) ID() string { return v.id }

// Epoch returns the number of the present epoch, from 1.
func (v *Vault) Epoch() int { return v.epochs[len(v.epochs)-1].number }

// Recipient returns what envelopes are sealed to in the present epoch.
func (v *Vault) Recipient() *age.HybridRecipient {
	return v.epochs[len(v.epochs)-1].identity.Recipient()
}

// Identities returns what opens the envelopes of all epochs, the present first.
func (v *Vault) Identities() []age.Identity {
	ids := make([]age.Identity, 0, len(v.epochs))
	for _, e := range slices.Backward(v.epochs) {
		ids = append(ids, e.identity)
	}
	return ids
}

// Encrypt seals a record under the key of the present epoch, padded so that its size tells little (at least 256 bytes).
// The context says where the record belongs; Decrypt needs the same one, so that a record that was moved is not believed.
func (v *Vault) Encrypt(plain []byte, context string) ([]byte, error) {
	padded := pad(plain)
	defer clear(padded)
	sealed, err := v.aead.Encrypt(padded, v.associated(context))
	if err != nil {
		return nil, fmt.Errorf("sealing a record: %w", err)
	}
	return sealed, nil
}

// Decrypt opens what Encrypt sealed in this or an earlier epoch. It returns ErrDamaged if the record was changed, is of
// another vault or a later epoch, or was sealed for another context.
func (v *Vault) Decrypt(sealed []byte, context string) ([]byte, error) {
	padded, err := v.aead.Decrypt(sealed, v.associated(context))
	if err != nil {
		return nil, ErrDamaged
	}
	return unpad(padded)
}

// Format keeps the keys out of logs and messages, whatever the verb.
func (v *Vault) Format(s fmt.State, _ rune) { io.WriteString(s, "[vault]") }

// associated returns the associated data of a record. A vault id has no zero byte, so no two pairs give the same.
func (v *Vault) associated(context string) []byte {
	return []byte(vaultLabel + "\x00" + v.id + "\x00" + context)
}

// grow adds an epoch to those there are.
func grow(id string, epochs []epochKey, keys *keyset.Manager, to []age.Recipient) (*Vault, Epoch, error) {
	if err := checkRecipients(to); err != nil {
		return nil, Epoch{}, fmt.Errorf("sealing a vault: %w", err)
	}
	identity, err := NewIdentity()
	if err != nil {
		return nil, Epoch{}, err
	}
	key, err := keys.Add(aead.XChaCha20Poly1305KeyTemplate())
	if err != nil {
		return nil, Epoch{}, fmt.Errorf("making a vault key: %w", err)
	}
	if err := keys.SetPrimary(key); err != nil {
		return nil, Epoch{}, fmt.Errorf("making a vault key: %w", err)
	}
	handle, err := keys.Handle()
	if err != nil {
		return nil, Epoch{}, fmt.Errorf("making a vault key: %w", err)
	}
	v, err := newVault(id, append(slices.Clone(epochs), epochKey{len(epochs) + 1, identity}), handle)
	if err != nil {
		return nil, Epoch{}, fmt.Errorf("making a vault key: %w", err)
	}
	epoch, err := v.Reseal(to)
	if err != nil {
		return nil, Epoch{}, err
	}
	return v, epoch, nil
}

func newVault(id string, epochs []epochKey, keys *keyset.Handle) (*Vault, error) {
	primitive, err := aead.New(keys)
	if err != nil {
		return nil, err
	}
	return &Vault{id: id, epochs: epochs, keys: keys, aead: primitive}, nil
}

func (v *Vault) encodeBundle() ([]byte, error) {
	b := bundle{Version: bundleVersion, Vault: v.id}
	for _, e := range v.epochs {
		b.Epochs = append(b.Epochs, bundleEpoch{e.number, e.identity.String()})
	}
	// "Insecure" is the keyset alone; here it goes into a sealed bundle and nowhere else.
	var keys bytes.Buffer
	if err := insecurecleartextkeyset.Write(v.keys, keyset.NewJSONWriter(&keys)); err != nil {
		return nil, fmt.Errorf("writing a vault's keys: %w", err)
	}
	b.Keyset = keys.Bytes()
	defer clear(b.Keyset)
	plain, err := json.Marshal(b)
	if err != nil {
		return nil, fmt.Errorf("writing a vault's keys: %w", err)
	}
	return plain, nil
}

// decodeBundle reads what encodeBundle wrote. It gives no reason for a no: a reason could quote a key.
func decodeBundle(plain []byte) (*Vault, bool) {
	var b bundle
	if json.Unmarshal(plain, &b) != nil || b.Version != bundleVersion || !validVaultID(b.Vault) || len(b.Epochs) == 0 {
		return nil, false
	}
	defer clear(b.Keyset)
	var epochs []epochKey
	for i, e := range b.Epochs {
		identity, err := age.ParseHybridIdentity(e.Identity)
		if err != nil || e.Number != i+1 {
			return nil, false
		}
		epochs = append(epochs, epochKey{e.Number, identity})
	}
	keys, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(b.Keyset)))
	if err != nil || keys.Len() != len(epochs) {
		return nil, false
	}
	v, err := newVault(b.Vault, epochs, keys)
	return v, err == nil
}

func validVaultID(id string) bool {
	return len(id) > 0 && len(id) <= 128 && !strings.ContainsFunc(id, func(c rune) bool {
		return c > unicode.MaxASCII || !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("-_.", c)
	})
}
