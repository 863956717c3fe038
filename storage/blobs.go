package storage

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// Blobs is a folder of files under random names, written once and never changed. What is in them is sealed before it
// gets here. A blob is durable once Commit has returned.
type Blobs struct{ dir string }

// OpenBlobs opens the folder, making it (mode 0700) if it is not there. It removes nothing: another process may be
// writing.
func OpenBlobs(dir string) (*Blobs, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the folder for sealed files: %w", err)
	}
	return &Blobs{dir}, nil
}

// RemoveUnfinished removes what was being written when the program last stopped: nobody was told that it arrived. Call
// it before the first Create, and only while no other process writes here.
func (b *Blobs) RemoveUnfinished() error {
	unfinished, err := filepath.Glob(filepath.Join(b.dir, "*"+unfinishedSuffix))
	if err != nil {
		return err
	}
	for _, name := range unfinished {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing an unfinished file: %w", err)
		}
	}
	return nil
}

const unfinishedSuffix = ".new"

var blobName = regexp.MustCompile(`^[0-9a-f]{32}$`)

// Create starts a blob. The caller ends it with Commit or Abort.
func (b *Blobs) Create() (*BlobWriter, error) {
	var raw [16]byte
	rand.Read(raw[:])
	name := hex.EncodeToString(raw[:])
	f, err := os.OpenFile(filepath.Join(b.dir, name+unfinishedSuffix), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	return &BlobWriter{File: f, name: name, blobs: b}, nil
}

// Open opens a blob for reading; it returns ErrNotFound if there is none of that name.
func (b *Blobs) Open(name string) (*os.File, error) {
	if !blobName.MatchString(name) {
		return nil, ErrNotFound
	}
	f, err := os.Open(filepath.Join(b.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound
	}
	return f, err
}

// Remove deletes a blob; it is no error if there is none of that name.
func (b *Blobs) Remove(name string) error {
	if !blobName.MatchString(name) {
		return nil
	}
	err := os.Remove(filepath.Join(b.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Names returns the names of all blobs.
func (b *Blobs) Names() ([]string, error) {
	entries, err := os.ReadDir(b.dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if blobName.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// A BlobWriter is a blob being written.
type BlobWriter struct {
	*os.File
	name  string
	blobs *Blobs
	done  bool
}

// Commit makes the blob durable (file and folder are synced) and returns its name.
func (w *BlobWriter) Commit() (string, error) {
	if err := w.File.Sync(); err != nil {
		w.Abort()
		return "", err
	}
	if err := w.File.Close(); err != nil {
		w.Abort()
		return "", err
	}
	path := filepath.Join(w.blobs.dir, w.name)
	if err := os.Rename(path+unfinishedSuffix, path); err != nil {
		w.Abort()
		return "", err
	}
	w.done = true
	dir, err := os.Open(w.blobs.dir)
	if err != nil {
		return "", err
	}
	defer dir.Close()
	return w.name, dir.Sync()
}

// Abort drops the blob. After Commit it does nothing, so it can be deferred.
func (w *BlobWriter) Abort() {
	if w.done {
		return
	}
	w.done = true
	w.File.Close()
	os.Remove(filepath.Join(w.blobs.dir, w.name+unfinishedSuffix))
}
