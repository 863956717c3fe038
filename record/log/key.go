package log

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// NewKey makes an Ed25519 key for a log of the given name, which becomes the first line of its checkpoints: by custom
// the address of the log without scheme, as "record.example.org/log", with neither space nor plus sign.
// private is for ParseSigner and must stay secret; public is what others check the log with.
func NewKey(name string) (private, public string, err error) {
	if private, public, err = note.GenerateKey(rand.Reader, name); err != nil {
		return "", "", fmt.Errorf("making the log's key: %w", err)
	}
	if _, err := note.NewSigner(private); err != nil { // it was not looked at before
		return "", "", fmt.Errorf("%q cannot be the name of a log: no spaces, no plus sign; use its address, as record.example.org/log", name)
	}
	return private, public, nil
}

// A Signer is the key with which a log signs its checkpoints. The zero Signer is of no use.
type Signer struct {
	signer   note.Signer
	verifier note.Verifier
	public   string
}

// ParseSigner reads the private key that NewKey returned. Its errors do not quote the key.
func ParseSigner(private string) (Signer, error) {
	private = strings.TrimSpace(private)
	signer, err := note.NewSigner(private)
	if err != nil {
		return Signer{}, errors.New("the log's key cannot be read: it should be one line that starts with PRIVATE+KEY+; " +
			"restore the file from a backup")
	}
	// PRIVATE+KEY+name+hash+base64(algorithm, seed): NewSigner has just checked it. Base64 has plus signs of its own.
	raw, err := base64.StdEncoding.DecodeString(strings.SplitN(private, "+", 5)[4])
	if err != nil {
		return Signer{}, fmt.Errorf("reading the log's key: %w", err)
	}
	key := ed25519.NewKeyFromSeed(raw[1:])
	public, err := note.NewEd25519VerifierKey(signer.Name(), key.Public().(ed25519.PublicKey))
	if err != nil {
		return Signer{}, fmt.Errorf("reading the log's key: %w", err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return Signer{}, fmt.Errorf("reading the log's key: %w", err)
	}
	return Signer{signer, verifier, public}, nil
}

// Name returns the name of the log.
func (s Signer) Name() string { return s.signer.Name() }

// Public returns the public key, as NewKey gave it.
func (s Signer) Public() string { return s.public }
