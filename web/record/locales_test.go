package record

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"unhindered/un"
	"unhindered/web/ui"
)

// vocabulary is the names from un that pages show, as Go code for the search for texts.
func vocabulary() fstest.MapFS {
	var code strings.Builder
	for _, a := range un.ActTypes() {
		fmt.Fprintf(&code, "ui.Text(%q)\n", a.Label)
	}
	for _, b := range un.Bodies() {
		fmt.Fprintf(&code, "ui.Text(%q)\n", b.Name)
	}
	for _, s := range un.States() {
		fmt.Fprintf(&code, "ui.Text(%q)\n", s.Name)
	}
	for _, status := range []string{un.Member, un.Observer, un.Former, un.Fictional} {
		fmt.Fprintf(&code, "ui.Text(%q)\n", status)
	}
	example, _ := un.StateByISO3("XEX")
	fmt.Fprintf(&code, "ui.Text(%q)\n", example.Name)
	return fstest.MapFS{"un.go": {Data: []byte(code.String())}}
}

// own is the room's own files. The ledgers, in the folders below, are in English until their sentences are settled.
func own(t *testing.T) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	for _, pattern := range []string{"*.go", "templates/*.html"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("no files match %s: %v", pattern, err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all[name] = &fstest.MapFile{Data: text}
		}
	}
	return all
}

func TestTheRecordIsCompleteInArabic(t *testing.T) {
	missing := ui.MissingTranslations(room(Options{}), "ar", own(t), vocabulary())
	if len(missing) > 0 {
		t.Errorf("locales/ar.toml lacks %d texts:\n%s", len(missing), strings.Join(missing, "\n"))
	}
}
