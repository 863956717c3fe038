package importer

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"unhindered/importer/importertest"
)

func TestAFolderStandsForTheFilesThatTheKindTakes(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"votes.csv.gz", "roll_calls.csv", "issues.csv", "ideal_points.csv", ".hidden", "README.md"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	k, _ := ByName("votes-unga")
	files, left, err := Expand(k, []string{dir})
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		files[i] = filepath.Base(files[i])
	}
	if want := []string{"issues.csv", "roll_calls.csv", "votes.csv.gz"}; !slices.Equal(files, want) {
		t.Errorf("taken: %v, want %v", files, want)
	}
	if want := []string{"README.md", "ideal_points.csv"}; !slices.Equal(left, want) {
		t.Errorf("left out: %v, want %v", left, want)
	}
	named := filepath.Join(dir, "ideal_points.csv") // a file that is named is taken as it is, and refused by its header
	if files, _, err := Expand(k, []string{named}); err != nil || !slices.Equal(files, []string{named}) {
		t.Errorf("a named file: %v, %v", files, err)
	}
	if _, _, err := Expand(k, []string{t.TempDir()}); err == nil || !strings.Contains(err.Error(), "votes.csv") {
		t.Errorf("a folder without such files: %v, want what would be taken", err)
	}
}

// Each folder of the real files gives each kind something to read, and nothing that is of another kind.
func TestRealFolders(t *testing.T) {
	for _, row := range []struct {
		kind, folder string
		files        int
	}{
		{"votes-unga", "data/unga", 3}, {"votes-hrc", "data/hrc", 2}, {"ngo-committee", "data/ecosoc-ngo-committee", 12},
		{"treaties", "data/treaties", 1}, {"treaties", "data/treaties/raw", 18}, {"upr-info", "data/upr", 1}, {"upr-info", "data/upr/raw", 3},
		{"upr-pledges", "data/upr", 1}, {"upr-report", "data/upr/wg-reports", 56}, {"upr-thematic", "data/upr/thematic", 4},
		{"upr-questions", "data/upr/advance-questions", 7}, {"upr-addendum", "data/upr/responses", 6},
	} {
		k, ok := ByName(row.kind)
		if !ok {
			t.Fatalf("there is no kind %s", row.kind)
		}
		files, _, err := Expand(k, []string{importertest.Shared(t, row.folder)})
		if err != nil || len(files) != row.files {
			t.Errorf("%s takes %d files of %s, want %d (%v)", row.kind, len(files), row.folder, row.files, err)
		}
	}
}
