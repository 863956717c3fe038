package kind_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/record/imports"
)

func gzipped(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	w.Close()
	return b.Bytes()
}

func TestFilesAreUnpackedAndHashed(t *testing.T) {
	db := importertest.DB(t)
	dir := t.TempDir()
	packed := gzipped(strings.Repeat("some text ", 10_000))
	files := map[string][]byte{"plain.csv": []byte("x"), "named-wrongly.csv": packed, "cut.csv.gz": packed[:len(packed)/2], "empty.csv": nil}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{
		"plain.csv": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", "named-wrongly.csv": "", "cut.csv.gz": "cut off", "empty.csv": "",
	} {
		var told int64
		in := kind.In{DB: db, Files: []string{filepath.Join(dir, name)}, Progress: func(done, total int64) { told = done }}
		_, err := in.Import(t.Context(), "test", func(tx *imports.Tx) error {
			f, err := in.Open(tx, in.Files[0])
			if err != nil {
				return err
			}
			defer f.Close()
			text, err := f.All(1 << 20)
			if err != nil {
				return err
			}
			if name == "named-wrongly.csv" && len(text) != 100_000 {
				t.Errorf("%s: %d bytes, want 100000", name, len(text))
			}
			if err := f.Close(); err == nil && name == "plain.csv" && f.SHA256 != want {
				t.Errorf("%s: hash %s", name, f.SHA256)
			}
			return nil
		})
		if name == "cut.csv.gz" {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil || told != int64(len(files[name])) {
			t.Errorf("%s: %v, told of %d bytes", name, err, told)
		}
	}
}
