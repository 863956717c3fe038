package door

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unhindered/record/register"
	"unhindered/report"
)

// A fake is an intake and a record that count what reaches them.
type fake struct {
	calls  int
	part   io.Reader
	answer []byte
	fail   error
}

func (f *fake) Waiting(context.Context) ([]report.Envelope, error) { f.calls++; return nil, f.fail }
func (f *fake) OpenPart(context.Context, string, int) (io.ReadCloser, error) {
	f.calls++
	return io.NopCloser(f.part), f.fail
}
func (f *fake) Taken(context.Context, string) error { f.calls++; return f.fail }
func (f *fake) PostAnswer(_ context.Context, _, _ string, sealed []byte) error {
	f.calls++
	f.answer = sealed
	return f.fail
}
func (f *fake) SetVaults(context.Context, []report.VaultKey) error { f.calls++; return f.fail }
func (f *fake) Publish(context.Context, string, register.Entry) (register.Published, error) {
	f.calls++
	return register.Published{}, f.fail
}
func (f *fake) Withdraw(context.Context, string, string) (register.Published, error) {
	f.calls++
	return register.Published{}, f.fail
}

func serveFake(t *testing.T, f *fake) (address string, room, desk Key) {
	t.Helper()
	room, desk = newKey(t), newKey(t)
	server, err := IntakeServer(f, room, []string{desk.Fingerprint()})
	if err != nil {
		t.Fatal(err)
	}
	return listen(t, server), room, desk
}

func TestOnlyThePinnedPeersMeet(t *testing.T) {
	f := &fake{}
	address, room, desk := serveFake(t, f)
	stranger := newKey(t)
	for _, try := range []struct {
		what string
		key  Key
		pin  string
		want error
	}{
		{"a desk that the drop does not know", stranger, room.Fingerprint(), nil},
		{"a drop that is not the pinned one", desk, stranger.Fingerprint(), ErrPeer},
		{"the desk's own key shown back to it", desk, desk.Fingerprint(), ErrPeer},
	} {
		c, err := NewIntakeClient(address, try.key, try.pin, "")
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Waiting(context.Background())
		if err == nil || try.want != nil && !errors.Is(err, try.want) {
			t.Errorf("%s: %v", try.what, err)
		}
	}
	if f.calls != 0 {
		t.Errorf("%d calls reached the drop", f.calls)
	}
}

func TestAClientWithoutAKeyOrWithOldTLSIsRefused(t *testing.T) {
	f := &fake{}
	address, _, desk := serveFake(t, f)
	good, err := config(desk, []string{desk.Fingerprint()})
	if err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string]func(*tls.Config){
		"no certificate":                      func(c *tls.Config) { c.Certificates = nil },
		"TLS 1.2":                             func(c *tls.Config) { c.MinVersion, c.MaxVersion = tls.VersionTLS12, tls.VersionTLS12 },
		"a key exchange without post-quantum": func(c *tls.Config) { c.CurvePreferences = []tls.CurveID{tls.X25519} },
	} {
		c := good.Clone()
		c.VerifyConnection = nil
		change(c)
		conn, err := tls.Dial("tcp", address, c)
		if err == nil {
			fmt.Fprintf(conn, "GET /intake/v1/waiting HTTP/1.1\r\nHost: x\r\n\r\n")
			_, err = bufio.NewReader(conn).ReadByte()
			conn.Close()
		}
		if err == nil {
			t.Errorf("%s: let in", what)
		}
	}
	if f.calls != 0 {
		t.Errorf("%d calls reached the drop", f.calls)
	}
}

func TestPlainHTTPIsRefused(t *testing.T) {
	f := &fake{}
	address, room, desk := serveFake(t, f)
	answer, err := http.Get("http://" + address + "/intake/v1/waiting")
	if err == nil {
		answer.Body.Close()
		if answer.StatusCode == http.StatusOK {
			t.Error("plain HTTP on the listener: let in")
		}
	}
	// The handler by itself, as behind a proxy that ends TLS.
	server, err := IntakeServer(f, room, []string{desk.Fingerprint()})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/intake/v1/waiting", nil))
	if w.Code != http.StatusForbidden {
		t.Errorf("plain HTTP on the handler: status %d", w.Code)
	}
	if f.calls != 0 {
		t.Errorf("%d calls reached the drop", f.calls)
	}
}

