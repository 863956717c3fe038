package e2e

import (
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"testing"
)

// A full disk is told plainly, keeps what was typed on the page, keeps nothing half, and does not stay a problem once a
// smaller report comes.
func TestAFullDiskKeepsNothingHalf(t *testing.T) {
	data := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", data).CombinedOutput(); err != nil {
		t.Skipf("a small disk cannot be mounted here (needs root): %v %s", err, out)
	}
	t.Cleanup(func() { exec.Command("umount", "-l", data).Run() })
	team, _ := install(t, data)
	h := start(t, "serve", "--data", data, "--record-listen", "127.0.0.1:0", "--drop-listen", "127.0.0.1:0", "--desk-listen", "127.0.0.1:0")
	v := newVisitor()
	f := v.open(t, h.Drop+"/report", "/report")
	values := url.Values{"what": {"words that took an hour to write"}, "go": {"send"}}
	status, _, page := v.send(t, f, values, upload{"files", "large.bin", strings.Repeat("0123456789abcdef", 40<<16)})
	if status != http.StatusInsufficientStorage {
		t.Fatalf("a report larger than the disk: %d\n%s", status, shorten(page))
	}
	if !strings.Contains(page, "words that took an hour to write") {
		t.Error("what was typed is lost")
	}
	if digits.MatchString(words(page)) {
		t.Error("a receipt was given for what was not kept")
	}
	if _, page := v.must(t, f, values, upload{"files", "small.txt", "small"}); !digits.MatchString(words(page)) {
		t.Errorf("a small report after it was not taken:\n%s", shorten(page))
	}
	ann := team["ann"].signIn(t, h)
	ann.post(t, h.Desk+"/inbox/fetch", nil)
	if threads := threadLinks(t, ann, h); len(threads) != 1 {
		t.Errorf("the desk has %d reports, want the one that was acknowledged", len(threads))
	}
	h.stop()
	if out, errs, status := run(t, "verify", "--data", data); status != 0 {
		t.Errorf("verify: exit %d\n%s%s", status, out, errs)
	}
}
