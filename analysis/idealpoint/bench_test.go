package idealpoint

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// Seconds that R needed for the same votes, from the task that set the speed to reach (issue 4): pscl::ideal for sessions 60
// to 66, MCMCpack::MCMCordfactanal for one session. Both are too slow to be run again here; BenchmarkSamplers runs them on a
// small set.
const (
	psclSeconds     = 442.0
	mcmcpackSeconds = 105.0
)

// BenchmarkStaticSessions60to66 fits 673 roll calls and 193 States.
func BenchmarkStaticSessions60to66(b *testing.B) {
	a := readAssembly(b)
	rollCalls := a.rollCalls(60, 66, "", true)
	for b.Loop() {
		mustFit(b, rollCalls, a.options(false))
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/psclSeconds, "ratio/pscl-quoted-442s")
	b.ReportMetric(1/psclSeconds, "budget-at-most")
}

// BenchmarkDynamicAssembly fits all sessions of the General Assembly; 15 s on two processors are set for it.
func BenchmarkDynamicAssembly(b *testing.B) {
	a := readAssembly(b)
	rollCalls := a.rollCalls(1, 68, "", false)
	for b.Loop() {
		mustFit(b, rollCalls, a.options(true))
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/mcmcpackSeconds, "ratio/MCMCpack-one-session-quoted-105s")
	b.ReportMetric(15/mcmcpackSeconds, "budget-at-most")
}

// BenchmarkSamplers fits testdata/votes.csv as R's samplers do on this machine, in the same run.
func BenchmarkSamplers(b *testing.B) {
	if testing.Short() {
		b.Skip("R's samplers take half a minute")
	}
	rscript, err := exec.LookPath("Rscript")
	if err != nil {
		b.Skip("Rscript is not installed; in Debian: apt-get install r-base r-cran-mcmcpack r-cran-pscl")
	}
	command := exec.Command(rscript, "reference.R", "time")
	command.Dir = "testdata"
	out, err := command.Output()
	if err != nil {
		b.Skipf("R does not run the samplers, perhaps as r-cran-mcmcpack or r-cran-pscl is not installed: %v", err)
	}
	words := strings.Fields(string(out))
	if len(words) < 2 {
		b.Fatalf("reference.R printed %q", out)
	}
	for k, sampler := range []string{"MCMCpack", "pscl"} {
		seconds, err := strconv.ParseFloat(words[len(words)-2+k], 64)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(sampler, func(b *testing.B) {
			rollCalls, _ := readReference(b)
			o := Options{Binary: sampler == "pscl", Positive: []int{48, 49}}
			for b.Loop() {
				mustFit(b, rollCalls, o)
			}
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/seconds, "ratio/"+sampler)
			b.ReportMetric(0.05, "budget-at-most")
		})
	}
}
