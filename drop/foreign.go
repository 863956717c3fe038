package drop

import (
	"bytes"
	"errors"
	"io"

	"unhindered/seal"
)

// checkForeign checks the head of a file that a person has sealed, and returns a reader of the whole.
func checkForeign(r io.Reader) (io.Reader, error) {
	head := make([]byte, seal.MaxForeignHeader)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	head = head[:n]
	if err := seal.CheckForeign(bytes.NewReader(head)); err != nil {
		return nil, err
	}
	return io.MultiReader(bytes.NewReader(head), r), nil
}
