package drop_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"unhindered/report"
)

// BenchmarkAccept takes in an addition with one file, durably, and in turn writes the same number of bytes to the same
// disk in as few calls as there are: two files, each synced with its name, and one synced append as the database makes
// it. A first report also derives a receipt by Argon2id, which takes its time on purpose and is left out here.
func BenchmarkAccept(b *testing.B) {
	text := bytes.Repeat([]byte("What happened. "), 200)
	for _, size := range []int{100 << 10, 10 << 20} {
		file := make([]byte, size)
		rand.Read(file)
		r := newRoom(b, "")
		thread, err := r.Thread(b.Context(), r.send(b, "first").Lookup)
		if err != nil {
			b.Fatal(err)
		}
		dir := b.TempDir()
		log, err := os.Create(filepath.Join(dir, "log"))
		if err != nil {
			b.Fatal(err)
		}
		defer log.Close()
		b.Run(fmt.Sprintf("%dKiB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(size))
			var ours, raw time.Duration
			for i := 0; b.Loop(); i++ {
				begin := time.Now()
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
				ours += time.Since(begin)

				b.StopTimer()
				begin = time.Now()
				writeSynced(b, filepath.Join(dir, fmt.Sprint(i, "file")), file)
				writeSynced(b, filepath.Join(dir, fmt.Sprint(i, "message")), text)
				if _, err := log.Write(make([]byte, 4096)); err != nil {
					b.Fatal(err)
				}
				if err := log.Sync(); err != nil {
					b.Fatal(err)
				}
				raw += time.Since(begin)
				b.StartTimer()
			}
			b.ReportMetric(float64(ours)/float64(raw), "ratio/raw-writes-and-fsyncs")
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