func TestADoorNeedsPins(t *testing.T) {
	key := newKey(t)
	if _, err := IntakeServer(&fake{}, key, nil); !errors.Is(err, ErrNoPeer) {
		t.Errorf("no pin: %v", err)
	}
	for _, bad := range []string{"", "sha256:", "sha256:12", strings.Repeat("a", 64), key.Fingerprint() + "0"} {
		if _, err := RecordServer(&fake{}, key, []string{bad}); err == nil {
			t.Errorf("pin %q: taken", bad)
		}
		if _, err := NewRecordClient("record.example:8443", key, bad, ""); err == nil {
			t.Errorf("pin %q: taken by the client", bad)
		}
	}
	for _, address := range []string{"", "record.example", "https://record.example:8443/x"} {
		if _, err := NewRecordClient(address, key, key.Fingerprint(), ""); err == nil {
			t.Errorf("address %q: taken", address)
		}
	}
	for _, proxy := range []string{"http://127.0.0.1:3128", "127.0.0.1:9050", "::"} {
		if _, err := NewRecordClient("record.example:8443", key, key.Fingerprint(), proxy); err == nil {
			t.Errorf("proxy %q: taken", proxy)
		}
	}
}

// A broken reader gives some bytes and then fails.
type broken struct{ left int }

func (b *broken) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, errors.New("the disk failed")
	}
	n := min(len(p), b.left)
	b.left -= n
	return n, nil
}

func TestAPartThatIsCutOffIsNeverTakenForWhole(t *testing.T) {
	for _, size := range []int{0, 1, 1000, 200_000} {
		f := &fake{part: &broken{size}}
		address, room, desk := serveFake(t, f)
		c, err := NewIntakeClient(address, desk, room.Fingerprint(), "")
		if err != nil {
			t.Fatal(err)
		}
		r, err := c.OpenPart(context.Background(), "envelope", 0)
		if err == nil {
			_, err = io.Copy(io.Discard, r)
			r.Close()
		}
		if err == nil || size > 4096 && !errors.Is(err, ErrCut) {
			t.Errorf("cut after %d bytes: %v", size, err)
		}
	}
}

func TestAPartArrivesWhole(t *testing.T) {
	for _, size := range []int{0, 1, 64 << 10, 3 << 20} {
		data := bytes.Repeat([]byte("x"), size)
		address, room, desk := serveFake(t, &fake{part: bytes.NewReader(data)})
		c, err := NewIntakeClient(address, desk, room.Fingerprint(), "")
		if err != nil {
			t.Fatal(err)
		}
		r, err := c.OpenPart(context.Background(), "envelope", 0)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes: %d arrived, %v", size, len(got), err)
		}
		r.Close()
	}
}

// knock sends raw bytes as the desk and returns the status line.
func knock(t *testing.T, address string, room, desk Key, raw string) string {
	t.Helper()
	conf, err := config(desk, []string{room.Fingerprint()})
	if err != nil {
		t.Fatal(err)
	}
	conn, err := tls.Dial("tcp", address, conf)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	io.WriteString(conn, raw)
	conn.CloseWrite()
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(line)
}

