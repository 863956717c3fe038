package door

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
)

const digestHeader = "Content-Digest" // RFC 9530

func digest(sum []byte) string {
	return "sha-256=:" + base64.StdEncoding.EncodeToString(sum) + ":"
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return digest(sum[:])
}

// whole reads a body of at most limit bytes that must have the digest its header names. It returns ErrTooLarge or
// ErrCut.
func whole(body io.Reader, header http.Header, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(body, limit+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w (%w)", ErrCut, err)
	case int64(len(data)) > limit:
		return nil, ErrTooLarge
	case header.Get(digestHeader) != digestOf(data):
		return nil, ErrCut
	}
	return data, nil
}

// A checked reader passes a body on as it comes, and at its end compares it with the digest in the trailer: io.EOF is
// returned only for a body that arrived whole and unchanged, ErrCut otherwise.
type checked struct {
	body    io.Reader
	trailer func() http.Header // filled when body is at its end
	sum     hash.Hash
}

func newChecked(body io.Reader, trailer func() http.Header) *checked {
	return &checked{body, trailer, sha256.New()}
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.body.Read(p)
	c.sum.Write(p[:n])
	switch {
	case errors.Is(err, io.EOF):
		if c.trailer().Get(digestHeader) != digest(c.sum.Sum(nil)) {
			return n, ErrCut
		}
	case err != nil:
		return n, fmt.Errorf("%w (%w)", ErrCut, err)
	}
	return n, err
}

// body returns data as the body of a request that the transport may send again.
func body(data []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}
