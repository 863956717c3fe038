package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	webdesk "unhindered/web/desk"
	webdrop "unhindered/web/drop"
	webrecord "unhindered/web/record"
)

type pageOptions struct {
	banner    string
	hints     func() []webdesk.Hint
	recordURL string // "" : where the record listens
	dropURL   string // "" : where the drop listens, if it does
	runner    string
	contact   string
	https     bool
	maxUpload int64 // bytes
}

// listen makes the pages of the open rooms and listens for them, each room at its own address. Nothing is served
// before h.serve.
func (h *house) listen(at map[string]string, opts pageOptions) (addresses, error) {
	listeners := map[string]net.Listener{}
	found := addresses{}
	for room, address := range at {
		listener, err := net.Listen("tcp", address)
		if err != nil {
			for _, l := range listeners {
				l.Close()
			}
			return nil, err
		}
		listeners[room] = listener
		found[room] = "http://" + listener.Addr().String()
	}
	if opts.recordURL == "" {
		opts.recordURL = found["record"]
	}
	if h.record != nil {
		pages, err := webrecord.New(h.record, webrecord.Options{Ledgers: webrecord.Ledgers(h.ledgers), Data: h.ledgers, Banner: opts.banner, Origin: opts.recordURL,
			Runner: opts.runner, Contact: opts.contact, Drop: cmp.Or(opts.dropURL, found["drop"])})
		if err != nil {
			return nil, err
		}
		h.serveHTTP(listeners["record"], plainServer(pages))
		h.run = append(h.run, func(ctx context.Context) error {
			if err := h.ledgers.Warm(ctx); err != nil && ctx.Err() == nil {
				return err
			}
			debug.FreeOSMemory() // loading takes more than what is kept
			return nil
		})
	}
	if h.drop != nil {
		pages, err := webdrop.New(h.drop, webdrop.Options{Banner: opts.banner, Secure: opts.https, MaxUpload: opts.maxUpload})
		if err != nil {
			return nil, err
		}
		h.serveHTTP(listeners["drop"], webdrop.Server(pages))
	}
	if h.desk != nil {
		pages, err := webdesk.New(h.desk, webdesk.Options{Banner: opts.banner, LoginHints: opts.hints, RecordURL: opts.recordURL, HTTPS: opts.https})
		if err != nil {
			return nil, err
		}
		server := plainServer(pages)
		// The buffers of idle connections hold the last page: they go with the keys.
		h.desk.OnLock(func() {
			server.SetKeepAlivesEnabled(false)
			server.SetKeepAlivesEnabled(true)
		})
		h.serveHTTP(listeners["desk"], server)
	}
	return found, nil
}

// plainServer serves pages without writing down who asked for what.
func plainServer(pages http.Handler) *http.Server {
	return &http.Server{
		Handler:           pages,
		ReadHeaderTimeout: 30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(io.Discard, "", 0), // it would name addresses
	}
}

// serveHTTP adds a server to what h.serve runs; it ends politely with the context.
func (h *house) serveHTTP(listener net.Listener, server *http.Server) {
	h.run = append(h.run, func(ctx context.Context) error {
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			<-ctx.Done()
			patience, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			defer cancel()
			server.Shutdown(patience)
		}()
		err := server.Serve(listener)
		if !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		<-stopped
		return nil
	})
}
