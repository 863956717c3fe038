package record

import (
	"fmt"
	"os"
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

func TestTheRecordIsCompleteInArabic(t *testing.T) {
	missing := ui.MissingTranslations(room(Options{}), "ar", os.DirFS("."), vocabulary())
	if len(missing) > 0 {
		t.Errorf("locales/ar.toml lacks %d texts:\n%s", len(missing), strings.Join(missing, "\n"))
	}
}
