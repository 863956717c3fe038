package uprinfo

import (
	"bufio"
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Decode returns the text of a file in UTF-8. A file is in Mac OS Roman if its lines end with CR alone and its first
// characters beyond ASCII are not UTF-8; any other is left as it is.
func Decode(in io.Reader) io.Reader { return &decoder{in: bufio.NewReaderSize(in, 1<<16)} }

type decoder struct {
	in      *bufio.Reader
	decided bool
	cr, lf  bool // seen so far
	out     io.Reader
}

// Read implements io.Reader. As long as there was nothing but ASCII, the encoding is open.
func (d *decoder) Read(p []byte) (int, error) {
	if d.decided {
		return d.out.Read(p)
	}
	chunk, err := d.in.Peek(max(1, min(len(p), d.in.Buffered())))
	if len(chunk) == 0 {
		return 0, err
	}
	plain := bytes.IndexFunc(chunk, func(r rune) bool { return r >= utf8.RuneSelf })
	if plain < 0 {
		plain = len(chunk)
	}
	d.look(chunk[:plain])
	if plain > 0 {
		n := copy(p, chunk[:plain])
		_, err := d.in.Discard(n)
		return n, err
	}
	start, _ := d.in.Peek(utf8.UTFMax)
	r, size := utf8.DecodeRune(start)
	d.decided, d.out = true, d.in
	if r == utf8.RuneError && size <= 1 && d.cr && !d.lf {
		d.out = charmap.Macintosh.NewDecoder().Reader(d.in)
	}
	return d.out.Read(p)
}

func (d *decoder) look(ascii []byte) {
	d.cr = d.cr || bytes.IndexByte(ascii, '\r') >= 0
	d.lf = d.lf || bytes.IndexByte(ascii, '\n') >= 0
}
