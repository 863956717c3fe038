package unhindered

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"unhindered/desk"
	"unhindered/drop"
)

var update = flag.Bool("update", false, "rewrite the list of clear fields in docs/threat-model.md from the code")

// The threat model lists what is left in clear. The packages' own tests hold their lists to the real tables; this one
// holds the page to the lists.
func TestThreatModelListsEveryClearField(t *testing.T) {
	const page = "docs/threat-model.md"
	const begin, end = "<!-- clear fields -->\n", "<!-- end of clear fields -->"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	have, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no list between %q and %q", page, begin, end)
	}
	var want strings.Builder
	want.WriteString("\n| room | column | why |\n|---|---|---|\n")
	for _, f := range drop.ClearFields {
		fmt.Fprintf(&want, "| drop | %s.%s | %s |\n", f.Table, f.Column, f.Why)
	}
	for _, f := range desk.ClearFields {
		fmt.Fprintf(&want, "| desk | %s.%s | %s |\n", f.Table, f.Column, f.Why)
	}
	want.WriteString("\n")
	if have == want.String() {
		return
	}
	if !*update {
		t.Fatalf("%s does not list what drop.ClearFields and desk.ClearFields list; run go test . -update", page)
	}
	if err := os.WriteFile(page, []byte(before+begin+want.String()+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
