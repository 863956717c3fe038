package reuse

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// rows reads the export of UPR Info, sessions 1 to 13, that lies beside the project: its texts, the State under review
// with the session, and the session.
func rows(t testing.TB) (texts []string, review, session []int) {
	t.Helper()
	f := export(t)
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range all[0] {
		column[strings.TrimPrefix(name, "\ufeff")] = i
	}
	reviews, sessions := map[string]int{}, map[string]int{}
	of := func(n map[string]int, key string) int {
		if _, ok := n[key]; !ok {
			n[key] = len(n)
		}
		return n[key]
	}
	for _, row := range all[1:] {
		texts = append(texts, row[column["Text"]])
		review = append(review, of(reviews, row[column["To"]]+"\x00"+row[column["Session"]]))
		session = append(session, of(sessions, row[column["Session"]]))
	}
	return texts, review, session
}

// export opens the file.
func export(t testing.TB) *os.File {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if f, err := os.Open(filepath.Join(dir, "shared", "data", "upr", "upr-info-sessions-01-13.csv.gz")); err == nil {
			return f
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Skip("the export of UPR Info is not beside the project (../shared/data): its duplicates are not counted")
		}
		dir = up
	}
}

// The numbers are those of the issue that asked for this package, counted there by another program.
func TestDuplicatesOfUPRInfoAreCountedExactly(t *testing.T) {
	texts, review, session := rows(t)
	if len(texts) != 23_484 {
		t.Fatalf("%d rows; the data README counts 23,484", len(texts))
	}
	c := NewCorpus(texts)
	for _, want := range []struct {
		scope string
		group []int
		Counts
	}{
		{"within a review", review, Counts{1295, 1489}},
		{"within a session", session, Counts{2197, 2928}},
		{"over all rows", nil, Counts{8643, 14578}},
	} {
		got, err := c.Count(eighty, want.group)
		if err != nil {
			t.Fatal(err)
		}
		if got != want.Counts {
			t.Errorf("%s: %+v; want %+v", want.scope, got, want.Counts)
		}
		var listed Counts
		pairs, err := c.Pairs(eighty, want.group)
		if err != nil {
			t.Fatal(err)
		}
		for p := range pairs {
			listed.Near++
			if p.Exact {
				listed.Exact++
			}
		}
		if listed != got {
			t.Errorf("%s: the list has %+v, the count %+v", want.scope, listed, got)
		}
	}
}

// BenchmarkDuplicatesOfUPRInfo compares all rows with each other, against the same method written in Python, reading the
// file included on both sides.
func BenchmarkDuplicatesOfUPRInfo(b *testing.B) {
	f := export(b)
	f.Close()
	python, err := exec.LookPath("python3")
	if err != nil {
		b.Skip("python3 is not installed: there is nothing to compare with")
	}
	start := time.Now()
	out, err := exec.Command(python, "testdata/duplicates.py", f.Name()).Output()
	if err != nil {
		b.Fatal(err)
	}
	reference := time.Since(start)
	var want Counts
	if err := json.Unmarshal(out, &want); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		texts, _, _ := rows(b)
		got, err := NewCorpus(texts).Count(eighty, nil)
		if err != nil {
			b.Fatal(err)
		}
		if got != want {
			b.Fatalf("%+v; Python counts %+v", got, want)
		}
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(reference), "ratio/python")
	b.ReportMetric(.33, "budget-at-most")
}
