package main_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"unhindered/importer/importertest"
)

// program builds the program and returns a function that runs it on a data folder of its own.
func program(t *testing.T) func(args ...string) (stdout, stderr string, status int) {
	t.Helper()
	dir := t.TempDir()
	bin := filepath.Join(dir, "unhindered")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return func(args ...string) (string, string, int) {
		cmd := exec.Command(bin, args...)
		cmd.Env = append(os.Environ(), "UNHINDERED_DATA="+filepath.Join(dir, "data"))
		var stdout, stderr strings.Builder
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		cmd.Run()
		return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
	}
}

func TestImportAnalyseUndoAsTyped(t *testing.T) {
	texts, cast := importertest.Shared(t, "data/hrc/resolutions.csv"), importertest.Shared(t, "data/hrc/votes_long.csv")
	run := program(t)

	copied := filepath.Join(t.TempDir(), "another-name.csv")
	data, err := os.ReadFile(cast)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(copied, data, 0o600); err != nil {
		t.Fatal(err)
	}
	type report struct {
		Import int
		Files  []struct {
			File                          string
			Read, New, Changed, Unchanged int
			Refused                       []struct {
				Row                   int
				Column, Value, Reason string
			}
		}
	}
	read := func(text string) (r report) {
		t.Helper()
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		return r
	}

	out, stderr, status := run("import", "votes-hrc", "--dry-run", "--json", texts, cast)
	if r := read(out); status != 0 || r.Import != 0 || r.Files[0].New != 5613 || stderr != "" {
		t.Errorf("dry run: %d %s %+v", status, stderr, r)
	}
	out, stderr, status = run("import", "votes-hrc", "--json", texts, cast, copied)
	r := read(out)
	if status != 0 || stderr != "" || r.Import != 1 || r.Files[1].Read != 68_456 || r.Files[1].New != 68_455 || len(r.Files[1].Refused) != 1 {
		t.Errorf("import: %d %s", status, stderr)
	}
	if f := r.Files[2]; f.Unchanged != 68_455 || f.New+f.Changed != 0 {
		t.Errorf("the same file under another name: %d unchanged, %d new", f.Unchanged, f.New)
	}

	out, _, status = run("analyse", "amendments", "--resolution", "A/HRC/RES/36/21", "--states", "CHN,RUS,IND,VEN,EGY", "--format", "csv")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if status != 0 || len(lines) != 19 || lines[0] != "symbol,result,tally,CHN,RUS,IND,VEN,EGY" ||
		lines[1] != "A/HRC/36/L.43,rejected,10-22-14,abstain,sponsor,abstain,yes,yes" ||
		lines[3] != "A/HRC/36/L.46,adopted,24-18-5,yes,sponsor,yes,yes,yes" {
		t.Errorf("analyse: %d\n%s", status, out)
	}

	for _, bad := range []struct {
		status int
		says   string
		args   []string
	}{
		{1, "there is no resolution", []string{"analyse", "amendments", "--resolution", "A/HRC/RES/99/1", "--states", "CHN"}},
		{2, `"ATL" is no State`, []string{"analyse", "amendments", "--resolution", "A/HRC/RES/36/21", "--states", "ATL"}},
		{2, "there is no kind", []string{"import", "no-such-kind", texts}},
		{1, "nothing was imported", []string{"import", "votes-unga", texts}},
		{2, "unknown flag", []string{"import", "--no-such-flag"}},
	} {
		if out, stderr, status := run(bad.args...); status != bad.status || !strings.Contains(stderr, bad.says) || out != "" {
			t.Errorf("%q: status %d, %q %q; want %d and %q", bad.args, status, out, stderr, bad.status, bad.says)
		}
	}
	if _, stderr, status := run("import", "--undo", "1"); status != 0 {
		t.Errorf("undo: %s", stderr)
	}
	if _, stderr, status := run("import", "--undo", "1"); status != 1 || !strings.Contains(stderr, "undone before") {
		t.Errorf("undo twice: %d %s", status, stderr)
	}
	if out, _, _ := run("import", "--list"); !strings.Contains(out, "votes-hrc") || !strings.Contains(out, "undone") {
		t.Errorf("list: %s", out)
	}
}

func TestWrongUsageAndUnreadableFiles(t *testing.T) {
	run := program(t)
	for _, args := range [][]string{
		{"import"}, {"import", "no-such-kind", "x.csv"}, {"import", "votes-hrc"}, {"import", "sheet"}, {"import", "sheet", "visits"},
		{"export"}, {"export", "no-such-table"}, {"analyse", "amendments", "--resolution", "A/HRC/RES/36/21", "--states", "Nowhere"},
	} {
		if out, stderr, status := run(args...); status != 2 || out != "" || stderr == "" {
			t.Errorf("%q: exit %d, stdout %q, stderr %q; want 2 and words on stderr", args, status, out, stderr)
		}
	}
	dir := t.TempDir()
	broken, sheet := filepath.Join(dir, "broken.docx"), filepath.Join(dir, "laws.csv")
	if err := os.WriteFile(broken, []byte("PK no more"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, stderr, status := run("import", "upr-thematic", "--json", broken)
	if status != 1 || !strings.Contains(out, `"import":0`) || !strings.Contains(out, `"reason"`) || !strings.Contains(stderr, "nothing was imported") {
		t.Errorf("a damaged file alone: exit %d, %s%s", status, out, stderr)
	}
	if err := os.WriteFile(sheet, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, stderr, status := run("import", "sheet", sheet); status != 1 || strings.Contains(stderr, "name the files") {
		t.Errorf("a sheet called like its table: exit %d, %s; want its missing columns named", status, stderr)
	}
}
