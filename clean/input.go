package clean

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
)

// window is how much of a picture is in memory at a time, in bytes.
const window = 64 << 10

// An input reads a file forwards and knows how much is left. A length in the file that promises more than there is
// gives ErrDamaged before anything is allocated for it.
type input struct {
	src io.ReaderAt
	end int64 // where reading stops
	off int64 // of the next byte
	buf *bufio.Reader
}

func newInput(src io.ReaderAt, size int64) *input {
	in := &input{src: src, end: size}
	in.seek(0)
	return in
}

func (in *input) seek(off int64) {
	in.off = off
	section := io.NewSectionReader(in.src, off, in.end-off)
	if in.buf == nil {
		in.buf = bufio.NewReaderSize(section, window)
		return
	}
	in.buf.Reset(section)
}

func (in *input) left() int64 { return in.end - in.off }

func (in *input) byte() (byte, error) {
	b, err := in.buf.ReadByte()
	if err != nil {
		return 0, damagedAtEOF(err)
	}
	in.off++
	return b, nil
}

// bytes reads the next n bytes into memory; callers pass lengths bounded by the format (64 KiB) or by their own limit.
func (in *input) bytes(n int64) ([]byte, error) {
	if n < 0 || n > in.left() {
		return nil, ErrDamaged
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(in.buf, b); err != nil {
		return nil, damagedAtEOF(err)
	}
	in.off += n
	return b, nil
}

// copy writes the next n bytes to w.
func (in *input) copy(w io.Writer, n int64) error {
	if n < 0 || n > in.left() {
		return ErrDamaged
	}
	if _, err := io.CopyN(w, in.buf, n); err != nil {
		return damagedAtEOF(err)
	}
	in.off += n
	return nil
}

func (in *input) skip(n int64) error {
	if n < 0 || n > in.left() {
		return ErrDamaged
	}
	if n <= window {
		if _, err := in.buf.Discard(int(n)); err != nil {
			return damagedAtEOF(err)
		}
		in.off += n
		return nil
	}
	in.seek(in.off + n)
	return nil
}

// until gives the bytes up to and including delim, or a full window without it. They are valid until the next reading.
func (in *input) until(delim byte) ([]byte, error) {
	b, err := in.buf.ReadSlice(delim)
	in.off += int64(len(b))
	if errors.Is(err, bufio.ErrBufferFull) {
		err = nil
	}
	return b, damagedAtEOF(err)
}

func damagedAtEOF(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ErrDamaged
	}
	return err
}

func be16(b []byte) int64 { return int64(binary.BigEndian.Uint16(b)) }
func be32(b []byte) int64 { return int64(binary.BigEndian.Uint32(b)) }
func le32(b []byte) int64 { return int64(binary.LittleEndian.Uint32(b)) }