func TestABodyThatIsNotWholeReachesNobody(t *testing.T) {
	f := &fake{}
	address, room, desk := serveFake(t, f)
	const put = "PUT /intake/v1/threads/t/answers/k HTTP/1.1\r\nHost: x\r\n"
	good := digestOf([]byte("abcdef"))
	for _, bad := range []struct{ what, raw, want string }{
		{"cut off", put + "Content-Length: 6\r\nContent-Digest: " + good + "\r\n\r\nabc", "400"},
		{"without a digest", put + "Content-Length: 6\r\n\r\nabcdef", "400"},
		{"with the digest of something else", put + "Content-Length: 6\r\nContent-Digest: " + digestOf([]byte("x")) + "\r\n\r\nabcdef", "400"},
		{"chunked, without its end", put + "Transfer-Encoding: chunked\r\nContent-Digest: " + good + "\r\n\r\n6\r\nabcdef\r\n", "400"},
		{"too large by its own word", put + "Content-Length: 99999999999\r\nContent-Digest: " + good + "\r\n\r\nabc", "400"},
		{"under a key that is no key", strings.Replace(put, "/k ", "/%2e%2e ", 1) + "Content-Length: 6\r\nContent-Digest: " + good + "\r\n\r\nabcdef", ""},
		{"at an address that is none", strings.Replace(put, "/intake", "/", 1) + "Content-Length: 6\r\n\r\nabcdef", ""},
	} {
		if got := knock(t, address, room, desk, bad.raw); !strings.Contains(got, bad.want) || strings.Contains(got, " 20") {
			t.Errorf("%s: %q", bad.what, got)
		}
	}
	if f.calls != 0 {
		t.Errorf("%d calls reached the drop", f.calls)
	}
	if got := knock(t, address, room, desk, put+"Content-Length: 6\r\nContent-Digest: "+good+"\r\n\r\nabcdef"); !strings.Contains(got, "204") {
		t.Errorf("whole: %q", got)
	}
	if string(f.answer) != "abcdef" {
		t.Errorf("the drop was given %q", f.answer)
	}
}

func TestTooMuchIsRefused(t *testing.T) {
	f := &fake{}
	address, room, desk := serveFake(t, f)
	c, err := NewIntakeClient(address, desk, room.Fingerprint(), "")
	if err != nil {
		t.Fatal(err)
	}
	big := make([]byte, maxAnswer+1)
	if err := c.PostAnswer(context.Background(), "k", "t", big); !errors.Is(err, ErrTooLarge) {
		t.Errorf("on this side: %v", err)
	}
	if err := c.door.call(context.Background(), http.MethodPut, "/intake/v1/threads/t/answers/k", big, 0, nil); !errors.Is(err, ErrTooLarge) {
		t.Errorf("on the other side: %v", err)
	}
	if f.calls != 0 {
		t.Errorf("%d calls reached the drop", f.calls)
	}
}

func TestTextsOfErrorsStayOnTheirSide(t *testing.T) {
	const secret = "/var/lib/secret: the row says Amina"
	f := &fake{fail: errors.New(secret)}
	room, desk := newKey(t), newKey(t)
	var told []error
	server, err := IntakeServer(f, room, []string{desk.Fingerprint()}, Faults(func(err error) { told = append(told, err) }))
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewIntakeClient(listen(t, server), desk, room.Fingerprint(), "")
	if err != nil {
		t.Fatal(err)
	}
	err = c.Taken(context.Background(), "envelope-77")
	if !errors.Is(err, ErrOther) || strings.Contains(err.Error(), "Amina") || strings.Contains(err.Error(), "envelope-77") {
		t.Errorf("the desk was told %v", err)
	}
	if len(told) != 1 || told[0].Error() != secret {
		t.Errorf("the operator of the drop was told %v", told)
	}
}

func TestARoomThatIsNotThereIsNamed(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	key := newKey(t)
	c, err := NewRecordClient(address, key, key.Fingerprint(), "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Withdraw(context.Background(), "key", "AB-1")
	if err == nil || !strings.HasPrefix(err.Error(), "the door to the record at "+address+": ") || strings.Contains(err.Error(), "withdrawals") {
		t.Errorf("got %v", err)
	}
}

func TestAKeyIsKeptFromOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "door.pem")
	made, err := NewKey(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	read, err := ReadKey(path)
	if err != nil || read.Fingerprint() != made.Fingerprint() {
		t.Errorf("read back: %v", err)
	}
	if _, err := NewKey(path); err == nil {
		t.Error("a second key overwrote the first")
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadKey(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("readable by the group: %v", err)
	}
	for what, text := range map[string]string{"empty": "", "something else": "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"} {
		bad := filepath.Join(t.TempDir(), "bad.pem")
		if err := os.WriteFile(bad, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadKey(bad); err == nil {
			t.Errorf("%s: taken for a key", what)
		}
	}
	cert, err := made.certificate()
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(cert.Certificate[0])
	if err != nil || Fingerprint(leaf) != made.Fingerprint() {
		t.Errorf("the certificate carries another key: %v", err)
	}
}
