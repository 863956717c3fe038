package drop

import (
	"io"
	"log"
	"net/http"
	"time"
)

// patience is how long a connection may stand still in the middle of a form or of an answer. A form may take hours as
// long as it moves.
const patience = 2 * time.Minute

// Server returns an HTTP server for the drop: it logs nothing, keeps no connection open for long, and is patient with
// slow networks.
func Server(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: time.Minute,
		IdleTimeout:       30 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          log.New(io.Discard, "", 0), // its lines hold addresses
	}
}

// patient gives a request and its answer deadlines that move along with what is read and written. While neither happens,
// as when the keys of a receipt wait for their turn, there is none.
func patient(w http.ResponseWriter, r *http.Request) (http.ResponseWriter, *http.Request) {
	control := http.NewResponseController(w)
	if r.Body != nil && r.Body != http.NoBody {
		r.Body = &movingBody{r.Body, control}
	}
	return &movingWriter{w, control}, r
}

type movingBody struct {
	io.ReadCloser
	control *http.ResponseController
}

func (b *movingBody) Read(p []byte) (int, error) {
	// Not every ResponseWriter (as in tests) has deadlines; then there are none.
	_ = b.control.SetReadDeadline(time.Now().Add(patience))
	n, err := b.ReadCloser.Read(p)
	_ = b.control.SetReadDeadline(time.Time{})
	return n, err
}

type movingWriter struct {
	http.ResponseWriter
	control *http.ResponseController
}

func (w *movingWriter) Write(p []byte) (int, error) {
	_ = w.control.SetWriteDeadline(time.Now().Add(patience))
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController find the real one.
func (w *movingWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
