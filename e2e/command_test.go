package e2e

import (
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The commands as a newcomer types them.
func TestInitServeVerify(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	if _, errs, status := run(t, "serve", "--data", data); status != 1 || !strings.Contains(errs, "unhindered init") {
		t.Errorf("serving nothing: exit %d, want 1 and what to do\n%s", status, errs)
	}
	out, errs, status := run(t, "init", "--data", data, "--team", "A team", "--member", "heron", "--member", "swift", "--json")
	if status != 0 {
		t.Fatalf("init: exit %d\n%s", status, errs)
	}
	var initial struct {
		Members []struct{ Name, Passphrase, TOTPURI string }
		Shares  []string
	}
	if err := json.Unmarshal([]byte(out), &initial); err != nil {
		t.Fatalf("init --json printed %q: %v", out, err)
	}
	if len(initial.Members) != 2 || len(initial.Shares) != 3 || initial.Members[0].Passphrase == "" {
		t.Errorf("init made %d members and %d shares, want 2 and 3", len(initial.Members), len(initial.Shares))
	}
	for _, secret := range append([]string{initial.Members[0].Passphrase, initial.Members[1].TOTPURI}, initial.Shares...) {
		if where := fileWith(t, data, secret); where != "" {
			t.Errorf("%s holds a secret that was to be shown once", where)
		}
	}
	if _, errs, status := run(t, "init", "--data", data, "--team", "A team", "--member", "a1", "--member", "b2"); status != 1 || !strings.Contains(errs, "already") {
		t.Errorf("a second init: exit %d\n%s", status, errs)
	}

	h := start(t, "serve", "--data", data, "--record-listen", "127.0.0.1:0", "--drop-listen", "127.0.0.1:0", "--desk-listen", "127.0.0.1:0")
	for _, page := range []string{h.Record + "/", h.Record + "/register", h.Drop + "/report", h.Desk + "/login"} {
		if status, _ := newVisitor().get(t, page); status != http.StatusOK {
			t.Errorf("GET %s: %d", page, status)
		}
	}
	if _, page := newVisitor().get(t, h.Desk+"/login"); strings.Contains(page, "demonstration") {
		t.Error("a real installation shows a sign of the demonstration")
	}
	h.stop()
	if out, errs, status := run(t, "verify", "--data", data); status != 0 {
		t.Errorf("verify: exit %d\n%s%s", status, out, errs)
	}
}

func fileWith(t *testing.T, dir, text string) (found string) {
	t.Helper()
	filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && strings.Contains(string(mustRead(t, path)), text) {
			found = path
		}
		return nil
	})
	return found
}

func TestWrongUsageIsStatus2(t *testing.T) {
	for _, args := range [][]string{{}, {"no-such-command"}, {"serve", "--no-such-flag"}, {"serve", "--rooms", "kitchen"}, {"init"},
		{"serve", "--drop-database", "postgres://a/b", "--desk-database", "postgres://a/b"}} {
		if _, errs, status := run(t, args...); status != 2 || errs == "" {
			t.Errorf("%q: exit %d with %q, want 2 and a word on it", args, status, errs)
		}
	}
}

func TestConfigurationFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "unhindered.toml")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("data = \"" + filepath.Join(dir, "elsewhere") + "\"\n")
	if _, errs, status := run(t, "--config", file, "verify"); status != 1 || !strings.Contains(errs, "elsewhere") {
		t.Errorf("the file's data folder is not used: exit %d\n%s", status, errs)
	}
	write("datta = \"x\"\n")
	if _, errs, status := run(t, "--config", file, "verify"); status != 2 || !strings.Contains(errs, "datta") {
		t.Errorf("a misspelt key: exit %d, want 2 and its name\n%s", status, errs)
	}
}

// Rooms on machines of their own: the desk reaches the others by their doors, and only with the right key.
func TestRoomsApart(t *testing.T) {
	dir := t.TempDir()
	team, _ := install(t, dir)
	keys := fingerprints(t, dir)
	dropDoor, recordDoor := freeAddress(t), freeAddress(t)
	drop := start(t, "serve", "--data", dir, "--rooms", "drop", "--drop-listen", "127.0.0.1:0", "--drop-door-listen", dropDoor, "--desk-key", keys["desk"])
	record := start(t, "serve", "--data", dir, "--rooms", "record", "--record-listen", "127.0.0.1:0", "--record-door-listen", recordDoor, "--desk-key", keys["desk"])
	desk := start(t, "serve", "--data", dir, "--rooms", "desk", "--desk-listen", "127.0.0.1:0",
		"--drop-door", dropDoor, "--drop-key", keys["drop"], "--record-door", recordDoor, "--record-key", keys["record"])
	if !submit(drop.Drop, "through the door") {
		t.Fatal("the drop did not take the report")
	}
	ann := team["ann"].signIn(t, desk)
	ann.post(t, desk.Desk+"/inbox/fetch", nil)
	threads := threadLinks(t, ann, desk)
	if len(threads) != 1 {
		t.Fatalf("the inbox has %d reports, want the one that came through the door", len(threads))
	}
	if _, page := ann.post(t, desk.Desk+threads[0]+"/open", nil); !strings.Contains(page, "through the door") {
		t.Error("the report cannot be read")
	}
	if status, _ := newVisitor().get(t, record.Record+"/register"); status != http.StatusOK {
		t.Errorf("the record: %d", status)
	}
}

// freeAddress returns an address that nobody listens at for the moment.
func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func fingerprints(t *testing.T, dir string) map[string]string {
	t.Helper()
	out, errs, status := run(t, "key", "--data", dir)
	if status != 0 {
		t.Fatalf("key: exit %d\n%s", status, errs)
	}
	found := map[string]string{}
	for line := range strings.Lines(out) {
		if rest, ok := strings.CutPrefix(line, "door of the "); ok {
			fields := strings.Fields(rest)
			found[fields[0]] = fields[1]
		}
	}
	return found
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	data := t.TempDir()
	startDemo(t, data).stop()
	for _, room := range []string{"drop", "desk", "record"} {
		path := filepath.Join(data, room, room+".db")
		before := mustRead(t, path)
		execSQL(t, path, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
		_, errs, status := run(t, "demo", "--data", data, "--listen", "127.0.0.1:0", "--json")
		if status != 1 || !strings.Contains(errs, "newer version") {
			t.Errorf("a newer %s: exit %d, want 1 and what to do\n%s", room, status, errs)
		}
		if err := os.WriteFile(path, before, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
