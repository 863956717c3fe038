package drop

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"filippo.io/age"

	"unhindered/report"
	"unhindered/seal"
	"unhindered/storage"
)

// A Submission is one envelope that is being taken in. Its files are sealed as they come; nothing of it counts until
// Finish returns nil. It is for one goroutine, and ends with Finish, Keep or Abort.
type Submission struct {
	store     *Store
	key       report.VaultKey
	recipient age.Recipient
	thread    Thread // empty for a first report
	files     []sealedFile
	done      bool
}

// A sealedFile is a file that lies sealed in a blob.
type sealedFile struct {
	File  report.File `json:"file"`
	Blob  string      `json:"blob"`
	Bytes int64       `json:"bytes"` // of the blob
	Vault string      `json:"vault"` // whose key it is sealed to
	kept  bool        // the blob is in the stash
}

// Begin starts a first report, sealed to the first vault. It returns ErrClosed if no vault key is set.
func (s *Store) Begin(ctx context.Context) (*Submission, error) { return s.begin(ctx, Thread{}) }

// BeginOn starts something more on a thread. It returns ErrWithdrawn on a withdrawn one, and ErrClosed if the thread's
// vault has no key any more: what was meant for one team is never sealed to another.
func (s *Store) BeginOn(ctx context.Context, t Thread) (*Submission, error) {
	if t.ID == "" {
		return nil, ErrNoThread
	}
	if t.Withdrawn {
		return nil, ErrWithdrawn
	}
	return s.begin(ctx, t)
}

func (s *Store) begin(ctx context.Context, t Thread) (*Submission, error) {
	key, err := s.vaultKey(ctx, t.Vault)
	if err != nil {
		return nil, err
	}
	recipient, err := seal.ParseRecipient(key.Recipient)
	if err != nil {
		return nil, fmt.Errorf("the key of vault %s: %w", key.Vault, err)
	}
	return &Submission{store: s, key: key, recipient: recipient, thread: t}, nil
}

// AddFile seals what r gives to the end, under a name and a media type that are kept only inside the seal. An error
// leaves the submission as it was before, without that file; errors of r are returned as they are.
func (sub *Submission) AddFile(name, mediaType string, r io.Reader) (report.File, error) {
	return sub.add(report.File{Name: name, Type: mediaType}, r)
}

// AddSealedFile is like AddFile for a file that the person has sealed with age before sending. It refuses, with the
// errors of seal.CheckForeign, what is no age file or not sealed as strongly as we seal.
func (sub *Submission) AddSealedFile(name, mediaType string, r io.Reader) (report.File, error) {
	checked, err := checkForeign(r)
	if err != nil {
		return report.File{}, err
	}
	return sub.add(report.File{Name: name, Type: mediaType, Sealed: true}, checked)
}

func (sub *Submission) add(f report.File, r io.Reader) (report.File, error) {
	hash := sha256.New()
	blob, size, err := sub.store.sealBlob(sub.recipient, func(w io.Writer) error {
		var err error
		f.Size, err = io.Copy(w, io.TeeReader(r, hash))
		return err
	})
	if err != nil {
		return report.File{}, err
	}
	f.SHA256 = hex.EncodeToString(hash.Sum(nil))
	sub.files = append(sub.files, sealedFile{File: f, Blob: blob, Bytes: size, Vault: sub.key.Vault})
	return f, nil
}

// sealBlob writes a new blob, sealed to one recipient, and returns its name and size once it is durable.
func (s *Store) sealBlob(to age.Recipient, write func(io.Writer) error) (name string, size int64, err error) {
	return s.writeBlob(func(blob io.Writer) error {
		sealed, err := seal.Writer(blob, to)
		if err != nil {
			return err
		}
		if err := write(sealed); err != nil {
			return err
		}
		if err := sealed.Close(); err != nil {
			return fmt.Errorf("sealing: %w", err)
		}
		return nil
	})
}

// writeBlob writes a new blob and returns its name and size once it is durable. What is written must be sealed. Its time
// of change is set to the day, so that the folder tells no hour.
func (s *Store) writeBlob(write func(io.Writer) error) (name string, size int64, err error) {
	defer func() { err = full(err) }()
	blob, err := s.blobs.Create()
	if err != nil {
		return "", 0, fmt.Errorf("making room for a sealed file: %w", err)
	}
	defer blob.Abort()
	if err := write(blob); err != nil {
		return "", 0, err
	}
	if size, err = blob.Seek(0, io.SeekCurrent); err != nil {
		return "", 0, err
	}
	if err := os.Chtimes(blob.Name(), today(), today()); err != nil {
		return "", 0, err
	}
	name, err = blob.Commit()
	return name, size, err
}

// Files returns the files that the submission has so far.
func (sub *Submission) Files() []report.File {
	files := make([]report.File, len(sub.files))
	for i, f := range sub.files {
		files[i] = f.File
	}
	return files
}

