package e2e

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Canaries are strings that stand nowhere else in the world. Each is typed once, into one place.
type canaries struct {
	where map[string]string // what it was typed into
}

const canaryMark = "QZXCANARY"

func (c *canaries) new(where string) string {
	raw := make([]byte, 10)
	rand.Read(raw)
	s := canaryMark + hex.EncodeToString(raw)
	c.where[s] = where
	return s
}

var canary = regexp.MustCompile(canaryMark + "[0-9a-f]{20}")

// found reports every canary that a stream holds, and where it had been typed. forget lists those that may be there.
func (c *canaries) found(t *testing.T, place string, r io.Reader, may map[string]bool) (leaks int) {
	t.Helper()
	seen := map[string]bool{}
	const overlap = len(canaryMark) + 20
	buf := make([]byte, 1<<20)
	kept := 0
	for {
		n, err := io.ReadFull(r, buf[kept:])
		chunk := buf[:kept+n]
		for _, hit := range canary.FindAll(chunk, -1) {
			where, ours := c.where[string(hit)]
			if !ours || may[string(hit)] || seen[string(hit)] {
				continue
			}
			seen[string(hit)] = true
			leaks++
			if leaks <= 10 {
				t.Errorf("%s holds what was typed into %s", place, where)
			}
		}
		if err != nil {
			return leaks
		}
		kept = copy(buf, chunk[len(chunk)-overlap:])
	}
}

// fill fills every field of a form as somebody would who answers everything: a canary in each text, a date where a date is
// asked, something chosen from each list. set overrides fields by name.
func (c *canaries) fill(f *form, place string, set map[string]string) url.Values {
	values := f.values()
	var rows map[string][]string
	for _, field := range f.fields {
		where := place + ", field " + field.name
		switch {
		case strings.HasPrefix(field.name, "questions"): // rows of question, grade and note: one value each
			if rows == nil {
				rows = map[string][]string{}
			}
			answer := c.new(where)
			if field.kind == "select" {
				answer = field.options[0]
			}
			rows[field.name] = append(rows[field.name], answer)
		case field.kind == "hidden" || field.kind == "submit" || field.kind == "button" || field.kind == "file":
		case field.kind == "select":
			if len(field.options) > 0 {
				values.Set(field.name, field.options[len(field.options)-1])
			}
			for _, option := range field.options {
				if option == "XEX" {
					values.Set(field.name, option)
				}
			}
		case field.kind == "checkbox":
			if field.name != "minor" && field.name != "confidential" && !strings.Contains(strings.Join(values[field.name], "\n"), field.value) {
				values.Add(field.name, field.value)
			}
		case field.kind == "radio":
			values.Set(field.name, field.value)
			if strings.Contains("yes", field.value) {
				values.Set(field.name, "yes")
			}
		case field.kind == "date":
			values.Set(field.name, "2025-05-06")
		case field.kind == "password":
		case field.name == "from" || field.name == "to" || field.name == "born" || field.name == "date" || field.name == "day" || field.name == "seen":
			values.Set(field.name, "2025-05-06")
		case field.name == "count":
			values.Set(field.name, "7")
		case field.name == "address":
			values.Set(field.name, "https://example.org/"+c.new(where))
		case field.name == "details":
			values.Set(field.name, c.new(where)+": "+c.new(where))
		default:
			values.Set(field.name, c.new(where))
		}
	}
	for name, answers := range rows {
		values[name] = answers
	}
	for name, value := range set {
		values.Set(name, value)
	}
	return values
}

