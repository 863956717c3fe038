package drop

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"unhindered/report"
	"unhindered/seal"
	"unhindered/storage"
)

// The errors of parcels that callers tell apart, beside those of seal.CheckForeign and ErrClosed, ErrFull, ErrWithdrawn.
var (
	// ErrKey: the parcel is sealed to a key that is not, or no longer, the one to seal to.
	ErrKey = errors.New("this is sealed to a key that is not the present one of the vault")
	// ErrKnown: there is a thread with that lookup hash already.
	ErrKnown = errors.New("there is such a thread already")
	// ErrPadding: a part is not a whole age file with padding inside, as docs/protocol.md section 3 asks for.
	ErrPadding = errors.New("a sealed part is not padded as it must be, or was cut off")
	// ErrParcel: what comes with the parts is missing or not in the form that it must have.
	ErrParcel = errors.New("the parcel is incomplete")
)

// A Parcel is one envelope that a person's own browser has sealed. The drop sees nothing of it but sizes, and checks what
// can be checked without keys: that every part is sealed to post-quantum keys only, and padded. It is for one goroutine,
// and ends with Send, SendOn, Withdraw or Abort; nothing of it counts until one of the first three returns nil.
type Parcel struct {
	store *Store
	key   report.VaultKey
	parts []sealedFile
	done  bool
}

// A Claim is how a new thread is found and answered. The person's browser makes it of a receipt that the drop never sees.
type Claim struct {
	LookupHash string // seal.LookupHash of the lookup id
	AnswerTo   string // recipient of the receipt's identity
}

// BeginParcel starts an envelope sealed to recipient, which must be the present key of the vault of t, or of the first
// vault if t is the zero Thread. It returns ErrKey if it is not, and ErrClosed if that vault has no key.
func (s *Store) BeginParcel(ctx context.Context, t Thread, recipient string) (*Parcel, error) {
	if t.Withdrawn {
		return nil, ErrWithdrawn
	}
	key, err := s.vaultKey(ctx, t.Vault)
	if err != nil {
		return nil, err
	}
	if _, err := seal.ParseRecipient(key.Recipient); err != nil {
		return nil, fmt.Errorf("the key of vault %s: %w", key.Vault, err)
	}
	if recipient != key.Recipient {
		return nil, ErrKey
	}
	return &Parcel{store: s, key: key}, nil
}