// Size returns the bytes of all files so far, before sealing.
func (sub *Submission) Size() int64 {
	var sum int64
	for _, f := range sub.files {
		sum += f.File.Size
	}
	return sum
}

// Finish seals the message with the list of the files, and makes the envelope durable. For a first report it returns
// the receipt, which is kept nowhere: whoever shows it to the person must do so at once. On a thread the receipt is the
// zero value, and m.Kind says what the envelope is; a first report is always a report.Report. Where m.Consents is set,
// a copy sealed to the person replaces what Consents of the thread returned before.
//
// If Finish fails, nothing of the envelope is kept, except files taken from Keep, which can be used once more.
func (sub *Submission) Finish(ctx context.Context, m report.Message) (seal.Receipt, error) {
	var receipt seal.Receipt
	if sub.done {
		return receipt, errors.New("the submission has ended already")
	}
	defer sub.Abort()
	thread, lookup := sub.thread, ""
	first := thread.ID == ""
	if first {
		m.Kind = report.Report
		receipt = seal.NewReceipt()
		keys, err := sub.store.Derive(ctx, receipt)
		if err != nil {
			return seal.Receipt{}, err
		}
		thread = Thread{ID: newID(), Vault: sub.key.Vault, AnswerTo: keys.Identity.Recipient().String()}
		lookup = seal.LookupHash(keys.Lookup)
	}
	own, err := sealConsents(thread.AnswerTo, m.Consents)
	if err != nil {
		return seal.Receipt{}, err
	}
	m.Files = sub.Files()
	blob, size, err := sub.store.sealMessage(sub.recipient, m)
	if err != nil {
		return seal.Receipt{}, err
	}
	parts := append([]sealedFile{{Blob: blob, Bytes: size}}, sub.files...)
	if err := sub.store.stash.claim(sub.files); err != nil {
		sub.store.blobs.Remove(blob)
		return seal.Receipt{}, err
	}
	err = sub.store.update(ctx, func(tx *storage.Tx) error {
		switch {
		case first:
			_, err := tx.Exec(ctx, "INSERT INTO thread (id, lookup, vault, answer_to, withdrawn, own) VALUES ($1, $2, $3, $4, 0, $5)",
				thread.ID, lookup, thread.Vault, thread.AnswerTo, own)
			if err != nil {
				return err
			}
		case m.Consents != nil:
			if _, err := tx.Exec(ctx, "UPDATE thread SET own = $2 WHERE id = $1", thread.ID, own); err != nil {
				return err
			}
		}
		if err := refuseWithdrawn(ctx, tx, thread.ID); err != nil {
			return err
		}
		return insertEnvelope(ctx, tx, thread, today(), parts)
	})
	if err != nil {
		sub.store.stash.giveBack(sub.files)
		sub.store.blobs.Remove(blob)
		return seal.Receipt{}, err
	}
	sub.done = true
	return receipt, nil
}

// sealMessage makes part 0.
func (s *Store) sealMessage(to age.Recipient, m report.Message) (blob string, size int64, err error) {
	text, err := m.Encode()
	if err != nil {
		return "", 0, err
	}
	return s.sealBlob(to, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

func refuseWithdrawn(ctx context.Context, tx *storage.Tx, thread string) error {
	var withdrawn int
	if err := tx.QueryRow(ctx, "SELECT withdrawn FROM thread WHERE id = $1", thread).Scan(&withdrawn); err != nil {
		return noThread(err)
	}
	if withdrawn != 0 {
		return ErrWithdrawn
	}
	return nil
}

func insertEnvelope(ctx context.Context, tx *storage.Tx, t Thread, day time.Time, parts []sealedFile) error {
	id := newID()
	_, err := tx.Exec(ctx, `INSERT INTO envelope (id, thread, vault, day, seq)
		VALUES ($1, $2, $3, $4, (SELECT coalesce(max(seq), 0) + 1 FROM envelope WHERE thread = $2))`,
		id, t.ID, t.Vault, dayText(day))
	if err != nil {
		return err
	}
	for n, p := range parts {
		_, err := tx.Exec(ctx, "INSERT INTO part (envelope, n, blob, size) VALUES ($1, $2, $3, $4)", id, n, p.Blob, p.Bytes)
		if err != nil {
			return err
		}
	}
	return nil
}

// Abort ends the submission and removes what it has written. After Finish or Keep it does nothing, so it can be
// deferred.
func (sub *Submission) Abort() {
	if sub.done {
		return
	}
	sub.done = true
	for _, f := range sub.files {
		if !f.kept {
			sub.store.blobs.Remove(f.Blob)
		}
	}
}

// newID returns 128 random bits in hex.
func newID() string {
	var raw [16]byte
	rand.Read(raw[:])
	return hex.EncodeToString(raw[:])
}
