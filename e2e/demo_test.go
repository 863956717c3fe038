package e2e

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	_ "github.com/ncruces/go-sqlite3/driver"
	"golang.org/x/net/html"

	"unhindered/demo"
)

func startDemo(t testing.TB, data string) *house {
	t.Helper()
	return start(t, "demo", "--data", data, "--listen", "127.0.0.1:0")
}

func TestDemoRegisterHasTheFactsAndVerifies(t *testing.T) {
	data := t.TempDir()
	h := startDemo(t, data)
	var list struct {
		Total   int
		Entries []struct{ ID string }
	}
	_, body := newVisitor().get(t, h.Record+"/register.json")
	if err := json.Unmarshal([]byte(body), &list); err != nil {
		t.Fatal(err)
	}
	if list.Total != 28 || len(list.Entries) != 28 {
		t.Errorf("the register has %d entries and lists %d, want 28", list.Total, len(list.Entries))
	}
	out, errs, status := run(t, "verify", "--data", data) // while it is being served
	if status != 0 || !strings.Contains(out, "28 entries") {
		t.Errorf("verify: exit %d\n%s%s", status, out, errs)
	}
	h.stop()
	if out, errs, status = run(t, "verify", "--data", data); status != 0 || !strings.Contains(out, "28 entries") {
		t.Errorf("verify of the stopped demo: exit %d\n%s%s", status, out, errs)
	}
}

func TestVerifyNamesTheEntryInWhichAByteWasChanged(t *testing.T) {
	data := t.TempDir()
	startDemo(t, data).stop()
	n := execSQL(t, filepath.Join(data, "record", "record.db"),
		"UPDATE entry SET text = CAST(replace(CAST(text AS TEXT), 'Stopped at the airport', 'Stopped at the Airport') AS BLOB) WHERE id = 'CN-0001'")
	if n != 1 {
		t.Fatalf("%d rows were changed, want 1: this test would check nothing", n)
	}
	out, errs, status := run(t, "verify", "--data", data)
	if status != 1 || !strings.Contains(errs, "CN-0001") {
		t.Errorf("exit %d, want 1 and the name of the entry\n%s%s", status, out, errs)
	}
	for _, other := range []string{"CN-0002", "CN-0028"} {
		if strings.Contains(errs, other) {
			t.Errorf("verify names %s too, which is as it was\n%s", other, errs)
		}
	}
}

// execSQL changes a database behind the program's back.
func execSQL(t testing.TB, path, statement string) int64 {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	result, err := db.Exec(statement)
	if err != nil {
		t.Fatal(err)
	}
	n, _ := result.RowsAffected()
	return n
}

