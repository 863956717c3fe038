package importertest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"unhindered/importer/kind"
	"unhindered/record/imports"
)

// Flat shows that the memory of an import does not grow with its files: of files eight times as large, at most a tenth of
// what they have more is held at any time, besides 2 MB for chance. write writes each file of n units, all different; the
// heap is measured, after a collection, at twelve places of the reading.
func Flat(t *testing.T, run func(context.Context, kind.In) (imports.Report, error), n int, write map[string]func(out io.Writer, n int)) {
	t.Helper()
	peak, size := [2]int64{}, [2]int64{}
	for i, n := range []int{n, 8 * n} {
		t.Run(fmt.Sprint(n), func(t *testing.T) { peak[i], size[i] = peakOf(t, run, n, write) })
	}
	grown, more := peak[1]-peak[0], size[1]-size[0]
	t.Logf("%d KB held at most of %d KB, %d KB of %d KB", peak[0]>>10, size[0]>>10, peak[1]>>10, size[1]>>10)
	if grown > more/10+2<<20 {
		t.Errorf("%d KB of files more took %d KB of memory more", more>>10, grown>>10)
	}
}

func peakOf(t *testing.T, run func(context.Context, kind.In) (imports.Report, error), n int, write map[string]func(io.Writer, int)) (peak, size int64) {
	t.Helper()
	dir := t.TempDir()
	in := kind.In{DB: DB(t)}
	for name, text := range write {
		path := filepath.Join(dir, name)
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		out := bufio.NewWriter(f)
		text(out, n)
		if err := out.Flush(); err != nil {
			t.Fatal(err)
		}
		info, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		in.Files = append(in.Files, path)
	}
	last := int64(0)
	in.Progress = func(done, total int64) {
		if done-last > total/12 {
			last = done
			peak = max(peak, held())
		}
	}
	report, err := run(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Files {
		if f.RefusedRows() > 0 || f.New == 0 {
			t.Fatalf("%s: %d new, refused %+v: the file is not what it should be", f.Name, f.New, f.Refusals())
		}
	}
	return peak, size
}

// held is how many bytes of the heap are in use.
func held() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// Lines writes a header and n lines.
func Lines(out io.Writer, header string, n int, line func(i int) string) {
	fmt.Fprintln(out, header)
	for i := range n {
		fmt.Fprint(out, line(i))
	}
}
