// Package seal makes and opens everything that is kept from readers: envelopes, receipts, members' keys, vaults and
// recovery shares.
//
// Whatever crosses a room is a standard age file (age-encryption.org/v1) sealed to post-quantum hybrid recipients
// (ML-KEM-768 with X25519) and to nothing weaker. What is made here and how to read it with other tools is written in
// docs/protocol.md, with test vectors.
//
// No error of this package quotes a key, a passphrase, a receipt or a plaintext.
package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
)

// Writer returns a WriteCloser that pads and seals what is written to it, so that dst receives an age file which each
// of the recipients can open. Memory use is constant. Close writes the padding and the last bytes; the file is whole
// only if Close returned nil. Close does not close dst.
//
// It returns ErrNoRecipient if there is no recipient, and ErrClassic if one is not post-quantum hybrid.
func Writer(dst io.Writer, to ...age.Recipient) (io.WriteCloser, error) {
	if err := checkRecipients(to); err != nil {
		return nil, err
	}
	sealed, err := age.Encrypt(dst, to...)
	if err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	return &padder{dst: sealed}, nil
}

// Reader returns a reader of what was written to Writer. Identities are tried in order.
//
// Opening returns ErrWrongKey if none of the identities fits, ErrClassic or ErrMixed if the file is not sealed to hybrid
// recipients only, and ErrDamaged if it is no age file or its header was changed. Reading returns ErrDamaged where the
// file was changed or cut off; what was read before that is genuine, but not all there was. A caller that must not act
// on half a file reads to io.EOF first.
func Reader(src io.Reader, ids ...age.Identity) (io.Reader, error) {
	opened, err := openHybrid(src, ids)
	if err != nil {
		return nil, err
	}
	return newUnpadder(opened), nil
}

// Seal pads and seals plain, which it does not keep. See Writer.
func Seal(plain []byte, to ...age.Recipient) ([]byte, error) {
	var sealed bytes.Buffer
	w, err := Writer(&sealed, to...)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return sealed.Bytes(), nil
}

// Open returns what was given to Seal. See Reader; unlike it, Open returns all or nothing.
func Open(sealed []byte, ids ...age.Identity) ([]byte, error) {
	r, err := Reader(bytes.NewReader(sealed), ids...)
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		clear(plain)
		return nil, err
	}
	return plain, nil
}

// openHybrid opens an age file that is sealed to hybrid recipients only.
func openHybrid(src io.Reader, ids []age.Identity) (io.Reader, error) {
	if len(ids) == 0 {
		return nil, ErrWrongKey
	}
	strict := make([]age.Identity, len(ids))
	for i, id := range ids {
		strict[i] = hybridOnly{id}
	}
	source := &source{r: src}
	opened, err := age.Decrypt(source, strict...)
	if err != nil {
		return nil, source.explain(err)
	}
	return &payload{r: opened, source: source}, nil
}

// hybridOnly opens nothing that somebody with a quantum computer could open too.
type hybridOnly struct{ age.Identity }

func (h hybridOnly) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	types := make([]string, len(stanzas))
	for i, s := range stanzas {
		types[i] = s.Type
	}
	if err := checkStanzas(types); err != nil {
		return nil, err
	}
	return h.Identity.Unwrap(stanzas)
}

// source remembers the error of a reader, so that a failing disk is not reported as a damaged file.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// explain turns an error of age into one of ours.
func (s *source) explain(err error) error {
	var noMatch *age.NoIdentityMatchError
	switch {
	case s.err != nil:
		return fmt.Errorf("reading a sealed file: %w", s.err)
	case errors.Is(err, ErrClassic), errors.Is(err, ErrMixed), errors.Is(err, ErrPassphrase), errors.Is(err, ErrNotAge):
		return err
	case errors.As(err, &noMatch):
		return ErrWrongKey
	}
	return ErrDamaged
}

// payload reads the opened content of an age file and explains its errors.
type payload struct {
	r      io.Reader
	source *source
}

func (p *payload) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	if err != nil && err != io.EOF {
		err = p.source.explain(err)
	}
	return n, err
}
