package desk

import (
	"io"
	"mime"
	"net/http"
)

// download sends a file that came from outside. Whatever it claims to be, the browser only saves it: it is bytes, under
// a name without tricks, and should it be opened in the browser all the same, nothing in it runs or loads.
//
// The length is not told before: that a file is damaged is known when its last byte has been read, and a download that
// breaks off then must not look whole.
func download(w http.ResponseWriter, name string, body io.Reader) error {
	head := w.Header()
	head.Set("Content-Type", "application/octet-stream")
	head.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fileName(name)}))
	head.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("X-Download-Options", "noopen")
	if _, err := io.Copy(w, body); err != nil {
		// Bytes are out already: breaking the connection is the only way left to say that the file is not whole.
		panic(http.ErrAbortHandler)
	}
	return nil
}
