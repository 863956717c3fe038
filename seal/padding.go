package seal

import (
	"bytes"
	"errors"
	"io"
	"math/bits"
)

// The smallest sizes after padding. A short answer and a long one look the same, and so do two records of a case.
const (
	partFloor   = 4096 // bytes of an envelope part
	recordFloor = 256  // bytes of a vault record; there are many, and most are short
)

// ISO/IEC 7816-4 padding: one marker, then zeros.
const marker = 0x80

// PaddedSize returns how many bytes n bytes of content take inside the seal (the age file around them adds its header
// and 16 bytes for each 64 KiB). It is at least 4096 and at most 12 % more than n+1.
func PaddedSize(n int64) int64 { return padme(n+1, partFloor) }

// padme rounds a size up so that it tells at most O(log log size) bits, with at most 12 % overhead, and at least to floor.
//
// Reference: K. Nikitin et al., Reducing Metadata Leakage from Encrypted Files and Communication with PURBs,
// Proc. Privacy Enhancing Technologies 2019 (4), 6-33, section 4.3 (algorithm Padmé).
func padme(size, floor int64) int64 {
	if size <= floor {
		return floor
	}
	e := bits.Len64(uint64(size)) - 1 // floor(log2 size)
	s := bits.Len64(uint64(e))        // floor(log2 e) + 1: the bits that may be set
	mask := int64(1)<<max(e-s, 0) - 1 // the bits that must be zero
	return (size + mask) &^ mask
}

// pad returns a padded copy of plain, for records.
func pad(plain []byte) []byte {
	padded := make([]byte, padme(int64(len(plain))+1, recordFloor))
	copy(padded, plain)
	padded[len(plain)] = marker
	return padded
}

// unpad returns the part of padded that is content, or ErrDamaged if pad did not make it.
func unpad(padded []byte) ([]byte, error) {
	content := bytes.TrimRight(padded, "\x00")
	n := len(content) - 1
	if n < 0 || content[n] != marker || padme(int64(n)+1, recordFloor) != int64(len(padded)) {
		return nil, ErrDamaged
	}
	return padded[:n:n], nil
}

// padder counts what goes through it and pads on Close.
type padder struct {
	dst    io.WriteCloser
	n      int64
	closed bool
}

func (p *padder) Write(b []byte) (int, error) {
	if p.closed {
		return 0, errors.New("sealing: written to after Close")
	}
	n, err := p.dst.Write(b)
	p.n += int64(n)
	return n, err
}

func (p *padder) Close() error {
	if p.closed {
		return nil
	}
	p.closed = true
	rest := PaddedSize(p.n) - p.n
	padding := make([]byte, min(rest, 64<<10))
	padding[0] = marker
	for rest > 0 {
		n, err := p.dst.Write(padding[:min(rest, int64(len(padding)))])
		if err != nil {
			return err
		}
		rest -= int64(n)
		padding[0] = 0
	}
	return p.dst.Close()
}

// unpadder removes what padder added, in constant memory. A marker with zeros behind it is held back, counted and not
// stored, until it is known whether it ends the file (then it is padding) or not (then it is content).
type unpadder struct {
	src     io.Reader
	buf     []byte
	content []byte // part of buf that is known to be content
	held    int64  // bytes held back: 0, or the marker and held-1 zeros; they come after release and before content
	release int64  // bytes of a former hold that turned out to be content, to be returned before content
	marked  bool   // the first byte of release is a marker, not a zero
	n       int64  // bytes of content so far, without the held ones
	err     error  // what to return when all content is out
}

func newUnpadder(src io.Reader) *unpadder {
	return &unpadder{src: src, buf: make([]byte, 64<<10)}
}

func (u *unpadder) Read(p []byte) (int, error) {
	for u.release == 0 && len(u.content) == 0 {
		if u.err != nil {
			clear(u.buf)
			return 0, u.err
		}
		u.fill()
	}
	if u.release > 0 {
		n := int(min(int64(len(p)), u.release))
		clear(p[:n])
		if u.marked && n > 0 {
			p[0], u.marked = marker, false
		}
		u.release -= int64(n)
		return n, nil
	}
	n := copy(p, u.content)
	u.content = u.content[n:]
	return n, nil
}

// fill reads once from the source and sorts what it got into content and held.
func (u *unpadder) fill() {
	n, err := u.src.Read(u.buf)
	if n > 0 {
		u.sort(u.buf[:n])
	}
	if err == nil {
		return
	}
	u.err = err
	if err == io.EOF && (u.held == 0 || PaddedSize(u.n) != u.n+u.held) {
		u.err = ErrDamaged
	}
}

func (u *unpadder) sort(chunk []byte) {
	trimmed := bytes.TrimRight(chunk, "\x00")
	zeros := int64(len(chunk) - len(trimmed))
	if len(trimmed) == 0 && u.held > 0 {
		u.held += zeros
		return
	}
	if u.held > 0 { // something came after it: it was content
		u.release, u.marked = u.held, true
		u.n += u.held
		u.held = 0
	}
	u.content = chunk
	if last := len(trimmed) - 1; last >= 0 && trimmed[last] == marker {
		u.content = chunk[:last]
		u.held = 1 + zeros
	}
	u.n += int64(len(u.content))
}
