package seal

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"runtime"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

func TestPaddedSize(t *testing.T) {
	for _, test := range []struct {
		name    string
		n, want int64
	}{
		{"nothing still takes the smallest size", 0, 4096},
		{"the last byte of the smallest size is the marker", 4095, 4096},
		// From here by hand from the definition: size 4097 has e=12, s=4, so that the last 8 bits must be zero.
		{"one byte more takes the next step of 256", 4096, 4352},
		{"a size on a step stays on it", 4351, 4352},
		{"10,000 bytes round to steps of 512", 10_000, 10_240},
		{"a megabyte, with its marker, rounds to steps of 32 KiB", 1 << 20, 1<<20 + 32<<10},
		{"a hundred megabytes round to steps of 2 MiB", 100 << 20, 102 << 20},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := PaddedSize(test.n); got != test.want {
				t.Errorf("PaddedSize(%d) = %d, want %d", test.n, got, test.want)
			}
		})
	}
}

func TestPaddingLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 1<<50).Draw(t, "n")
		size := PaddedSize(n)
		if size <= n {
			t.Errorf("no room for the marker: %d bytes in %d", n, size)
		}
		if size > 4096 && float64(size) > 1.12*float64(n+1) {
			t.Errorf("%d bytes take %d, more than 12 %% over", n, size)
		}
		if PaddedSize(size-1) != size {
			t.Errorf("the size %d is no fixed point", size)
		}
		if smaller := rapid.Int64Range(0, n).Draw(t, "smaller"); PaddedSize(smaller) > size {
			t.Errorf("%d bytes take more than %d", smaller, n)
		}
	})
}

// contents draws plaintexts that look like padding, because those are the ones that go wrong.
func contents() *rapid.Generator[[]byte] {
	return rapid.Custom(func(t *rapid.T) []byte {
		var out []byte
		for range rapid.IntRange(0, 6).Draw(t, "pieces") {
			piece := rapid.SampledFrom([][]byte{{marker}, {0}, {marker, 0}, {'x'}}).Draw(t, "piece")
			times := rapid.SampledFrom([]int{1, 2, 255, 4095, 4096, 65535, 65536}).Draw(t, "times")
			out = append(out, bytes.Repeat(piece, times)...)
		}
		return out
	})
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

func padStream(t interface{ Fatal(...any) }, plain []byte) []byte {
	var padded bytes.Buffer
	p := &padder{dst: nopCloser{&padded}}
	if _, err := p.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return padded.Bytes()
}

func TestPaddingComesOffAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain := contents().Draw(t, "plain")
		padded := padStream(t, plain)
		if int64(len(padded)) != PaddedSize(int64(len(plain))) {
			t.Errorf("%d bytes were padded to %d, want %d", len(plain), len(padded), PaddedSize(int64(len(plain))))
		}
		// However the bytes arrive, and however small the pieces that the caller asks for.
		source := rapid.SampledFrom([]func(io.Reader) io.Reader{
			func(r io.Reader) io.Reader { return r }, iotest.HalfReader, iotest.DataErrReader,
		}).Draw(t, "source")
		got, err := io.ReadAll(newUnpadder(source(bytes.NewReader(padded))))
		if err != nil || !bytes.Equal(got, plain) {
			t.Errorf("got %d bytes and %v, want the %d that went in", len(got), err, len(plain))
		}
		if len(plain) < 1<<16 {
			short := padme(int64(len(plain))+1, recordFloor)
			record := pad(plain)
			if int64(len(record)) != short {
				t.Errorf("a record of %d bytes takes %d, want %d", len(plain), len(record), short)
			}
			if got, err := unpad(record); err != nil || !bytes.Equal(got, plain) {
				t.Errorf("a record of %d bytes came back as %d, %v", len(plain), len(got), err)
			}
		}
	})
}

func TestUnpadderIsAReader(t *testing.T) {
	plain := append(bytes.Repeat([]byte{marker, 0, 0}, 3000), "end\x80\x00\x00"...)
	if err := iotest.TestReader(newUnpadder(bytes.NewReader(padStream(t, plain))), plain); err != nil {
		t.Error(err)
	}
}

func TestWrongPaddingIsRefused(t *testing.T) {
	good := padStream(t, []byte("text"))
	for _, test := range []struct {
		name   string
		padded []byte
	}{
		{"nothing at all", nil},
		{"content without a marker", bytes.Repeat([]byte{'x'}, 4096)},
		{"only zeros", make([]byte, 4096)},
		{"a marker and too few zeros", good[:4095]},
		{"a marker and too many zeros", append(bytes.Clone(good), 0)},
		{"the padding of a longer content", append(bytes.Clone(good), make([]byte, 256)...)},
		{"something behind the padding", append(bytes.Clone(good), 'x')},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := io.ReadAll(newUnpadder(bytes.NewReader(test.padded))); !errors.Is(err, ErrDamaged) {
				t.Errorf("got %v, want ErrDamaged", err)
			}
			if _, err := unpad(test.padded); !errors.Is(err, ErrDamaged) {
				t.Errorf("as a record: got %v, want ErrDamaged", err)
			}
		})
	}
}

// A gigabyte of one video must not take a gigabyte of memory, not even one that is all zeros.
func TestSealingAndOpeningTakeConstantMemory(t *testing.T) {
	id := newIdentity(t)
	noise := make([]byte, 1<<20)
	rand.NewChaCha8([32]byte{}).Read(noise)
	for _, test := range []struct {
		name  string
		chunk []byte
	}{{"noise", noise}, {"zeros", make([]byte, 1<<20)}} {
		t.Run(test.name, func(t *testing.T) {
			start, most := liveMemory(), uint64(0)
			pr, pw := io.Pipe()
			go func() {
				w, err := Writer(pw, id.Recipient())
				for i := 0; i < 32 && err == nil; i++ {
					_, err = w.Write(test.chunk)
				}
				if err == nil {
					err = w.Close()
				}
				pw.CloseWithError(err)
			}()
			r, err := Reader(pr, id)
			if err != nil {
				t.Fatal(err)
			}
			total := int64(0)
			for err == nil {
				var n int64
				n, err = io.CopyN(io.Discard, r, 1<<20)
				total += n
				most = max(most, liveMemory())
			}
			if err != io.EOF || total != 32<<20 {
				t.Fatalf("read %d bytes, %v", total, err)
			}
			if most > start+2<<20 {
				t.Errorf("32 MiB took up to %d bytes of memory, want less than 2 MiB", most-start)
			}
		})
	}
}

// liveMemory returns the bytes that are in use after a garbage collection.
func liveMemory() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
