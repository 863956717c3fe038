package desk

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
	"slices"
	"strings"

	"filippo.io/age"

	"unhindered/seal"
	"unhindered/storage"
)

// OpenFile opens file n (1, 2, ...) of an envelope, with an audit line first. Reading fails with ErrDamaged if the bytes
// are not those that were sent. The caller closes the reader.
func (s *Session) OpenFile(ctx context.Context, thread, envelope string, n int) (File, io.ReadCloser, error) {
	m, err := s.vaultOf(ctx, aThread, thread)
	if err != nil {
		return File{}, nil, err
	}
	if err := s.audit(ctx, m.openVault, AuditLine{What: OpenedFile, Thread: thread, Item: envelope}); err != nil {
		return File{}, nil, err
	}
	return s.desk.openFile(ctx, m.openVault, thread, envelope, n)
}

func (d *Desk) openFile(ctx context.Context, v *openVault, thread, envelope string, n int) (File, io.ReadCloser, error) {
	rows, err := d.envelopes(ctx, d.db, v, thread)
	if err != nil {
		return File{}, nil, err
	}
	at := slices.IndexFunc(rows, func(e envelopeRow) bool { return e.id == envelope })
	if at < 0 {
		return File{}, nil, ErrNotFound
	}
	message, err := d.readMessage(v, rows[at])
	if err != nil {
		return File{}, nil, err
	}
	if n < 1 || n > len(message.Files) {
		return File{}, nil, ErrNotFound
	}
	about := message.Files[n-1]
	var file string
	err = d.db.QueryRow(ctx, "SELECT file FROM part WHERE envelope = $1 AND n = $2", envelope, n).Scan(&file)
	if errors.Is(err, sql.ErrNoRows) {
		return File{}, nil, ErrNotFound
	}
	if err != nil {
		return File{}, nil, err
	}
	r, err := d.openSealed(file, v.keys().Identities(), about.SHA256)
	if err != nil {
		return File{}, nil, err
	}
	f := File{Name: about.Name, Type: about.Type, Size: about.Size, SHA256: about.SHA256, Sealed: about.Sealed}
	if !about.Sealed {
		return f, r, nil
	}
	inner, err := seal.OpenForeign(r, v.keys().Identities()...)
	if err != nil {
		r.Close()
		return f, nil, err
	}
	f.Size = -1
	f.Name = strings.TrimSuffix(f.Name, ".age")
	return f, struct {
		io.Reader
		io.Closer
	}{inner, r}, nil
}

// openSealed opens a sealed file of the desk. If hash is not "", reading ends with ErrDamaged where the bytes do not have
// it.
func (d *Desk) openSealed(file string, ids []age.Identity, hash string) (io.ReadCloser, error) {
	f, err := d.blobs.Open(file)
	if errors.Is(err, storage.ErrNotFound) {
		return nil, damaged(seal.ErrDamaged, "a sealed file is not there any more")
	}
	if err != nil {
		return nil, err
	}
	r, err := seal.Reader(f, ids...)
	if err != nil {
		f.Close()
		return nil, damaged(err, "a sealed file")
	}
	return &checkedFile{r: r, f: f, hash: sha256.New(), want: strings.ToLower(hash)}, nil
}

// A checkedFile compares what was read with a hash.
type checkedFile struct {
	r    io.Reader
	f    *os.File
	hash hash.Hash
	want string
}

func (c *checkedFile) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.hash.Write(p[:n])
	if err == io.EOF && c.want != "" && hex.EncodeToString(c.hash.Sum(nil)) != c.want {
		return n, ErrDamaged
	}
	if err != nil && err != io.EOF {
		err = damaged(err, "a sealed file")
	}
	return n, err
}

func (c *checkedFile) Close() error { return c.f.Close() }
