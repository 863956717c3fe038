package drop

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"unhindered/report"
	"unhindered/seal"
)

var privatePages = []string{"/private", "/private/return"}

func TestOnlyThePrivatePagesMayRunAScript(t *testing.T) {
	s := newSite(t, Options{})
	v := s.visitor()
	for _, path := range []string{"/", "/report", "/sealed", "/return", "/leave", "/key", "/nowhere", "/private/nowhere"} {
		page := v.get(t, path)
		if policy := page.header.Get("Content-Security-Policy"); strings.Contains(page.body, "<script") || strings.Contains(policy, "script-src") {
			t.Errorf("%s: a script may run: %q", path, policy)
		}
	}
	for _, path := range privatePages {
		page := v.get(t, path)
		page.hasStatus(t, 200)
		policy := page.header.Get("Content-Security-Policy")
		for _, rule := range []string{"default-src 'none'", "script-src 'self';", "connect-src 'self';", "form-action 'none'", "require-trusted-types-for 'script'"} {
			if !strings.Contains(policy, rule) {
				t.Errorf("%s: the policy %q lacks %q", path, policy, rule)
			}
		}
		if n := strings.Count(page.body, "<script"); n != 1 {
			t.Errorf("%s: %d scripts, want 1", path, n)
		}
		if got := page.header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control %q", path, got)
		}
	}
}

// Where the script does not run, there is no form that could send what is typed unsealed.
func TestThePrivatePagesShowNoFormWithoutScript(t *testing.T) {
	s := newSite(t, Options{})
	for _, path := range privatePages {
		page := s.visitor().get(t, path)
		page.has(t, "This page needs JavaScript, and its script has not started.")
		body := page.body
		for strings.Contains(body, "<template") {
			start, end := strings.Index(body, "<template"), strings.Index(body, "</template>")
			body = body[:start] + body[end+len("</template>"):]
		}
		for _, tag := range []string{"<form", "<textarea", "<input", "<select"} {
			if strings.Contains(body, tag) {
				t.Errorf("%s: %s> stands outside of what the script shows", path, tag)
			}
		}
		if strings.Contains(page.body, `method="post"`) || strings.Contains(page.body, "formaction") {
			t.Errorf("%s: a browser could send the form by itself", path)
		}
	}
}

