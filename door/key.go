package door

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"os"
	"regexp"
	"strings"
	"time"
)

// A Key is what a room shows at the door. Its other half is known to the peers by its Fingerprint.
type Key struct{ private ed25519.PrivateKey }

// NewKey makes a key and writes it to path (PKCS #8 in PEM, mode 0600). It never overwrites a file.
func NewKey(path string) (Key, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return Key{}, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return Key{}, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return Key{}, fmt.Errorf("making the door key: %w", err)
	}
	_, err = f.Write(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		os.Remove(path)
		return Key{}, fmt.Errorf("writing the door key: %w", err)
	}
	return Key{private}, nil
}

// ReadKey reads a key that NewKey wrote. It refuses a file that others may read.
func ReadKey(path string) (Key, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Key{}, fmt.Errorf("reading the door key: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return Key{}, fmt.Errorf("the door key %s can be read by others (mode %04o); run chmod 600 on it, and make a new one if it may have been read",
			path, info.Mode().Perm())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Key{}, fmt.Errorf("reading the door key: %w", err)
	}
	block, rest := pem.Decode(data)
	if block == nil || block.Type != "PRIVATE KEY" || strings.TrimSpace(string(rest)) != "" {
		return Key{}, fmt.Errorf("%s is not a door key; `unhindered key` makes one where there is none", path)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return Key{}, fmt.Errorf("%s is not a whole door key; restore it from a backup", path)
	}
	private, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return Key{}, fmt.Errorf("%s holds a key of another kind; a door key is Ed25519", path)
	}
	return Key{private}, nil
}

// Fingerprint returns what peers pin: "sha256:" and the hash of the public key (SubjectPublicKeyInfo) in hex.
func (k Key) Fingerprint() string {
	der, err := x509.MarshalPKIXPublicKey(k.private.Public())
	if err != nil {
		panic(err) // cannot happen for an Ed25519 key
	}
	return fingerprint(der)
}

// Fingerprint returns the fingerprint of the key that a certificate carries.
func Fingerprint(cert *x509.Certificate) string { return fingerprint(cert.RawSubjectPublicKeyInfo) }

func fingerprint(publicKeyInfo []byte) string {
	sum := sha256.Sum256(publicKeyInfo)
	return "sha256:" + hex.EncodeToString(sum[:])
}

var fingerprintForm = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

// ParseFingerprint checks a fingerprint that somebody typed or configured, and returns it in its one form.
func ParseFingerprint(s string) (string, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	if !fingerprintForm.MatchString(s) {
		return "", errors.New("a fingerprint is sha256: and 64 hexadecimal digits, as `unhindered key` prints it")
	}
	return s, nil
}

// certificate returns a certificate for the key, signed by itself. It names nobody and does not expire: peers look at
// the key and at nothing else, so a wrong clock closes no door.
func (k Key) certificate() (tls.Certificate, error) {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		NotBefore:    time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC),
		NotAfter:     time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), // RFC 5280, 4.1.2.5: no end
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, k.private.Public(), k.private)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("making the certificate of the door key: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: k.private}, nil
}
