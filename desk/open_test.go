package desk_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A file that is being written looks the same as one that a crash left: only the first to open the desk may tell.
func TestOpeningTheDeskASecondTimeTakesNothingFromTheFirst(t *testing.T) {
	h := newHouse(t, "")
	files := filepath.Join(h.dir, "desk", "files")
	half, whole := filepath.Join(files, strings.Repeat("a", 32)+".new"), filepath.Join(files, strings.Repeat("b", 32))
	for _, name := range []string{half, whole} {
		if err := os.WriteFile(name, []byte("sealed"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	there := func(name string) bool {
		_, err := os.Stat(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		return err == nil
	}
	served := h.desk
	h.open() // as unhindered verify does
	if !there(half) || !there(whole) {
		t.Error("what a running desk was writing has been removed")
	}
	h.desk.Close()
	served.Close()
	h.open()
	if there(half) || there(whole) {
		t.Error("what a crash left is still there")
	}
}
