package desk_test

import (
	"bytes"
	"context"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"unhindered/desk"
	"unhindered/drop"
	"unhindered/record/log"
	"unhindered/record/register"
	"unhindered/report"
	"unhindered/seal"
	webdesk "unhindered/web/desk"
)

// A room is a desk with its pages, between a real drop and a real register.
type room struct {
	t        *testing.T
	dir      string
	desk     *desk.Desk
	drop     *drop.Store
	register *register.Store
	handler  *webdesk.Handler
	server   *httptest.Server
	members  map[string]desk.Enrolment
}

// newRoom sets up a desk: anna and boris are approvers, clara is a member, dora is approver of another vault.
func newRoom(t *testing.T) *room {
	t.Helper()
	ctx := t.Context()
	dir := t.TempDir()
	private, _, err := log.NewKey("record.example.org/log")
	check(t, err)
	signer, err := log.ParseSigner(private)
	check(t, err)
	r := &room{t: t, dir: dir, members: map[string]desk.Enrolment{}}
	r.register, err = register.Open(ctx, filepath.Join(dir, "record.db"), signer)
	check(t, err)
	t.Cleanup(func() { r.register.Close() })
	r.drop, err = drop.Open(ctx, filepath.Join(dir, "drop"), filepath.Join(dir, "drop.db"))
	check(t, err)
	t.Cleanup(func() { r.drop.Close() })
	r.desk, err = desk.Open(ctx, filepath.Join(dir, "desk"), filepath.Join(dir, "desk.db"), r.drop, r.register,
		desk.WorkFactor(10), desk.TryDelay(time.Millisecond))
	check(t, err)
	t.Cleanup(func() { r.desk.Close() })
	initial, err := r.desk.Init(ctx, desk.Setup{Team: "Example team", Members: []desk.NewMember{
		{Name: "anna", Display: "Anna", Passphrase: passphrase, Role: desk.Approver},
		{Name: "boris", Display: "Boris", Passphrase: passphrase, Role: desk.Approver},
		{Name: "clara", Display: "Clara", Passphrase: passphrase, Role: desk.Member},
	}})
	check(t, err)
	for _, e := range initial.Members {
		r.members[e.Name] = e
	}
	s := r.session("anna")
	north, err := s.NewVault(ctx, "North", "Northern team", nil)
	check(t, err)
	dora, err := s.AddMember(ctx, desk.NewMember{Name: "dora", Display: "Dora", Passphrase: passphrase, Role: desk.Approver}, north.ID)
	check(t, err)
	r.members["dora"] = dora
	check(t, s.LeaveVault(ctx, north.ID, "anna"))
	s.Lock()
	r.handler, err = webdesk.New(r.desk, webdesk.Options{Banner: "A demonstration.", RecordURL: "http://record.example"})
	check(t, err)
	r.server = httptest.NewServer(r.handler)
	t.Cleanup(r.server.Close)
	return r
}

const passphrase = "seven lanterns over the winter harbour"

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// code returns a code of a member that has not been used: each call takes the next that the desk still accepts.
func (r *room) code(name string, step int) string {
	r.t.Helper()
	u, err := url.Parse(r.members[name].TOTPURI)
	check(r.t, err)
	code, err := totp.GenerateCode(u.Query().Get("secret"), time.Now().Add(time.Duration(step)*30*time.Second))
	check(r.t, err)
	return code
}

// session signs in past the pages.
func (r *room) session(name string) *desk.Session {
	r.t.Helper()
	for step := -1; step <= 1; step++ {
		if s, err := r.desk.SignIn(r.t.Context(), name, passphrase, r.code(name, step)); err == nil {
			return s
		}
	}
	r.t.Fatalf("%s cannot sign in", name)
	return nil
}

// A browser holds one member's cookie and follows no redirect by itself.
type browser struct {
	t    *testing.T
	http *http.Client
	base string
}

// visit opens a browser in which nobody is signed in.
func (r *room) visit() *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{r.t, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, r.server.URL}
}

// as opens a browser in which a member signs in by the page.
func (r *room) as(name string) *browser {
	r.t.Helper()
	b := r.visit()
	for step := -1; step <= 1; step++ {
		p := b.post("/login", url.Values{"name": {name}, "passphrase": {passphrase}, "code": {r.code(name, step)}})
		if p.status == http.StatusSeeOther {
			return b
		}
	}
	r.t.Fatalf("%s cannot sign in by the page", name)
	return nil
}

// A page is an answer.
type page struct {
	t      *testing.T
	status int
	header http.Header
	body   string
	path   string
}