// AddPart takes the next part, to the end of r, and returns the size of the sealed file. The first part is the message.
// It returns ErrPadding or an error of seal.CheckForeign for what is not sealed as it must be; errors of r are returned
// as they are.
func (p *Parcel) AddPart(r io.Reader) (int64, error) {
	head, err := readHead(r)
	if err != nil {
		return 0, err
	}
	if err := seal.CheckForeign(bytes.NewReader(head)); err != nil {
		return 0, err
	}
	start, err := payloadStart(head)
	if err != nil {
		return 0, err
	}
	blob, size, err := p.store.writeBlob(func(w io.Writer) error {
		n, err := io.Copy(w, io.MultiReader(bytes.NewReader(head), r))
		if err == nil && !padded(n-int64(start)) {
			err = ErrPadding
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	p.parts = append(p.parts, sealedFile{Blob: blob, Bytes: size, Vault: p.key.Vault})
	return size, nil
}

// Parts returns the number of parts so far.
func (p *Parcel) Parts() int { return len(p.parts) }

// Send makes the parcel durable as the first envelope of a new thread. own is the person's copy of what they agreed to,
// sealed to claim.AnswerTo; it may be empty. It returns ErrKnown if the thread is there already, as when a parcel is sent
// a second time because its acknowledgement was lost; ErrKey if the vault's key has changed since BeginParcel.
func (p *Parcel) Send(ctx context.Context, claim Claim, own []byte) error {
	if raw, err := hex.DecodeString(claim.LookupHash); err != nil || len(raw) != 32 || hex.EncodeToString(raw) != claim.LookupHash {
		return ErrParcel
	}
	if _, err := seal.ParseRecipient(claim.AnswerTo); err != nil {
		return err
	}
	t := Thread{ID: newID(), Vault: p.key.Vault, AnswerTo: claim.AnswerTo}
	return p.finish(ctx, own, func(tx *storage.Tx) error {
		var n int
		if err := tx.QueryRow(ctx, "SELECT count(*) FROM thread WHERE lookup = $1", claim.LookupHash).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return ErrKnown
		}
		if own == nil {
			own = []byte{}
		}
		_, err := tx.Exec(ctx, "INSERT INTO thread (id, lookup, vault, answer_to, withdrawn, own) VALUES ($1, $2, $3, $4, 0, $5)",
			t.ID, claim.LookupHash, t.Vault, t.AnswerTo, own)
		if err != nil {
			return err
		}
		return insertEnvelope(ctx, tx, t, today(), p.parts)
	})
}

// SendOn makes the parcel durable as one more envelope of a thread. own, if not empty, replaces the person's copy of what
// they agreed to.
func (p *Parcel) SendOn(ctx context.Context, t Thread, own []byte) error {
	return p.finish(ctx, own, func(tx *storage.Tx) error {
		if err := refuseWithdrawn(ctx, tx, t.ID); err != nil {
			return err
		}
		if len(own) > 0 {
			if _, err := tx.Exec(ctx, "UPDATE thread SET own = $2 WHERE id = $1", t.ID, own); err != nil {
				return err
			}
		}
		return insertEnvelope(ctx, tx, t, today(), p.parts)
	})
}

// Withdraw does what Store.Withdraw does, with the parcel (a message of kind report.Withdraw) as the last envelope.
func (p *Parcel) Withdraw(ctx context.Context, t Thread) error {
	if err := p.ready(nil); err != nil {
		return err
	}
	p.done = true // withdraw removes the parts if it fails
	return p.store.withdraw(ctx, t, p.parts)
}

func (p *Parcel) finish(ctx context.Context, own []byte, write func(*storage.Tx) error) error {
	if err := p.ready(own); err != nil {
		return err
	}
	err := p.store.update(ctx, func(tx *storage.Tx) error {
		var now string
		err := tx.QueryRow(ctx, "SELECT coalesce(max(recipient), '') FROM vault WHERE vault = $1", p.key.Vault).Scan(&now)
		if err != nil {
			return err
		}
		if now != p.key.Recipient {
			return ErrKey // it changed while the parts came in
		}
		return write(tx)
	})
	p.done = err == nil
	return err
}

// ready checks that the parcel can be sent.
func (p *Parcel) ready(own []byte) error {
	if p.done || len(p.parts) == 0 {
		return ErrParcel
	}
	if len(own) == 0 {
		return nil
	}
	if err := seal.CheckForeign(bytes.NewReader(own)); err != nil {
		return err
	}
	start, err := payloadStart(own)
	if err == nil && !padded(int64(len(own)-start)) {
		err = ErrPadding
	}
	return err
}

// Abort ends the parcel and removes what it has written. After it was sent it does nothing, so it can be deferred.
func (p *Parcel) Abort() {
	if p.done {
		return
	}
	p.done = true
	for _, part := range p.parts {
		p.store.blobs.Remove(part.Blob)
	}
}

// The parts of a binary age file that its size depends on: an intro line, a last header line with a MAC, then a nonce and
// chunks of ciphertext, each with a tag.
const (
	ageIntro = "age-encryption.org/v1\n"
	ageNonce = 16
	ageChunk = 64 << 10
	ageTag   = 16
)

// payloadStart returns where the header of a binary age file ends. Armored files are refused: no browser of ours makes
// them, and their size would tell how they were broken into lines.
func payloadStart(head []byte) (int, error) {
	if !bytes.HasPrefix(head, []byte(ageIntro)) {
		return 0, seal.ErrNotAge
	}
	mac := bytes.Index(head, []byte("\n--- "))
	if mac < 0 {
		return 0, seal.ErrNotAge
	}
	end := bytes.IndexByte(head[mac+1:], '\n')
	if end < 0 {
		return 0, seal.ErrNotAge
	}
	return mac + 1 + end + 1, nil
}

// padded tells whether so many bytes after the header are those of a payload of a size that padding gives.
func padded(n int64) bool {
	n -= ageNonce
	chunks := (n + ageChunk + ageTag - 1) / (ageChunk + ageTag)
	payload := n - chunks*ageTag
	return payload > 0 && seal.PaddedSize(payload-1) == payload
}
