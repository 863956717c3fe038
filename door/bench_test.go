package door

import (
	"bytes"
	"context"
	"io"
	"testing"
)

// A part of 8 MB through the door, beside the same bytes without one.
func BenchmarkPart(b *testing.B) {
	data := make([]byte, 8<<20)
	read := func(b *testing.B, open func() (io.ReadCloser, error)) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			r, err := open()
			if err != nil {
				b.Fatal(err)
			}
			if n, err := io.Copy(io.Discard, r); err != nil || n != int64(len(data)) {
				b.Fatal(n, err)
			}
			r.Close()
		}
	}
	f := &fake{}
	client := intakeDoor(b, f)
	b.Run("through a door", func(b *testing.B) {
		read(b, func() (io.ReadCloser, error) {
			f.part = bytes.NewReader(data)
			return client.OpenPart(context.Background(), "envelope", 0)
		})
	})
	b.Run("in one process", func(b *testing.B) {
		read(b, func() (io.ReadCloser, error) {
			f.part = bytes.NewReader(data)
			return f.OpenPart(context.Background(), "envelope", 0)
		})
	})
}
