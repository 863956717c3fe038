package door

import (
	"context"
	"encoding/json"
	"net/http"

	"unhindered/record/register"
)

// A Record is what a desk may do at the public record: desk.Record, and register.Store as far as the desk may reach it.
type Record interface {
	Publish(ctx context.Context, key string, e register.Entry) (register.Published, error)
	Withdraw(ctx context.Context, key, id string) (register.Published, error)
}

// RecordServer puts the register behind a door: peers are the fingerprints of the desks that may publish. It returns
// ErrNoPeer if there is none.
func RecordServer(store Record, key Key, peers []string, options ...Option) (*Server, error) {
	return newServer(key, peers, map[string]serve{
		"PUT /record/v1/publications/{key}": func(w http.ResponseWriter, r *http.Request) (any, error) {
			var e register.Entry
			if err := read(w, r, maxEntry, &e); err != nil {
				return nil, err
			}
			if err := checkNames(r.PathValue("key")); err != nil {
				return nil, err
			}
			return answered(store.Publish(r.Context(), r.PathValue("key"), e))
		},
		"PUT /record/v1/withdrawals/{key}": func(w http.ResponseWriter, r *http.Request) (any, error) {
			var gone withdrawal
			if err := read(w, r, maxSmall, &gone); err != nil {
				return nil, err
			}
			if err := checkNames(r.PathValue("key")); err != nil {
				return nil, err
			}
			return answered(store.Withdraw(r.Context(), r.PathValue("key"), gone.ID))
		},
	}, options)
}

type withdrawal struct {
	ID string `json:"id"`
}

func answered(p register.Published, err error) (any, error) { return p, err }

// A RecordClient is the record as the desk sees it through a door.
type RecordClient struct{ door *client }

// NewRecordClient returns the record whose door is at address (host and port) and has the fingerprint peer. proxy is
// empty or a SOCKS proxy, such as socks5h://127.0.0.1:9050.
func NewRecordClient(address string, key Key, peer, proxy string) (*RecordClient, error) {
	c, err := newClient("record", address, key, peer, proxy)
	if err != nil {
		return nil, err
	}
	return &RecordClient{c}, nil
}

// Publish publishes an entry, or the next version of the one whose ID it carries.
func (c *RecordClient) Publish(ctx context.Context, key string, e register.Entry) (register.Published, error) {
	return c.put(ctx, "publications", key, e)
}

// Withdraw removes the entry and leaves a tombstone. After an error that leaves open whether it did, call it again with
// the same key.
func (c *RecordClient) Withdraw(ctx context.Context, key, id string) (register.Published, error) {
	return c.put(ctx, "withdrawals", key, withdrawal{id})
}

func (c *RecordClient) put(ctx context.Context, what, key string, body any) (register.Published, error) {
	var p register.Published
	if err := checkNames(key); err != nil {
		return p, err
	}
	data, err := json.Marshal(body)
	if err != nil {
		return p, err
	}
	if len(data) > maxEntry {
		return p, ErrTooLarge
	}
	err = c.door.call(ctx, http.MethodPut, "/record/v1/"+what+"/"+key, data, maxSmall, &p)
	return p, err
}