// A seized server reveals nothing: fifty reports and cases are filled with canaries in every field and file, through every
// page that takes a text; one is published, one published and withdrawn. Then everybody locks, and every byte of the data
// folder, of the temporary folder, of what the program printed and of a core dump of the locked process is searched.
func TestSeizedServerRevealsNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	if _, err := exec.LookPath("gcore"); err != nil {
		t.Skip("gcore (package gdb) is not installed: run make test, which installs it")
	}
	dir := t.TempDir()
	data, temporary := filepath.Join(dir, "data"), filepath.Join(dir, "temporary")
	if err := os.MkdirAll(temporary, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", temporary)
	team, _ := install(t, data)
	h := start(t, "serve", "--data", data, "--record-listen", "127.0.0.1:0", "--drop-listen", "127.0.0.1:0", "--desk-listen", "127.0.0.1:0")
	c := &canaries{where: map[string]string{}}

	var receipts []string
	const reports = 50
	for i := range reports {
		receipts = append(receipts, c.report(t, h, i))
	}
	ann := team["ann"].signIn(t, h)
	ben := team["ben"].signIn(t, h)
	status, page := ann.post(t, h.Desk+"/inbox/fetch", nil)
	if status != http.StatusOK {
		t.Fatalf("fetching: %d\n%s", status, shorten(page))
	}
	threads := threadLinks(t, ann, h)
	if len(threads) != reports {
		t.Fatalf("the inbox has %d reports, want %d", len(threads), reports)
	}
	published := map[string]bool{}
	for i, thread := range threads {
		caseAddress := c.work(t, h, ann, thread, i)
		if i == 0 || i == 1 {
			c.publish(t, h, ann, ben, caseAddress, published, i == 1)
		}
	}
	for _, receipt := range receipts[:3] {
		c.comeBack(t, h, receipt)
	}
	c.search(t, h, ann)

	for _, v := range []*visitor{ann, ben} {
		if status, page := v.post(t, h.Desk+"/lock", nil); status != http.StatusOK {
			t.Fatalf("locking: %d\n%s", status, shorten(page))
		}
	}
	time.Sleep(5 * time.Second) // the drop wipes a moment after the last report

	if len(c.where) < reports*60 {
		t.Fatalf("only %d canaries were typed: this test would check little", len(c.where))
	}
	t.Logf("%d canaries in %d reports and cases", len(c.where), reports)
	core := filepath.Join(dir, "core")
	if out, err := exec.Command("gcore", "-o", core, fmt.Sprint(h.pid())).CombinedOutput(); err != nil {
		t.Fatalf("taking a core dump: %v\n%s", err, out)
	}
	core += "." + fmt.Sprint(h.pid())
	// The memory that was searched must be the memory of the program: something that it is sure to hold must be there.
	if !contains(t, core, "SELECT id, epoch, recipient, team FROM vault") {
		t.Fatal("the core dump does not hold the program's own texts: this test would check nothing")
	}
	c.search1(t, core, published)
	filepath.WalkDir(data, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			rel, _ := filepath.Rel(data, path)
			may := map[string]bool{}
			if strings.HasPrefix(rel, "record"+string(filepath.Separator)) {
				may = published
			}
			c.search1(t, path, may)
		}
		return nil
	})
	if left, _ := os.ReadDir(temporary); len(left) > 0 {
		t.Errorf("the program left %d temporary files", len(left))
	}
	c.found(t, "standard error", strings.NewReader(h.errors.String()), nil)
}

func (c *canaries) search1(t *testing.T, path string, may map[string]bool) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Error(err)
		return
	}
	defer f.Close()
	if n := c.found(t, filepath.Base(path), f, may); n > 10 {
		t.Errorf("%s: %d canaries in all", filepath.Base(path), n)
	}
}

func contains(t *testing.T, path, text string) bool {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<20)
	buf := make([]byte, 1<<20)
	tail := []byte{}
	for {
		n, err := r.Read(buf)
		if bytes.Contains(append(tail, buf[:n]...), []byte(text)) {
			return true
		}
		if err != nil {
			return false
		}
		tail = append([]byte{}, buf[max(0, n-len(text)):n]...)
	}
}

// report sends a report with every field filled and two files, and returns its receipt.
func (c *canaries) report(t *testing.T, h *house, i int) string {
	t.Helper()
	v := newVisitor()
	f := v.open(t, h.Drop+"/report", "/report")
	place := fmt.Sprintf("report %d", i)
	values := c.fill(f, place, map[string]string{"go": "send"})
	if i%10 == 9 { // some leave the first question empty and are shown the form again
		values.Set("what", "")
	}
	files := []upload{
		{"files", c.new(place+", name of file 1") + ".txt", strings.Repeat(c.new(place+", file 1")+"\n", 50)},
		{"files", c.new(place+", name of file 2") + ".png", "\x89PNG\r\n\x1a\n" + c.new(place+", file 2")},
	}
	status, address, page := v.send(t, f, values, files...)
	if status != http.StatusOK && status != http.StatusCreated {
		t.Fatalf("%s: %d %s\n%s", place, status, address, shorten(page))
	}
	return receiptOf(t, page)
}

var digits = regexp.MustCompile(`\b\d{4}(?:[\s\p{Zs}-]+\d{4}){8}\b`)

func receiptOf(t *testing.T, page string) string {
	t.Helper()
	found := digits.FindString(words(page))
	if found == "" {
		t.Fatalf("no receipt in digits on the page:\n%s", shorten(page))
	}
	return found
}