// The log is read by a client that others wrote: the fsck of Tessera, which reads every tile and every entry.
func TestAStockClientVerifiesTheLog(t *testing.T) {
	fsck := os.Getenv("UNHINDERED_FSCK")
	if fsck == "" {
		t.Skip("UNHINDERED_FSCK is not set: run make test, which builds the stock log checker")
	}
	data := t.TempDir()
	h := startDemo(t, data)
	out, err := exec.Command(fsck, "--ui=false", "--storage_url="+h.Record+"/log/",
		"--public_key="+filepath.Join(data, "record", "log.pub")).CombinedOutput()
	if err != nil {
		t.Errorf("fsck: %v\n%s", err, out)
	}
	// And it does not take everything: another key is refused.
	wrong := filepath.Join(t.TempDir(), "wrong.pub")
	if err := os.WriteFile(wrong, bytes.Replace(mustRead(t, filepath.Join(data, "record", "log.pub")), []byte("+"), []byte("x+"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if exec.Command(fsck, "--ui=false", "--storage_url="+h.Record+"/log/", "--public_key="+wrong).Run() == nil {
		t.Error("fsck accepts a key that is not the log's: it checks nothing")
	}
}

func mustRead(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Every page of all three rooms is read, by nobody and by a member: each link leads somewhere, nothing is loaded from
// elsewhere, no page of the record is over its budget.
func TestEveryLinkOfTheDemoLeadsSomewhere(t *testing.T) {
	data := t.TempDir()
	h := startDemo(t, data)
	c := &crawler{t: t, seen: map[string]bool{}, rooms: []string{h.Record, h.Drop, h.Desk}}
	visitor := newVisitor()
	for _, room := range []string{h.Record + "/", h.Drop + "/", h.Desk + "/login"} {
		c.crawl(visitor, room)
	}
	nobody := len(c.seen)
	if nobody < 300 {
		t.Errorf("only %d addresses were read: this test would check little", nobody)
	}
	c.seen = map[string]bool{}
	c.crawl(demoMember(t, h, data, "swift"), h.Desk+"/")
	t.Logf("%d addresses as nobody, %d as a member", nobody, len(c.seen))
	if len(c.seen) < 50 {
		t.Errorf("only %d addresses of the desk were read: this test would check little", len(c.seen))
	}
}

func demoMember(t testing.TB, h *house, data, name string) *visitor {
	t.Helper()
	var info struct{ Members []demo.Member }
	if err := json.Unmarshal(mustRead(t, filepath.Join(data, "demo.json")), &info); err != nil {
		t.Fatal(err)
	}
	for _, m := range info.Members {
		if m.Name == name {
			return (&member{name: m.Name, passphrase: m.Passphrase, secret: m.TOTPSecret, used: time.Now().Add(-30 * time.Second)}).signIn(t, h)
		}
	}
	t.Fatalf("the demo has no member %s", name)
	return nil
}

type crawler struct {
	t     *testing.T
	seen  map[string]bool
	rooms []string
}

const recordBudget = 100_000 // bytes of a page over the wire

func (c *crawler) crawl(v *visitor, start string) {
	queue := []string{start}
	for len(queue) > 0 {
		address := queue[0]
		queue = queue[1:]
		if c.seen[address] {
			continue
		}
		c.seen[address] = true
		resp, err := v.Get(address)
		if err != nil {
			c.t.Errorf("GET %s: %v", address, err)
			continue
		}
		status, page := read(c.t, resp)
		if status != http.StatusOK {
			c.t.Errorf("GET %s: %d", address, status)
			continue
		}
		if !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
			continue
		}
		if strings.HasPrefix(address, c.rooms[0]) && len(page) > recordBudget && compressed(page) > recordBudget {
			c.t.Errorf("%s weighs %d bytes, over the budget of %d", address, len(page), recordBudget)
		}
		queue = append(queue, c.links(resp.Request.URL, page)...)
	}
}

// links returns where a page leads within the rooms, and reports what it loads from elsewhere, and any script or style in
// the page itself.
func (c *crawler) links(base *url.URL, page string) []string {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		c.t.Errorf("%s: %v", base, err)
		return nil
	}
	var found []string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "script" && attr(n, "src") == "" || n.Data == "style" || attr(n, "style") != "" {
			c.t.Errorf("%s has <%s> with script or style of its own", base, n.Data)
		}
		for _, a := range n.Attr {
			if a.Key != "href" && a.Key != "src" && a.Key != "action" && a.Key != "srcset" && a.Key != "data" && a.Key != "poster" {
				continue
			}
			to, err := base.Parse(a.Val)
			if err != nil {
				c.t.Errorf("%s: address %q: %v", base, a.Val, err)
				continue
			}
			to.Fragment = ""
			inside := false
			for _, room := range c.rooms {
				inside = inside || strings.HasPrefix(to.String()+"/", room+"/")
			}
			switch {
			case !inside && to.Scheme != "mailto" && (n.Data != "a" || a.Key != "href"):
				c.t.Errorf("%s loads %s from elsewhere", base, to)
			case inside && a.Key == "href" && n.Data != "form" && !changes.MatchString(to.Path) && !strings.Contains(to.RawQuery, "lang="):
				if to.Host == base.Host && strings.Count(to.RawQuery, "=") <= 1 { // not every combination of filters
					found = append(found, to.String())
				}
			}
		}
	}
	return found
}

// changes are addresses that end a visit.
var changes = regexp.MustCompile(`/leave$`)

func compressed(page string) int {
	cmd := exec.Command("gzip", "-c")
	cmd.Stdin = strings.NewReader(page)
	out, err := cmd.Output()
	if err != nil {
		return len(page)
	}
	return len(out)
}
