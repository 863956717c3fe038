package importertest

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"unhindered/storage"
	"unhindered/storage/storagetest"
)

// AgainstShell times an import into an empty record against the bare sqlite3 shell, which copies the rows of the same
// CSV files into tables without an index, and reports the ratio of the medians. Both are timed in turns, since other work
// on the machine slows both. Files that are gzipped are unpacked for the shell beforehand. The budget is that of design
// section 8; PostgreSQL is held to it too, where there is a server.
func AgainstShell(b *testing.B, files []string, run func(*storage.DB)) {
	b.Helper()
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		b.Skip("the sqlite3 shell is not installed")
	}
	args := []string{"", ".mode csv"}
	for i, file := range files {
		if strings.HasSuffix(file, ".gz") {
			file = unpacked(b, file)
		}
		args = append(args, ".import '"+file+"' t"+string(rune('a'+i)))
	}
	against := func(b *testing.B, open func() *storage.DB) {
		var ours, bare []time.Duration
		for b.Loop() {
			db := open()
			start := time.Now()
			run(db)
			ours = append(ours, time.Since(start))
			args[0] = filepath.Join(b.TempDir(), "bare.db")
			start = time.Now()
			if text, err := exec.Command(shell, args...).CombinedOutput(); err != nil {
				b.Fatalf("%v: %s", err, text)
			}
			bare = append(bare, time.Since(start))
		}
		b.ReportMetric(float64(median(ours))/float64(median(bare)), "ratio/sqlite3-.import")
		b.ReportMetric(2, "budget-at-most")
	}
	b.Run("sqlite", func(b *testing.B) { against(b, func() *storage.DB { return DB(b) }) })
	b.Run("postgres", func(b *testing.B) { against(b, func() *storage.DB { return open(b, storagetest.NewPostgres(b)) }) })
}

func unpacked(b *testing.B, file string) string {
	b.Helper()
	text, err := exec.Command("gzip", "-dc", file).Output()
	path := filepath.Join(b.TempDir(), filepath.Base(strings.TrimSuffix(file, ".gz")))
	if err == nil {
		err = os.WriteFile(path, text, 0o600)
	}
	if err != nil {
		b.Fatal(err)
	}
	return path
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
