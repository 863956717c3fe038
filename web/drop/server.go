package drop

import (
	"io"
	"log"
	"net/http"
	"time"
)

// Server returns an HTTP server for the drop: it logs nothing, keeps no connection open for long, and is patient with
// slow networks. An upload may take hours as long as it moves; see body.
func Server(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: time.Minute,
		IdleTimeout:       30 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          log.New(io.Discard, "", 0), // its lines hold addresses
	}
}
