// Package pdf takes the text out of PDF files: the characters that the pages show, at their places, put together to
// lines. It reads what UN documents are made of (ISO 32000-1: cross-reference tables and streams, object streams, the
// usual filters and fonts, files locked against change but not against reading), mends files whose tables are wrong by
// looking for their objects, and draws nothing.
//
// A file may be hostile: what is unpacked, nested, repeated or shown is bounded, every chain is followed once, and time
// ends with the context.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

var (
	// ErrPassword is returned for a file that opens with a password only.
	ErrPassword = errors.New("the file needs a password")
	// ErrDamaged is returned for a file in which no page can be found.
	ErrDamaged = errors.New("no page can be found in it")
	// ErrTooLarge is returned for a file with more pages, or more to unpack, than any document has.
	ErrTooLarge = errors.New("it unpacks to more than any document has")
)

// The bounds. The longest report of the samples has 33 pages and unpacks to 3 MB.
const (
	maxPages    = 3000
	maxUnpacked = 256 << 20 // bytes of all streams together
	maxStream   = 64 << 20  // bytes of one stream
	maxGlyphs   = 200_000   // of one page
	maxDepth    = 64        // of arrays and dictionaries in each other
	maxForms    = 12        // of drawings in drawings
	maxChain    = 100       // of objects that need each other to be read
	maxObjects  = 1 << 20   // of a file, or of one thing that is read
	maxText     = 32 << 20  // bytes of text
)

// Text returns the text of a file: a line for each line of a page, blanks for the gaps within it, an empty line for a wider
// gap between lines, and a form feed after each page.
func Text(ctx context.Context, data []byte) (text string, err error) {
	defer func() { // what a hostile file makes of this code must not end the program
		if p := recover(); p != nil {
			text, err = "", fmt.Errorf("%w: %v", ErrDamaged, p)
		}
	}()
	f, err := open(ctx, data)
	if err != nil {
		return "", err
	}
	pages, err := f.pages()
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for _, p := range pages {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		if f.left <= 0 || out.Len() > maxText {
			return "", ErrTooLarge
		}
		writePage(&out, f.show(p))
		out.WriteByte('\f')
	}
	return out.String(), nil
}