func (b *browser) do(req *http.Request) page {
	b.t.Helper()
	resp, err := b.http.Do(req)
	check(b.t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	check(b.t, err)
	return page{b.t, resp.StatusCode, resp.Header, string(body), req.URL.Path}
}

func (b *browser) get(path string) page {
	b.t.Helper()
	req, err := http.NewRequest("GET", b.base+path, nil)
	check(b.t, err)
	return b.do(req)
}

func (b *browser) post(path string, form url.Values) page {
	b.t.Helper()
	req, err := http.NewRequest("POST", b.base+path, strings.NewReader(form.Encode()))
	check(b.t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(req)
}

// upload sends files as a browser does.
func (b *browser) upload(path string, files map[string]string) page {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, content := range files {
		part, err := form.CreateFormFile("files", name)
		check(b.t, err)
		io.WriteString(part, content)
	}
	form.Close()
	req, err := http.NewRequest("POST", b.base+path, &body)
	check(b.t, err)
	req.Header.Set("Content-Type", form.FormDataContentType())
	return b.do(req)
}

// to follows a redirect, which must be there, and returns the page it leads to, which must be well.
func (b *browser) to(p page) page {
	b.t.Helper()
	if p.status != http.StatusSeeOther {
		b.t.Fatalf("%s: status %d, not a redirect:\n%s", p.path, p.status, text(p.body))
	}
	next := b.get(p.header.Get("Location"))
	if next.status != http.StatusOK {
		b.t.Fatalf("%s: status %d after a redirect from %s:\n%s", next.path, next.status, p.path, text(next.body))
	}
	return next
}

// says demands that the page shows each text, and lacks that it shows none.
func (p page) says(texts ...string) page {
	p.t.Helper()
	for _, want := range texts {
		if !strings.Contains(html.UnescapeString(p.body), want) && !strings.Contains(text(p.body), want) {
			p.t.Fatalf("%s does not say %q:\n%s", p.path, want, text(p.body))
		}
	}
	return p
}

func (p page) lacks(texts ...string) page {
	p.t.Helper()
	for _, no := range texts {
		if strings.Contains(html.UnescapeString(p.body), no) {
			p.t.Fatalf("%s says %q:\n%s", p.path, no, text(p.body))
		}
	}
	return p
}

func (p page) is(status int) page {
	p.t.Helper()
	if p.status != status {
		p.t.Fatalf("%s: status %d, want %d:\n%s", p.path, p.status, status, text(p.body))
	}
	return p
}

// find returns the first group of an expression in the page.
func (p page) find(expression string) string {
	p.t.Helper()
	m := regexp.MustCompile(expression).FindStringSubmatch(p.body)
	if m == nil {
		p.t.Fatalf("%s holds nothing like %s:\n%s", p.path, expression, text(p.body))
	}
	return html.UnescapeString(m[1])
}

var (
	element = regexp.MustCompile(`<[^>]*>`)
	gaps    = regexp.MustCompile(`\s*\n\s*`)
)

// text is what a page says, for messages.
func text(body string) string {
	return html.UnescapeString(gaps.ReplaceAllString(element.ReplaceAllString(body, ""), "\n"))
}

// fields returns what a browser would send of the first form with the given action.
func (p page) fields(action string) url.Values {
	p.t.Helper()
	form := p.find(`(?s)<form[^>]*action="` + regexp.QuoteMeta(html.EscapeString(action)) + `"[^>]*>(.*?)</form>`)
	_ = form
	raw := regexp.MustCompile(`(?s)<form[^>]*action="` + regexp.QuoteMeta(html.EscapeString(action)) + `"[^>]*>(.*?)</form>`).FindStringSubmatch(p.body)[1]
	out := url.Values{}
	attr := func(tag, name string) (string, bool) {
		m := regexp.MustCompile(`\s` + name + `(?:="([^"]*)")?`).FindStringSubmatch(tag)
		if m == nil {
			return "", false
		}
		return html.UnescapeString(m[1]), true
	}
	for _, m := range regexp.MustCompile(`(?s)<input[^>]*>|<textarea[^>]*>.*?</textarea>|<select[^>]*>.*?</select>`).FindAllString(raw, -1) {
		head := m[:strings.IndexByte(m, '>')+1]
		name, ok := attr(head, "name")
		if !ok {
			continue
		}
		value, _ := attr(head, "value")
		kind, _ := attr(head, "type")
		_, checked := attr(head, "checked")
		switch {
		case strings.HasPrefix(m, "<textarea"):
			out.Add(name, html.UnescapeString(strings.TrimSuffix(m[len(head):], "</textarea>")))
		case strings.HasPrefix(m, "<select"):
			options := regexp.MustCompile(`<option value="([^"]*)"( selected)?>`).FindAllStringSubmatch(m, -1)
			chosen := ""
			for i, o := range options {
				if i == 0 || o[2] != "" {
					chosen = html.UnescapeString(o[1])
				}
			}
			out.Add(name, chosen)
		case kind == "checkbox" || kind == "radio":
			if checked {
				out.Add(name, value)
			}
		case kind != "file":
			out.Add(name, value)
		}
	}
	return out
}

// asks is every purpose, agreed to or not.
func asks(agreed ...report.Purpose) []report.Consent {
	var all []report.Consent
	for _, p := range report.Purposes() {
		all = append(all, report.Consent{Purpose: p, Given: slices.Contains(agreed, p), Wording: "May we: " + string(p) + "?"})
	}
	return all
}

// report sends a report with two files to the drop, lets the desk fetch it, and returns the receipt.
func (r *room) report(agreed ...report.Purpose) seal.Receipt {
	r.t.Helper()
	ctx := context.Background()
	sub, err := r.drop.Begin(ctx)
	check(r.t, err)
	_, err = sub.AddFile("../photo <of> me.jpg", "text/html", strings.NewReader("<script>alert(1)</script>"))
	check(r.t, err)
	_, err = sub.AddFile("letter.txt", "text/plain", strings.NewReader("a letter"))
	check(r.t, err)
	m := report.Message{Language: "en", What: "They stopped me at the gate.", Whom: "Me, Zora Quill, and my brother", Where: "the airport",
		When: "in March", Cooperation: "I was to speak at the Council", DangerNow: true}
	m.Consents = asks(agreed...)
	receipt, err := sub.Finish(ctx, m)
	check(r.t, err)
	_, err = r.desk.Fetch(ctx)
	check(r.t, err)
	return receipt
}
