package door

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	"unhindered/record/register"
)

// A Server is the side of a door that is knocked at. It lets in the pinned peers and nobody else.
type Server struct {
	tls     *tls.Config
	pins    []string
	handler http.Handler
	faults  func(error)
}

// An Option changes a default of a Server.
type Option func(*Server)

// Faults sets where errors go that the other side is only told of in general, such as a full disk; they quote nothing
// that passed. The default is nowhere.
func Faults(report func(error)) Option { return func(s *Server) { s.faults = report } }

// A serve answers one kind of request. What it returns is sent as JSON if it is not nil.
type serve func(w http.ResponseWriter, r *http.Request) (any, error)

func newServer(key Key, pins []string, routes map[string]serve, options []Option) (*Server, error) {
	config, err := config(key, pins)
	if err != nil {
		return nil, err
	}
	s := &Server{tls: config, faults: func(error) {}}
	for _, pin := range pins {
		pin, _ = ParseFingerprint(pin) // config has checked it
		s.pins = append(s.pins, pin)
	}
	for _, option := range options {
		option(s)
	}
	mux := http.NewServeMux()
	for pattern, do := range routes {
		mux.HandleFunc(pattern, s.answer(do))
	}
	mux.HandleFunc("/", s.answer(func(http.ResponseWriter, *http.Request) (any, error) { return nil, ErrBad }))
	s.handler = mux
	return s, nil
}

// ServeHTTP answers a request that came through TLS from a pinned peer, and refuses every other with ErrPeer: also one
// that a proxy passes on in the clear.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := verify(r.TLS, s.pins); err != nil {
		s.refuse(w, err)
		return
	}
	s.handler.ServeHTTP(w, r)
}

// Serve answers on the listener until ctx ends; it then lets requests under way end, for ten seconds at most, and
// returns nil. It closes the listener.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          log.New(io.Discard, "", 0), // it would hold addresses of those who knock
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(tls.NewListener(l, s.tls)) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		if server.Shutdown(late) != nil {
			server.Close()
		}
		return nil
	}
}

// stall is how long either side waits for the next bytes of a part, and patience for a whole request of another kind.
const (
	stall    = 2 * time.Minute
	patience = 10 * time.Minute
)

// receive reads the body of a request.
func receive(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, error) {
	connection := http.NewResponseController(w)
	_ = connection.SetReadDeadline(time.Now().Add(patience)) // only a recorder in a test has none
	data, err := whole(r.Body, r.Header, limit)
	_ = connection.SetReadDeadline(time.Time{})
	return data, err
}

// read reads the JSON of a request strictly: a field that this version does not know is refused and not dropped.
func read(w http.ResponseWriter, r *http.Request, limit int64, out any) error {
	data, err := receive(w, r, limit)
	if err != nil {
		return err
	}
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	if in.Decode(out) != nil {
		return ErrBad
	}
	if _, err := in.Token(); err != io.EOF {
		return ErrBad
	}
	return nil
}

func (s *Server) answer(do serve) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		out, err := do(w, r)
		switch {
		case errors.Is(err, http.ErrAbortHandler):
			panic(err)
		case err != nil:
			s.refuse(w, err)
		case out != nil:
			s.send(w, http.StatusOK, out)
		}
	}
}

// A refusal is what goes back for an error: a code of sentinels, or "invalid" with the parts of a
// register.InvalidError, or "other". Texts of errors stay on their side.
type refusal struct {
	Code  string `json:"error"`
	Field string `json:"field,omitempty"`
	Why   string `json:"why,omitempty"`
}

func (s *Server) refuse(w http.ResponseWriter, err error) {
	var invalid *register.InvalidError
	if errors.As(err, &invalid) {
		s.send(w, http.StatusUnprocessableEntity, refusal{"invalid", invalid.Field, invalid.Why})
		return
	}
	for _, known := range sentinels {
		if errors.Is(err, known.err) {
			s.send(w, known.status, refusal{Code: known.code})
			return
		}
	}
	s.faults(err)
	s.send(w, http.StatusInternalServerError, refusal{Code: "other"})
}

func (s *Server) send(w http.ResponseWriter, status int, out any) {
	data, err := json.Marshal(out)
	if err != nil {
		s.faults(err)
		status, data = http.StatusInternalServerError, []byte(`{"error":"other"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set(digestHeader, digestOf(data))
	w.WriteHeader(status)
	w.Write(data)
}
