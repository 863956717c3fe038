package door

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"unhindered/report"
)

// An Intake is what a desk may do at a drop: desk.Intake, and drop.Store as far as the desk may reach it.
type Intake interface {
	Waiting(ctx context.Context) ([]report.Envelope, error)
	OpenPart(ctx context.Context, envelope string, part int) (io.ReadCloser, error)
	Taken(ctx context.Context, envelope string) error
	PostAnswer(ctx context.Context, key, thread string, sealed []byte) error
	SetVaults(ctx context.Context, keys []report.VaultKey) error
}

// IntakeServer puts a drop behind a door: peers are the fingerprints of the desks that may knock. It returns ErrNoPeer
// if there is none.
func IntakeServer(store Intake, key Key, peers []string, options ...Option) (*Server, error) {
	return newServer(key, peers, map[string]serve{
		"GET /intake/v1/waiting": func(_ http.ResponseWriter, r *http.Request) (any, error) {
			all, err := store.Waiting(r.Context())
			return waiting{all}, err
		},
		"GET /intake/v1/envelopes/{id}/parts/{n}": func(w http.ResponseWriter, r *http.Request) (any, error) {
			n, err := strconv.Atoi(r.PathValue("n"))
			if err != nil {
				return nil, ErrBad
			}
			part, err := store.OpenPart(r.Context(), r.PathValue("id"), n)
			if err != nil {
				return nil, err
			}
			defer part.Close()
			return nil, sendPart(w, part)
		},
		"DELETE /intake/v1/envelopes/{id}": func(w http.ResponseWriter, r *http.Request) (any, error) {
			return done(w, store.Taken(r.Context(), r.PathValue("id")))
		},
		"PUT /intake/v1/threads/{thread}/answers/{key}": func(w http.ResponseWriter, r *http.Request) (any, error) {
			if err := checkNames(r.PathValue("key"), r.PathValue("thread")); err != nil {
				return nil, err
			}
			sealed, err := receive(w, r, maxAnswer)
			if err != nil {
				return nil, err
			}
			return done(w, store.PostAnswer(r.Context(), r.PathValue("key"), r.PathValue("thread"), sealed))
		},
		"PUT /intake/v1/vaults": func(w http.ResponseWriter, r *http.Request) (any, error) {
			var v vaults
			if err := read(w, r, maxVaults, &v); err != nil {
				return nil, err
			}
			return done(w, store.SetVaults(r.Context(), v.Keys))
		},
	}, options)
}

type waiting struct {
	Envelopes []report.Envelope `json:"envelopes"`
}

type vaults struct {
	Keys []report.VaultKey `json:"keys"`
}

func done(w http.ResponseWriter, err error) (any, error) {
	if err == nil {
		w.WriteHeader(http.StatusNoContent)
	}
	return nil, err
}

// sendPart streams a part, in constant memory, and its digest after it. When the part cannot be read to its end, the
// connection is cut, so that the desk never takes half a part for a whole one.
func sendPart(w http.ResponseWriter, part io.Reader) error {
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Trailer", digestHeader)
	w.WriteHeader(http.StatusOK)
	connection := http.NewResponseController(w)
	sum := sha256.New()
	buffer := make([]byte, 64<<10)
	for {
		n, err := part.Read(buffer)
		if n > 0 {
			_ = connection.SetWriteDeadline(time.Now().Add(stall))
			sum.Write(buffer[:n])
			if _, err := w.Write(buffer[:n]); err != nil {
				return http.ErrAbortHandler
			}
		}
		if err == io.EOF {
			w.Header().Set(digestHeader, digest(sum.Sum(nil)))
			return nil
		}
		if err != nil {
			return http.ErrAbortHandler
		}
	}
}

// An IntakeClient is the drop as the desk sees it through a door.
type IntakeClient struct{ door *client }

// NewIntakeClient returns the drop whose door is at address (host and port) and has the fingerprint peer. proxy is empty
// or a SOCKS proxy, such as socks5h://127.0.0.1:9050.
func NewIntakeClient(address string, key Key, peer, proxy string) (*IntakeClient, error) {
	c, err := newClient("drop", address, key, peer, proxy)
	if err != nil {
		return nil, err
	}
	return &IntakeClient{c}, nil
}

// Waiting lists the envelopes that the desk has not taken yet.
func (c *IntakeClient) Waiting(ctx context.Context) ([]report.Envelope, error) {
	var w waiting
	err := c.door.call(ctx, http.MethodGet, "/intake/v1/waiting", nil, maxWaiting, &w)
	return w.Envelopes, err
}

// OpenPart streams a sealed part of a waiting envelope. Its reader ends with io.EOF only if the part arrived whole and
// unchanged; otherwise with ErrCut. The caller closes it.
func (c *IntakeClient) OpenPart(ctx context.Context, envelope string, part int) (io.ReadCloser, error) {
	if err := checkNames(envelope); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	answer, err := c.door.knock(ctx, http.MethodGet, fmt.Sprintf("/intake/v1/envelopes/%s/parts/%d", envelope, part), nil)
	if err != nil {
		stop()
		return nil, err
	}
	trailer := func() http.Header { return answer.Trailer }
	return newPatient(newChecked(answer.Body, trailer), answer.Body, stop), nil
}

// Taken says that the desk holds the envelope durably.
func (c *IntakeClient) Taken(ctx context.Context, envelope string) error {
	if err := checkNames(envelope); err != nil {
		return err
	}
	return c.door.call(ctx, http.MethodDelete, "/intake/v1/envelopes/"+envelope, nil, 0, nil)
}

// PostAnswer leaves a sealed answer, of 16 MiB at most.
func (c *IntakeClient) PostAnswer(ctx context.Context, key, thread string, sealed []byte) error {
	if err := checkNames(key, thread); err != nil {
		return err
	}
	if len(sealed) > maxAnswer {
		return ErrTooLarge
	}
	return c.door.call(ctx, http.MethodPut, "/intake/v1/threads/"+thread+"/answers/"+key, sealed, 0, nil)
}

// SetVaults tells the drop to whom reports are sealed from now on.
func (c *IntakeClient) SetVaults(ctx context.Context, keys []report.VaultKey) error {
	data, err := json.Marshal(vaults{keys})
	if err != nil {
		return err
	}
	return c.door.call(ctx, http.MethodPut, "/intake/v1/vaults", data, 0, nil)
}
