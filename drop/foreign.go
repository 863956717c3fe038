package drop

import (
	"bytes"
	"errors"
	"io"

	"unhindered/seal"
)

// checkForeign checks the head of a file that a person has sealed, and returns a reader of the whole.
func checkForeign(r io.Reader) (io.Reader, error) {
	head, err := readHead(r)
	if err != nil {
		return nil, err
	}
	if err := seal.CheckForeign(bytes.NewReader(head)); err != nil {
		return nil, err
	}
	return io.MultiReader(bytes.NewReader(head), r), nil
}

// readHead reads as much of r as a header may take, or all of it if it is shorter.
func readHead(r io.Reader) ([]byte, error) {
	head := make([]byte, seal.MaxForeignHeader)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	return head[:n], nil
}
