package e2e

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// From the start of the program, with its data there, to the first whole page of the record; the design's budget is 300 ms.
// The reference in the same run is a bare start of the same program.
func BenchmarkStartToFirstPage(b *testing.B) {
	program := binary(b)
	dir := b.TempDir()
	warm, err := tryStart(program, "demo", "--data", dir, "--listen", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	warm.stop()
	var took, reference time.Duration
	for b.Loop() {
		begin := time.Now()
		h, err := tryStart(program, "demo", "--data", dir, "--listen", "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		resp, err := http.Get(h.Record + "/")
		if err != nil {
			b.Fatal(err)
		}
		resp.Body.Close()
		took += time.Since(begin)
		h.stop()

		begin = time.Now()
		if err := exec.Command(program, "version").Run(); err != nil {
			b.Fatal(err)
		}
		reference += time.Since(begin)
	}
	b.ReportMetric(float64(took)/float64(reference), "ratio/bare-start-of-the-program")
	b.ReportMetric(float64(took.Milliseconds())/float64(b.N), "ms-to-first-page")
}

// Resident memory of all three rooms after the demo is filled, against the budget of 100 MB.
func BenchmarkIdleMemory(b *testing.B) {
	h, err := tryStart(binary(b), "demo", "--data", b.TempDir(), "--listen", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer h.stop()
	for b.Loop() {
		for _, address := range []string{h.Record, h.Record + "/register", h.Drop + "/report", h.Desk + "/login"} {
			resp, err := http.Get(address)
			if err != nil {
				b.Fatal(err)
			}
			resp.Body.Close()
		}
	}
	time.Sleep(3 * time.Second)
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", h.pid()))
	if err != nil {
		b.Skip("no /proc on this system")
	}
	for line := range strings.Lines(string(status)) {
		if kb, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.Atoi(strings.Fields(kb)[0])
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(n)/(100*1024), "ratio/budget-of-100-MB")
			b.ReportMetric(1, "budget-at-most")
		}
	}
}

// The size of the static program against the budget of 60 MB.
func BenchmarkBinarySize(b *testing.B) {
	info, err := os.Stat(binary(b))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
	}
	b.ReportMetric(float64(info.Size())/(60<<20), "ratio/budget-of-60-MB")
	b.ReportMetric(1, "budget-at-most")
}
