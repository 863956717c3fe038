package clean

import (
	"bufio"
	"bytes"
	"io"
	"regexp"
	"unicode"
	"unicode/utf8"
)

// textFile copies plain text in UTF-8 (RFC 3629) as it is, without the byte order mark that tells one system from
// another. Plain text has no metadata; but it can carry marks nobody sees, and those are named.
type textFile struct{ file }

const bom = "\ufeff"

// marked are beginnings of text formats that do hold metadata and that this package cannot clean: HTML, SVG and other
// XML, RTF, PostScript, vCard and calendar files, e-mail.
var marked = regexp.MustCompile(`^\x{feff}*\s*(?:<|\{\\rtf|%!|BEGIN:|` +
	`(?i:From |Return-Path:|Received:|Delivered-To:|Message-ID:|MIME-Version:|X-[A-Za-z-]+:|DKIM-Signature:|` +
	`ARC-[A-Za-z-]+:|(?:From|To|Subject|Date|Cc|Reply-To|Content-Type):[^\n]*\n(?:[A-Za-z-]+:|[ \t])))`)

// looksLikeText judges by the first bytes; run checks the rest.
func looksLikeText(head []byte) bool {
	// The cut after 1024 bytes can fall into a character of up to four bytes.
	for cut := 0; cut < utf8.UTFMax && cut < len(head); cut++ {
		if part := head[:len(head)-cut]; utf8.Valid(part) {
			return plain(string(part)) && !marked.Match(part)
		}
		if len(head) < 1024 {
			break
		}
	}
	return false
}

// plain says whether text has only characters that belong in text.
func plain(text string) bool {
	for _, r := range text {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r == 0x7f {
			return false
		}
	}
	return true
}

func (t *textFile) result() Result { return t.as("text", read) }

func (t *textFile) run(dst io.Writer) error {
	in := bufio.NewReaderSize(io.NewSectionReader(t.src, 0, t.size), window)
	out := bufio.NewWriterSize(dst, window)
	for start, _ := in.Peek(len(bom)); bytes.Equal(start, []byte(bom)); start, _ = in.Peek(len(bom)) {
		in.Discard(len(bom))
		t.note(byteOrder)
	}
	for empty := true; ; empty = false {
		r, n, err := in.ReadRune()
		if err == io.EOF && empty {
			return ErrUnknown
		}
		if err == io.EOF {
			return out.Flush()
		}
		if err != nil {
			return err
		}
		if r == utf8.RuneError && n == 1 || !plain(string(r)) {
			return ErrUnknown // it began like text and is something else
		}
		if hidden(r) {
			t.note(invisible)
		}
		out.WriteRune(r)
	}
}

// hidden says whether nobody sees r and no script needs it to be written right, so that it can carry a mark. The joiners
// of Persian and Indic scripts and the direction marks of Arabic and Hebrew are needed.
func hidden(r rune) bool {
	switch r {
	case 0x200c, 0x200d, 0x200e, 0x200f, 0x061c, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0xfe0f:
		return false
	}
	return unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Arabic, r) || unicode.Is(unicode.Variation_Selector, r) ||
		r == 0x00ad || r == 0x034f || r == 0x3164
}
