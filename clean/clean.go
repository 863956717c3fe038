// Package clean makes a copy of a piece of evidence without the metadata that could betray who made it, where and with
// what: the GPS position in a photograph, the author of a letter, the change history of a table.
//
// The original is never touched and stays the evidence; the copy is what may be shown to others. What the person sees
// does not change: pixels are copied bit for bit and text is not rewritten. Cleaning therefore cannot take away what is
// in the content itself, and Result.Remains says so in words a case worker understands.
//
// Every format is cleaned by a list of what may stay, as far as the format allows one, so that a new kind of metadata
// is left out without this package having heard of it. Nothing is ever written to disk, and nothing global is kept.
package clean

import (
	"errors"
	"fmt"
	"io"
)

// Errors of Copy. None of them quotes the file. After each of them dst has received nothing.
var (
	// ErrUnknown says that the format is not one that Copy can clean.
	ErrUnknown = errors.New("this kind of file cannot be cleaned; show a picture of it instead, such as a screenshot or a scan of a print")
	// ErrDamaged says that the file does not keep to the rules of its own format, so that nobody can say what is in it.
	ErrDamaged = errors.New("the file is damaged or cut short, so a cleaned copy could not be trusted; ask for the file again or show a picture of it")
	// ErrLocked is an ErrUnknown: the document is encrypted with a password.
	ErrLocked = fmt.Errorf("the document is locked with a password; unlock it and add the unlocked document as evidence: %w", ErrUnknown)
	// ErrTooLarge is an ErrUnknown: cleaning would need more memory than maxMemory or maxUnpacked allow.
	ErrTooLarge = fmt.Errorf("the file, or what it unpacks to, is too large to be cleaned: %w", ErrUnknown)
)

// Limits on what one call may use. Pictures are streamed and have no limit of size; documents have to be read whole or
// part by part.
const (
	maxMemory   = 200 << 20 // bytes of one PDF or one part of an office document, held in memory
	maxUnpacked = 1 << 30   // bytes of all parts of one office document together
	maxParts    = 10_000    // parts of one office document
	maxDepth    = 2         // files inside files: a picture inside a table inside a letter
)

// A Result says what Copy did. Every word in Removed and Remains is one of Words, in that order, so that a page can
// translate them.
type Result struct {
	// Format is the short name of the format, such as "JPEG" or "DOCX", as found in the content (not in the file name).
	Format string
	// Removed names each kind of metadata that was found and is not in the copy; empty if there was none.
	Removed []string
	// Remains names what the copy still tells; never empty, because what can be seen always remains.
	Remains []string
}

// Copy writes a cleaned copy of src to dst. Size is the length of src in bytes; src is read more than once.
//
// The first reading checks the whole file and writes nothing. So after ErrUnknown (with ErrLocked and ErrTooLarge) and
// ErrDamaged dst is as it was; only a failure of src or dst themselves can leave a part behind, and comes back as it is.
func Copy(dst io.Writer, src io.ReaderAt, size int64) (Result, error) {
	return copyAt(dst, src, size, 0)
}

// copyAt is Copy for a file that lies depth files deep inside the one Copy was asked for.
func copyAt(dst io.Writer, src io.ReaderAt, size int64, depth int) (Result, error) {
	watch := &watched{ReaderAt: src}
	c, err := open(watch, size, depth)
	if err == nil {
		err = c.run(io.Discard)
	}
	if err == nil {
		err = c.run(dst)
	}
	if err != nil {
		if watch.err != nil {
			err = fmt.Errorf("reading the file to clean: %w", watch.err)
		}
		return Result{}, err
	}
	return c.result(), nil
}

// A watched source remembers that reading failed, so that a broken disk is not taken for a broken file.
type watched struct {
	io.ReaderAt
	err error
}

func (w *watched) ReadAt(b []byte, off int64) (int, error) {
	n, err := w.ReaderAt.ReadAt(b, off)
	if err != nil && !errors.Is(err, io.EOF) && w.err == nil {
		w.err = err
	}
	return n, err
}

// A cleaner cleans one file. Run is called twice: first with io.Discard, to check the file and learn what has to be
// known before the first byte is written (a length, an orientation), then with the real destination.
type cleaner interface {
	run(dst io.Writer) error
	result() Result
}
