package door

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"unhindered/record/register"
)

// A client is the side of a door that knocks.
type client struct {
	room    string // "drop" or "record", for errors
	address string // host and port
	http    *http.Client
}

// newClient returns a client for the room at address (host and port). proxy is empty, or the address of a SOCKS proxy
// such as socks5h://127.0.0.1:9050, so that an onion address can be reached; the environment is not asked.
func newClient(room, address string, key Key, pin, proxy string) (*client, error) {
	if _, _, err := net.SplitHostPort(address); err != nil {
		return nil, fmt.Errorf("the address of the %s: write host and port, such as record.example:8443 (%w)", room, err)
	}
	config, err := config(key, []string{pin})
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{
		TLSClientConfig:        config,
		DialContext:            (&net.Dialer{Timeout: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout:    60 * time.Second, // onion circuits are slow
		ResponseHeaderTimeout:  stall,
		IdleConnTimeout:        time.Minute,
		MaxIdleConns:           2,
		MaxResponseHeaderBytes: 16 << 10,
		DisableCompression:     true,
	}
	if proxy != "" {
		via, err := url.Parse(proxy)
		if err != nil || (via.Scheme != "socks5h" && via.Scheme != "socks5") {
			return nil, errors.New("the proxy of a door is a SOCKS proxy, such as socks5h://127.0.0.1:9050")
		}
		transport.Proxy = http.ProxyURL(via)
	}
	return &client{room, address, &http.Client{
		Transport: transport,
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse // a room sends nobody elsewhere
		},
	}}, nil
}

// knock sends a request and returns the answer if its status is one of success; the caller closes its body.
func (c *client) knock(ctx context.Context, method, path string, data []byte) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, "https://"+c.address+path, nil)
	if err != nil {
		return nil, c.fault(err)
	}
	if data != nil {
		r.GetBody = body(data)
		r.Body, _ = r.GetBody()
		r.ContentLength = int64(len(data))
		r.Header.Set(digestHeader, digestOf(data))
	}
	r.Header.Set("User-Agent", "")
	answer, err := c.http.Do(r)
	if err != nil {
		return nil, c.fault(err)
	}
	if answer.StatusCode/100 == 2 {
		return answer, nil
	}
	defer answer.Body.Close()
	return nil, c.fault(refused(answer))
}

// call sends a request and reads the JSON of the answer into out, unless out is nil.
func (c *client) call(ctx context.Context, method, path string, data []byte, limit int64, out any) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	answer, err := c.knock(ctx, method, path, data)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if out == nil {
		return nil
	}
	text, err := whole(answer.Body, answer.Header, limit)
	if err != nil {
		return c.fault(err)
	}
	if json.Unmarshal(text, out) != nil {
		return c.fault(ErrBad)
	}
	return nil
}

// refused returns the error that the other side sent.
func refused(answer *http.Response) error {
	var r refusal
	text, err := whole(answer.Body, answer.Header, maxSmall)
	if err != nil || json.Unmarshal(text, &r) != nil {
		return fmt.Errorf("status %d: %w", answer.StatusCode, ErrBad)
	}
	if r.Code == "invalid" {
		return &register.InvalidError{Field: r.Field, Why: r.Why}
	}
	for _, known := range sentinels {
		if known.code == r.Code {
			return known.err
		}
	}
	return ErrOther
}

// fault says which door an error is of. A *url.Error is unwrapped: its text has the path, and with it ids.
func (c *client) fault(err error) error {
	var sent *url.Error
	if errors.As(err, &sent) {
		err = sent.Err
	}
	return fmt.Errorf("the door to the %s at %s: %w", c.room, c.address, err)
}

// patient passes a body on and gives up when nothing comes for the time of stall.
type patient struct {
	io.Reader
	body  io.Closer
	timer *time.Timer
	stop  context.CancelFunc
}

func newPatient(r io.Reader, body io.Closer, stop context.CancelFunc) *patient {
	return &patient{r, body, time.AfterFunc(stall, stop), stop}
}

func (p *patient) Read(b []byte) (int, error) {
	p.timer.Reset(stall)
	return p.Reader.Read(b)
}

func (p *patient) Close() error {
	p.timer.Stop()
	p.stop()
	return p.body.Close()
}
