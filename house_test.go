package unhindered

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// The rooms may not reach each other: a fault in a public page must have no way to a case. Each row says who may never
// depend on whom, directly or through another package.
var walls = []struct {
	who   string
	never []string
	why   string
}{
	{"unhindered/record", []string{"unhindered/desk", "unhindered/drop", "unhindered/report", "unhindered/seal", "unhindered/web"},
		"the record holds only what anyone may know, and its process can run where no secret lives"},
	{"unhindered/web/record", []string{"unhindered/desk", "unhindered/drop", "unhindered/report", "unhindered/seal", "unhindered/web/desk", "unhindered/web/drop"},
		"public pages cannot reach cases or reports"},
	{"unhindered/drop", []string{"unhindered/desk", "unhindered/record", "unhindered/web"},
		"the drop knows no desk user, no case and no page"},
	{"unhindered/web/drop", []string{"unhindered/desk", "unhindered/record", "unhindered/web/desk", "unhindered/web/record"},
		"the pages of the drop can reach no case"},
	{"unhindered/desk", []string{"unhindered/drop", "unhindered/web"},
		"the desk meets the drop only through its door"},
	{"unhindered/web/desk", []string{"unhindered/drop", "unhindered/web/drop"},
		"the pages of the desk meet the drop only through the door"},
	{"unhindered/un", []string{"unhindered/"}, "the shared vocabulary knows nobody"},
	{"unhindered/seal", []string{"unhindered/desk", "unhindered/drop", "unhindered/record", "unhindered/report", "unhindered/storage", "unhindered/un", "unhindered/web"},
		"a tool has never heard of a room"},
	{"unhindered/storage", []string{"unhindered/desk", "unhindered/drop", "unhindered/record", "unhindered/report", "unhindered/seal", "unhindered/un", "unhindered/web"},
		"a tool has never heard of a room"},
	{"unhindered/report", []string{"unhindered/"}, "a language, not a room"},
	{"unhindered/door", []string{"unhindered/desk", "unhindered/web", "unhindered/demo"},
		"the machine with the drop runs the door, and must not carry the desk for it"},
	{"unhindered/analysis", []string{"unhindered/"}, "numbers in, numbers out: other programs can take it"},
	{"unhindered/clean", []string{"unhindered/"}, "a tool has never heard of a room"},
	{"unhindered/web/ui", []string{"unhindered/desk", "unhindered/drop", "unhindered/record", "unhindered/report", "unhindered/seal", "unhindered/storage"},
		"what all pages share knows none of them"},
}

type listed struct {
	ImportPath string
	Doc        string
	GoFiles    []string
	Deps       []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Doc,GoFiles,Deps", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func within(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, strings.TrimSuffix(folder, "/")+"/")
}

func TestWallsBetweenTheRooms(t *testing.T) {
	all := packages(t)
	for _, wall := range walls {
		found := false
		for _, p := range all {
			if !within(p.ImportPath, wall.who) {
				continue
			}
			found = true
			for _, dep := range p.Deps {
				for _, never := range wall.never {
					if within(dep, never) && !within(dep, wall.who) {
						t.Errorf("%s depends on %s: %s", p.ImportPath, dep, wall.why)
					}
				}
			}
		}
		if !found {
			t.Errorf("there is no package %s: this wall would guard nothing", wall.who)
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	for _, p := range packages(t) {
		if p.GoFiles == nil {
			continue // tests only
		}
		if strings.TrimSpace(p.Doc) == "" {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}