func TestTheScriptIsSentPackedAndKeptForEver(t *testing.T) {
	s := newSite(t, Options{})
	script, err := newScript()
	if err != nil {
		t.Fatal(err)
	}
	get := func(encoding string) (http.Header, []byte) {
		r, err := http.NewRequest("GET", s.URL+script.Path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", encoding)
		res, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.Header, body
	}
	head, packed := get("br, gzip")
	if head.Get("Content-Encoding") != "gzip" || !strings.Contains(head.Get("Cache-Control"), "immutable") {
		t.Errorf("packed: %v", head)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(z); err != nil || !bytes.Equal(text, privateScript) {
		t.Errorf("the packed script is another one: %v", err)
	}
	if head, plain := get("identity"); head.Get("Content-Encoding") != "" || !bytes.Equal(plain, privateScript) {
		t.Errorf("unpacked: %v", head)
	}
	t.Logf("the script weighs %d bytes, %d packed", len(privateScript), len(packed))
	if len(packed) > 90_000 {
		t.Errorf("%d bytes packed, more than 90 kB", len(packed))
	}
	s.visitor().get(t, "/private").has(t, script.Path, script.Hash)
}

// The script keeps nothing in the browser, builds no code out of text, and knows no other site.
func TestTheScriptAsksForNothingThatThePolicyForbids(t *testing.T) {
	_, code, found := bytes.Cut(privateScript, []byte("\n*/\n"))
	if !found {
		t.Fatal("the licences do not stand at the top of the script")
	}
	for _, word := range []string{"eval(", "new Function", "WebAssembly", "importScripts", "innerHTML", "document.write", "localStorage",
		"sessionStorage", "indexedDB", ".cookie", "serviceWorker", "sendBeacon", "WebSocket", "http://", "https://"} {
		if bytes.Contains(code, []byte(word)) {
			t.Errorf("the script uses %q", word)
		}
	}
	for _, name := range []string{"age-encryption", "@noble/hashes", "@noble/ciphers", "@noble/curves", "@noble/post-quantum", "@scure/base", "@scure/bip39"} {
		if !bytes.Contains(privateScript, []byte(name+" ")) {
			t.Errorf("the licence of %s is not in the script", name)
		}
	}
}

// The committed script is built again from its sources, which are held to the test vectors of docs/protocol.md.
func TestTheScriptIsWhatItsSourcesGive(t *testing.T) {
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("npm is not installed, so the script is not built again and compared")
	}
	if _, err := os.Stat(filepath.Join("browser", "node_modules", "esbuild")); err != nil {
		t.Skip("run npm ci in web/drop/browser to have the script built again and compared")
	}
	for _, task := range []string{"check", "test"} {
		npm := exec.Command("npm", "run", task)
		npm.Dir = "browser"
		if out, err := npm.CombinedOutput(); err != nil {
			t.Errorf("npm run %s: %v\n%s", task, err, out)
		}
	}
}

// A client does what the script does, in Go.
type client struct {
	*site
	keys seal.ReceiptKeys
}

func (s *site) client(t testing.TB) client {
	t.Helper()
	keys, err := seal.NewReceipt().Keys()
	if err != nil {
		t.Fatal(err)
	}
	return client{s, keys}
}

// A field of the script's form.
type field struct {
	name  string
	value []byte
}

func (c client) sealed(t testing.TB, content []byte, to age.Recipient) []byte {
	t.Helper()
	out, err := seal.Seal(content, to)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (c client) message(t testing.TB, m report.Message) field {
	t.Helper()
	text, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return field{"part", c.sealed(t, text, c.team.Recipient())}
}

// report is the form of a first report.
func (c client) report(t testing.TB, files ...[]byte) []field {
	t.Helper()
	fields := []field{
		{"key", []byte(c.team.Recipient().String())},
		{"lookup_hash", []byte(seal.LookupHash(c.keys.Lookup))},
		{"answer_to", []byte(c.keys.Identity.Recipient().String())},
		{"own", c.sealed(t, []byte("[]"), c.keys.Identity.Recipient())},
		c.message(t, report.Message{Kind: report.Report, What: "what"}),
	}
	for _, content := range files {
		fields = append(fields, field{"part", c.sealed(t, content, c.team.Recipient())})
	}
	return fields
}

func (c client) on(t testing.TB, m report.Message) []field {
	t.Helper()
	return []field{{"lookup", []byte(c.keys.Lookup)}, {"key", []byte(c.team.Recipient().String())}, c.message(t, m)}
}

// post sends a form and returns the status and the code of the answer.
func (c client) post(t testing.TB, path string, fields []field) (int, string) {
	t.Helper()
	page := c.postAll(t, path, fields)
	var answer struct{ Code, Text string }
	if err := json.Unmarshal([]byte(page.body), &answer); err != nil {
		t.Errorf("%s: the answer is no JSON: %s", path, page.body)
	}
	if (answer.Code == "") != (page.status < 300) || (answer.Text == "") != (page.status < 300) {
		t.Errorf("%s: status %d with %+v", path, page.status, answer)
	}
	return page.status, answer.Code
}

func (c client) postAll(t testing.TB, path string, fields []field) shown {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, f := range fields {
		w, err := form.CreateFormField(f.name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(f.value)
	}
	form.Close()
	return c.visitor().post(t, path, form.FormDataContentType(), &body)
}

func TestASealedReportIsKeptAndAnswered(t *testing.T) {
	s := newSite(t, Options{})
	c := s.client(t)
	if status, code := c.post(t, "/private", c.report(t, []byte("a file"))); status != 201 {
		t.Fatalf("status %d, %s", status, code)
	}
	if m := s.messages(t); len(m) != 1 || m[0].What != "what" {
		t.Fatalf("the team gets %+v", m)
	}
	thread, err := s.store.Thread(t.Context(), c.keys.Lookup)
	if err != nil {
		t.Fatal(err)
	}
	sealed := c.sealed(t, []byte("an answer"), c.keys.Identity.Recipient())
	if err := s.store.PostAnswer(t.Context(), "k", thread.ID, sealed); err != nil {
		t.Fatal(err)
	}
	page := c.postAll(t, "/private/answers?lang=ar", []field{{"lookup", []byte(c.keys.Lookup)}})
	var got sealedThread
	if err := json.Unmarshal([]byte(page.body), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Answers) != 1 || !bytes.Equal(got.Answers[0].Sealed, sealed) || got.Key != s.team.Recipient().String() || got.Withdrawn ||
		!strings.Contains(got.Answers[0].Date, "/") || !strings.Contains(got.Waiting, "مشفَّرًا") {
		t.Errorf("the browser gets %+v", got)
	}
	if page.header.Get("Access-Control-Allow-Origin") != "" || page.header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", page.header)
	}
	if _, err := seal.Open(got.Own, c.keys.Identity); err != nil {
		t.Errorf("the person's own copy: %v", err)
	}
	if status, code := c.post(t, "/private/write", c.on(t, report.Message{Kind: report.Addition, What: "more"})); status != 201 {
		t.Errorf("writing again: status %d, %s", status, code)
	}
	if status, code := c.post(t, "/private/withdraw", c.on(t, report.Message{Kind: report.Withdraw})); status != 201 {
		t.Errorf("withdrawing: status %d, %s", status, code)
	}
	if m := s.messages(t); len(m) != 1 || m[0].Kind != report.Withdraw {
		t.Errorf("the team gets %+v", m)
	}
	if status, code := c.post(t, "/private/write", c.on(t, report.Message{Kind: report.Addition})); status != 409 || code != "withdrawn" {
		t.Errorf("after withdrawing: status %d, %s", status, code)
	}
}

func TestSealedFormsThatAreRefused(t *testing.T) {
	s := newSite(t, Options{MaxUpload: 100_000})
	c := s.client(t)
	stranger := client{s, s.client(t).keys}
	replace := func(name, value string) []field {
		fields := c.report(t)
		for i := range fields {
			if fields[i].name == name {
				fields[i].value = []byte(value)
			}
		}
		return fields
	}
	other, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	many := c.report(t)
	for range maxFiles + 1 {
		many = append(many, many[4])
	}
	for _, test := range []struct {
		name, path string
		fields     []field
		status     int
		code       string
	}{
		{"sealed to another key than the team's", "/private", replace("key", other.Recipient().String()), 409, "key"},
		{"no parts", "/private", c.report(t)[:4], 422, "refused"},
		{"a message in the clear", "/private", replace("part", `{"version":1,"kind":"report","what":"clear"}`), 422, "refused"},
		{"consents in the clear", "/private", replace("own", `[{"purpose":"hold"}]`), 422, "refused"},
		{"a field that the script does not send", "/private", append([]field{{"what", []byte("clear")}}, c.report(t)...), 422, "refused"},
		{"a key as long as a book", "/private", replace("key", strings.Repeat("a", 100_000)), 422, "refused"},
		{"consents as long as a book", "/private", replace("own", strings.Repeat("a", 300_000)), 413, "toolarge"},
		{"too many files", "/private", many, 413, "toolarge"},
		{"files that are too large", "/private", c.report(t, make([]byte, 3_000_000), make([]byte, 3_000_000)), 413, "toolarge"},
		{"answers of nobody", "/private/answers", []field{{"lookup", []byte(stranger.keys.Lookup)}}, 404, "nothread"},
		{"answers without a lookup id", "/private/answers", nil, 404, "nothread"},
		{"writing as nobody", "/private/write", stranger.on(t, report.Message{Kind: report.Addition}), 404, "nothread"},
		{"withdrawing as nobody", "/private/withdraw", stranger.on(t, report.Message{Kind: report.Withdraw}), 404, "nothread"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if status, code := c.post(t, test.path, test.fields); status != test.status || code != test.code {
				t.Errorf("status %d, %q; want %d, %q", status, code, test.status, test.code)
			}
			if left := s.blobs(t); left != 0 {
				t.Errorf("%d files are left", left)
			}
		})
	}
	if page := s.visitor().submit(t, "/private", "what", "clear"); page.status != 422 {
		t.Errorf("a form that is not of the script: status %d", page.status)
	}
	if strings.Contains(s.log.String(), "clear") {
		t.Error("the log quotes what was sent")
	}
}

func TestAnAcknowledgementThatWasLostIsRepeated(t *testing.T) {
	s := newSite(t, Options{})
	c := s.client(t)
	form := c.report(t)
	c.post(t, "/private", form)
	if status, code := c.post(t, "/private", form); status != 409 || code != "known" {
		t.Errorf("status %d, %s; want 409, known", status, code)
	}
	if n := len(s.messages(t)); n != 1 {
		t.Errorf("%d reports, want 1", n)
	}
}

func TestAFormThatIsCutOffKeepsNothing(t *testing.T) {
	s := newSite(t, Options{})
	c := s.client(t)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, f := range c.report(t, make([]byte, 200_000)) {
		w, _ := form.CreateFormField(f.name)
		w.Write(f.value)
	}
	form.Close()
	for _, length := range []int{100, 3000, body.Len() / 2, body.Len() - 10} {
		page := c.visitor().post(t, "/private", form.FormDataContentType(), bytes.NewReader(body.Bytes()[:length]))
		if page.status < 400 || !strings.Contains(page.body, `"code"`) {
			t.Errorf("%d bytes: status %d %s", length, page.status, page.body)
		}
	}
	if left := s.blobs(t); left != 0 || len(s.messages(t)) != 0 {
		t.Errorf("%d files are left", left)
	}
}

func TestWithoutAKeyThereIsNoPrivateForm(t *testing.T) {
	s := newSite(t, Options{})
	c := s.client(t)
	if status, _ := c.post(t, "/private", c.report(t)); status != 201 {
		t.Fatalf("status %d", status)
	}
	if err := s.store.SetVaults(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	s.visitor().get(t, "/private").hasStatus(t, 503)
	if status, code := s.client(t).post(t, "/private", c.report(t)); status != 503 || code != "nokey" {
		t.Errorf("status %d, %s", status, code)
	}
	// Who wrote before can still withdraw: there is only no message for the team.
	if status, code := c.post(t, "/private/withdraw", []field{{"lookup", []byte(c.keys.Lookup)}}); status != 201 {
		t.Errorf("withdrawing: status %d, %s", status, code)
	}
	if n := s.blobs(t); n != 0 {
		t.Errorf("%d sealed files are left", n)
	}
}
