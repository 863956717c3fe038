package drop_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"unhindered/report"
)

// BenchmarkAccept takes in a report with one file, durably, and beside it writes the same number of bytes to the same
// disk in as few calls as there are: two files, each synced, and one synced append as the database makes it. The
// third, a first report, also derives a receipt by Argon2id, which costs a third of a second on purpose.
func BenchmarkAccept(b *testing.B) {
	text := bytes.Repeat([]byte("What happened. "), 200)
	for _, size := range []int{100 << 10, 10 << 20} {
		file := make([]byte, size)
		rand.Read(file)
		b.Run(fmt.Sprintf("raw/%dKiB", size>>10), func(b *testing.B) {
			dir := b.TempDir()
			log, err := os.Create(filepath.Join(dir, "log"))
			if err != nil {
				b.Fatal(err)
			}
			defer log.Close()
			b.SetBytes(int64(size))
			for i := 0; b.Loop(); i++ {
				writeSynced(b, filepath.Join(dir, fmt.Sprint(i, "file")), file)
				writeSynced(b, filepath.Join(dir, fmt.Sprint(i, "message")), text)
				if _, err := log.Write(make([]byte, 4096)); err != nil {
					b.Fatal(err)
				}
				if err := log.Sync(); err != nil {
					b.Fatal(err)
				}
			}
		})
		r := newRoom(b, "")
		thread, err := r.Thread(b.Context(), r.send(b, "first").Lookup)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("addition/%dKiB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				sub, err := r.BeginOn(b.Context(), thread)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := sub.AddFile("f", "", bytes.NewReader(file)); err != nil {
					b.Fatal(err)
				}
				if _, err := sub.Finish(b.Context(), report.Message{Kind: report.Addition, What: string(text)}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("report/%dKiB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				sub, err := r.Begin(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				if _, err := sub.AddFile("f", "", bytes.NewReader(file)); err != nil {
					b.Fatal(err)
				}
				if _, err := sub.Finish(b.Context(), report.Message{What: string(text)}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// writeSynced makes a file durable: its bytes and its name.
func writeSynced(b *testing.B, path string, content []byte) {
	b.Helper()
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := f.Write(content); err != nil {
		b.Fatal(err)
	}
	if err := f.Sync(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		b.Fatal(err)
	}
	defer dir.Close()
	if err := dir.Sync(); err != nil {
		b.Fatal(err)
	}
}
