package kind

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/gzip"

	"unhindered/record/imports"
)

// A File is a file being imported: what it holds, unpacked if it was gzipped, and its place in the report.
type File struct {
	*imports.File
	Path string

	raw    *os.File
	hash   hash.Hash
	reader io.Reader
}

// Open opens a file of the import and adds it to the report under its base name. Gzip is found by its first bytes, not
// by the name. The caller calls Close, which tells whether all of it could be read.
func (in In) Open(tx *imports.Tx, path string) (*File, error) {
	raw, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	f := &File{File: tx.File(filepath.Base(path)), Path: path, raw: raw, hash: sha256.New()}
	packed := bufio.NewReaderSize(io.TeeReader(&counted{in: raw, told: in.progress(path)}, f.hash), 1<<16)
	f.reader = packed
	if start, err := packed.Peek(2); err == nil && start[0] == 0x1f && start[1] == 0x8b {
		unpacked, err := gzip.NewReader(packed)
		if err != nil {
			raw.Close()
			return nil, fmt.Errorf("%s: not a whole gzip file: %w", f.Name, err)
		}
		f.reader = unpacked
	}
	return f, nil
}

// Read implements io.Reader.
func (f *File) Read(p []byte) (int, error) {
	n, err := f.reader.Read(p)
	if err == nil || err == io.EOF {
		return n, err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return n, fmt.Errorf("%s: the file ends too early: its gzip data are cut off; fetch it again", f.Name)
	}
	return n, fmt.Errorf("%s: %w", f.Name, err)
}

// Close reads what is left, notes the hash of the file in the report and closes it.
func (f *File) Close() error {
	_, err := io.Copy(f.hash, f.raw) // what the buffer holds was hashed on its way in
	f.SHA256 = hex.EncodeToString(f.hash.Sum(nil))
	return errors.Join(err, f.raw.Close())
}

// All reads the whole file, which is refused if it is larger than limit bytes, unpacked.
func (f *File) All(limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%s: larger than %d bytes; no file of this kind is", f.Name, limit)
	}
	return data, nil
}

// progress returns what to call with the bytes read of a file, which adds those of the files before it.
func (in In) progress(path string) func(int64) {
	if in.Progress == nil {
		return func(int64) {}
	}
	var before, total int64
	passed := false
	for _, p := range in.Files {
		info, err := os.Stat(p)
		if err != nil {
			continue
		}
		passed = passed || p == path
		if !passed {
			before += info.Size()
		}
		total += info.Size()
	}
	return func(n int64) { in.Progress(before+n, total) }
}

type counted struct {
	in   io.Reader
	n    int64
	told func(int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	c.told(c.n)
	return n, err
}
