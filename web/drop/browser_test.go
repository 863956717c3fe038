package drop

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"filippo.io/age"

	"unhindered/drop"
	"unhindered/report"
	"unhindered/seal"
)

// A site is a drop with its pages, served over HTTP, and the key of the team that reads it.
type site struct {
	*httptest.Server
	store *drop.Store
	team  *age.HybridIdentity
	dir   string
	log   bytes.Buffer
}

func newSite(t testing.TB, opts Options) *site {
	t.Helper()
	s := &site{dir: t.TempDir()}
	var err error
	if s.store, err = drop.Open(t.Context(), filepath.Join(s.dir, "drop"), ""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.store.Close() })
	if s.team, err = seal.NewIdentity(); err != nil {
		t.Fatal(err)
	}
	key := report.VaultKey{Vault: "v1", Epoch: 1, Recipient: s.team.Recipient().String(), Team: "Defenders’ desk"}
	if err := s.store.SetVaults(t.Context(), []report.VaultKey{key}); err != nil {
		t.Fatal(err)
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.NewTextHandler(&s.log, nil))
	}
	h, err := New(s.store, opts)
	if err != nil {
		t.Fatal(err)
	}
	s.Server = httptest.NewUnstartedServer(nil)
	s.Server.Config = Server(h)
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// messages opens everything that waits for the desk.
func (s *site) messages(t testing.TB) []report.Message {
	t.Helper()
	waiting, err := s.store.Waiting(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all []report.Message
	for _, e := range waiting {
		m, err := report.Decode(s.part(t, e.ID, 0))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
	return all
}

func (s *site) part(t testing.TB, envelope string, n int) []byte {
	t.Helper()
	sealed, err := s.store.OpenPart(t.Context(), envelope, n)
	if err != nil {
		t.Fatal(err)
	}
	defer sealed.Close()
	plain, err := seal.Reader(sealed, s.team)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// blobs counts the sealed files on the disk.
func (s *site) blobs(t testing.TB) int {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(s.dir, "drop", "blobs", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(names)
}

// A visitor is a browser without script: it follows redirects and keeps cookies.
type visitor struct {
	site    *site
	cookies map[string]string
	lang    string
}

func (s *site) visitor() *visitor { return &visitor{site: s, cookies: map[string]string{}} }

// A shown page is what the visitor sees.
type shown struct {
	status int
	header http.Header
	body   string
	path   string
}

func (v *visitor) do(t testing.TB, r *http.Request) shown {
	t.Helper()
	for name, value := range v.cookies {
		if strings.HasPrefix(r.URL.Path, "/return") {
			r.AddCookie(&http.Cookie{Name: name, Value: value})
		}
	}
	if v.lang != "" {
		r.Header.Set("Accept-Language", v.lang)
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range res.Cookies() {
		if c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		} else {
			v.cookies[c.Name] = c.Value
		}
	}
	if res.StatusCode == http.StatusSeeOther {
		return v.get(t, res.Header.Get("Location"))
	}
	return shown{res.StatusCode, res.Header, string(body), r.URL.Path}
}

func (v *visitor) get(t testing.TB, path string) shown {
	t.Helper()
	r, err := http.NewRequest("GET", v.site.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return v.do(t, r)
}

// A file is one chosen in a form.
type file struct{ name, content string }

// send posts a form with files. fields are name, value, name, value, ...
func (v *visitor) send(t testing.TB, path string, files []file, fields ...string) shown {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i < len(fields); i += 2 {
		form.WriteField(fields[i], fields[i+1])
	}
	if files == nil {
		files = []file{{}} // a browser sends an empty one where none is chosen
	}
	for _, f := range files {
		head := textproto.MIMEHeader{}
		head.Set("Content-Disposition", fmt.Sprintf(`form-data; name="files"; filename="%s"`, f.name))
		head.Set("Content-Type", "application/octet-stream")
		part, err := form.CreatePart(head)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(part, f.content)
	}
	form.Close()
	return v.post(t, path, form.FormDataContentType(), &body)
}

func (v *visitor) post(t testing.TB, path, contentType string, body io.Reader) shown {
	t.Helper()
	r, err := http.NewRequest("POST", v.site.URL+path, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", contentType)
	return v.do(t, r)
}

// submit posts a form without files.
func (v *visitor) submit(t testing.TB, path string, fields ...string) shown {
	t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return v.post(t, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

var (
	wordList = regexp.MustCompile(`(?s)<ol class="words".*?</ol>`)
	oneWord  = regexp.MustCompile(`<li>(.*?)</li>`)
	oneKept  = regexp.MustCompile(`name="kept" value="([^"]+)"`)
)

// receipt reads the words off the receipt page.
func (p shown) receipt(t testing.TB) string {
	t.Helper()
	var words []string
	for _, m := range oneWord.FindAllStringSubmatch(wordList.FindString(p.body), -1) {
		words = append(words, html.UnescapeString(m[1]))
	}
	if len(words) < 11 {
		t.Fatalf("no receipt on this page (status %d):\n%s", p.status, p.body)
	}
	return strings.Join(words, " ")
}

// kept reads the hidden token of the files that wait for the form.
func (p shown) kept(t testing.TB) string {
	t.Helper()
	m := oneKept.FindStringSubmatch(p.body)
	if m == nil {
		t.Fatalf("no files are kept on this page (status %d)", p.status)
	}
	return m[1]
}

func (p shown) has(t testing.TB, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(p.body, html.EscapeString(text)) {
			t.Errorf("%s (status %d) does not show %q", p.path, p.status, text)
			if os.Getenv("SHOW") != "" {
				t.Log(p.body)
			}
		}
	}
}

func (p shown) hasStatus(t testing.TB, status int) {
	t.Helper()
	if p.status != status {
		t.Errorf("%s: status %d, want %d", p.path, p.status, status)
	}
}