var threadLink = regexp.MustCompile(`action="(/threads/[0-9a-f]+/open)"|href="(/threads/[0-9a-f]+)"`)

func threadLinks(t *testing.T, v *visitor, h *house) []string {
	t.Helper()
	var all []string
	seen := map[string]bool{}
	for next := h.Desk + "/inbox"; next != ""; {
		status, page := v.get(t, next)
		if status != http.StatusOK {
			t.Fatalf("GET %s: %d", next, status)
		}
		for _, m := range threadLink.FindAllStringSubmatch(page, -1) {
			link := strings.TrimSuffix(m[1]+m[2], "/open")
			if !seen[link] {
				seen[link] = true
				all = append(all, link)
			}
		}
		next = ""
	}
	return all
}

// work opens a thread, answers it, makes it a case and adds one item of every kind; it returns the address of the case.
func (c *canaries) work(t *testing.T, h *house, v *visitor, thread string, i int) string {
	t.Helper()
	place := fmt.Sprintf("case %d", i)
	status, page := v.post(t, h.Desk+thread+"/open", nil)
	if status != http.StatusOK {
		t.Fatalf("opening %s: %d\n%s", thread, status, shorten(page))
	}
	address := h.Desk + thread
	for _, m := range regexp.MustCompile(`href="(/threads/[0-9a-f]+/[0-9a-f]+/\d+)"`).FindAllStringSubmatch(page, -1) {
		if status, _ := v.get(t, h.Desk+m[1]); status != http.StatusOK {
			t.Fatalf("a file of %s: %d", place, status)
		}
	}
	v.must(t, formTo(t, address, page, "/answer"), url.Values{"text": {c.new(place + ", answer")}})
	f := formTo(t, address, page, "/case")
	caseAddress, page := v.must(t, f, c.fill(f, place+", new case", nil))
	caseAddress, _, _ = strings.Cut(caseAddress, "?")

	for _, kind := range []string{"party", "engagement", "actor", "act", "source", "action", "reply", "note"} {
		form := v.open(t, caseAddress+"/add/"+kind, "/items")
		v.must(t, form, c.fill(form, place+", "+kind, nil))
	}
	header := v.open(t, caseAddress+"/items/"+caseAddress[strings.LastIndex(caseAddress, "/")+1:], "")
	v.must(t, header, c.fill(header, place+", header", nil))
	consent := v.open(t, caseAddress+"/consents/add", "/consents")
	v.must(t, consent, c.fill(consent, place+", consent", map[string]string{"given": "yes"}))
	evidence := v.open(t, caseAddress+"/evidence/add", "/evidence")
	v.must(t, evidence, c.fill(evidence, place+", evidence", nil),
		upload{"files", c.new(place+", name of evidence") + ".txt", c.new(place + ", evidence")})

	_, page = v.get(t, caseAddress)
	identity := formContaining(t, caseAddress, page, "/identity/")
	shown, page := v.must(t, identity, identity.values())
	save := formTo(t, shown, page, "/save")
	v.must(t, save, c.fill(save, place+", identity", nil))

	for _, link := range []string{"", "/history", "/publication"} {
		if status, page := v.get(t, caseAddress+link); status != http.StatusOK {
			t.Fatalf("%s%s: %d\n%s", place, link, status, shorten(page))
		}
	}
	return caseAddress
}

// must sends a form that has to be taken; it returns the address and the page that it leads to.
func (v *visitor) must(t testing.TB, f *form, values url.Values, files ...upload) (address, page string) {
	t.Helper()
	status, address, page := v.send(t, f, values, files...)
	if status != http.StatusOK {
		t.Fatalf("%s %s: %d\n%s", f.method, f.action, status, shorten(page))
	}
	return address, page
}

func formContaining(t testing.TB, address, page, part string) *form {
	t.Helper()
	for _, f := range forms(t, address, page) {
		if f.method == "POST" && strings.Contains(f.action.Path, part) {
			return f
		}
	}
	t.Fatalf("%s has no form to %s\n%s", address, part, shorten(page))
	return nil
}

