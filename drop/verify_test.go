package drop_test

import (
	"os"
	"strings"
	"testing"
)

func TestVerifyNamesWhatIsDamaged(t *testing.T) {
	for name, c := range map[string]struct {
		damage func(path string) error
		says   string
	}{
		"nothing":             {func(string) error { return nil }, ""},
		"a file that is gone": {os.Remove, "its sealed file is missing"},
		"a file cut short":    {func(path string) error { return os.Truncate(path, 1000) }, "its sealed file has 1000 bytes, not "},
		"a file in the clear": {overwrite, "its file is not sealed"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, "")
			r.send(t, "What happened.")
			if err := c.damage(r.blobs(t)[0]); err != nil {
				t.Fatal(err)
			}
			found, err := r.Verify(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if found.Threads != 1 || found.Envelopes != 1 || found.Parts != 2 {
				t.Errorf("checked %+v, want one thread, one envelope, two parts", found)
			}
			faults := strings.Join(found.Faults, "\n")
			if len(found.Faults) > 1 || c.says == "" != (faults == "") || !strings.Contains(faults, c.says) {
				t.Errorf("faults are %q, want %q", faults, c.says)
			}
		})
	}
}

// overwrite replaces the content of a file and leaves its size.
func overwrite(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte(strings.Repeat("x", int(info.Size()))), 0o600)
}