// publish takes a case through publication by two people; withdrawn ones are taken back by two people too.
func (c *canaries) publish(t *testing.T, h *house, drafter, approver *visitor, caseAddress string, published map[string]bool, withdraw bool) {
	t.Helper()
	// Everybody concerned agrees to be published, as exactly as can be.
	consent := drafter.open(t, caseAddress+"/consents/add", "/consents")
	for _, field := range consent.fields {
		if field.name != "for" {
			continue
		}
		for _, who := range field.options {
			for _, purpose := range []string{"publish_anonymous", "publish_named"} {
				values := c.fill(consent, "consent to publish", map[string]string{"for": who, "purpose": purpose, "given": "yes",
					"dates": "day", "places": "exact", "day": time.Now().UTC().Format(time.DateOnly), "until": ""})
				drafter.must(t, consent, values)
			}
		}
	}
	before := len(c.where)
	draft := drafter.open(t, caseAddress+"/publication", "/publication")
	had := map[string]bool{}
	for s := range c.where {
		had[s] = true
	}
	values := c.fill(draft, "draft", map[string]string{"dates": "day", "places": "exact", "then": "preview"})
	if len(c.where) == before {
		t.Fatal("the draft has no text")
	}
	address, page := drafter.must(t, draft, values)
	if !strings.HasSuffix(strings.Split(address, "?")[0], "/preview") {
		address = caseAddress + "/publication/preview"
		_, page = drafter.get(t, address)
	}
	request := formTo(t, address, page, "/request")
	if _, page = drafter.must(t, request, request.values()); strings.Contains(page, `role="alert"`) {
		t.Fatalf("approval was not asked for:\n%s", shorten(page))
	}
	status, page := approver.get(t, caseAddress+"/publication/preview")
	if status != http.StatusOK {
		t.Fatalf("the approver's preview: %d", status)
	}
	approve := formTo(t, caseAddress+"/publication/preview", page, "/approve")
	approver.must(t, approve, approve.values())
	status, list := newVisitor().get(t, h.Record+"/register.json")
	if status != http.StatusOK {
		t.Fatalf("register.json: %d", status)
	}
	public := map[string]bool{}
	for _, entry := range regexp.MustCompile(`/register/[A-Za-z0-9-]+`).FindAllString(mustPage(t, h.Record+"/register"), -1) {
		for _, hit := range canary.FindAllString(mustPage(t, h.Record+entry)+list, -1) {
			public[hit] = true
		}
	}
	if len(public) == 0 {
		t.Fatal("nothing was published: this test would check nothing")
	}
	if !withdraw {
		for hit := range public {
			published[hit] = true
		}
		return
	}
	back := drafter.open(t, caseAddress+"/publication/withdraw", "/withdraw")
	drafter.must(t, back, c.fill(back, "reason of withdrawal", nil))
	_, page = approver.get(t, caseAddress+"/publication/preview")
	approve = formTo(t, caseAddress+"/publication/preview", page, "/approve")
	approver.must(t, approve, approve.values())
	for _, hit := range canary.FindAllString(mustPage(t, h.Record+"/register.json"), -1) {
		if !published[hit] {
			t.Errorf("after the withdrawal the register still has what was typed into %s", c.where[hit])
		}
	}
}

func mustPage(t testing.TB, address string) string {
	t.Helper()
	status, page := newVisitor().get(t, address)
	if status != http.StatusOK && status != http.StatusGone {
		t.Fatalf("GET %s: %d", address, status)
	}
	return page
}

// comeBack reads the answer with the receipt, writes again, and changes consents.
func (c *canaries) comeBack(t *testing.T, h *house, receipt string) {
	t.Helper()
	v := newVisitor()
	f := v.open(t, h.Drop+"/return", "/return")
	address, page := v.must(t, f, url.Values{"receipt": {receipt}})
	if !canary.MatchString(page) {
		t.Fatalf("the answer is not on the page:\n%s", shorten(page))
	}
	write := formTo(t, address, page, "/return/write")
	v.must(t, write, c.fill(write, "addition", map[string]string{"go": "send"}),
		upload{"files", c.new("name of an added file") + ".txt", c.new("an added file")})
	if status, page := v.get(t, h.Drop+"/return/leave"); status != http.StatusOK {
		t.Fatalf("leaving: %d\n%s", status, shorten(page))
	}
}

// search types canaries into the search of the desk and into a failed sign-in.
func (c *canaries) search(t *testing.T, h *house, v *visitor) {
	t.Helper()
	for i := range 5 {
		v.get(t, h.Desk+"/search?q="+c.new(fmt.Sprintf("search %d", i)))
	}
	newVisitor().post(t, h.Desk+"/login", url.Values{"name": {c.new("sign-in name")}, "passphrase": {c.new("wrong passphrase")}, "code": {"123456"}})
	newVisitor().post(t, h.Drop+"/return", url.Values{"receipt": {c.new("wrong receipt")}})
}
