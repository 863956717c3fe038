package agreement_test

import (
	"compress/gzip"
	"encoding/csv"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unhindered/analysis/agreement"
	"unhindered/importer/importertest"
)

// rows reads a CSV file, packed or not, without its header.
func rows(t testing.TB, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	all, err := csv.NewReader(in).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return all[1:]
}

// assembly reads the roll calls of the General Assembly, sessions 60 to 66, as testdata/pairs.R does: all, or those on
// human rights. It returns the votes and the alpha-2 codes of the members.
func assembly(t testing.TB, issue string) (*agreement.Votes, []string) {
	t.Helper()
	of := map[string]bool{}
	for _, r := range rows(t, importertest.Shared(t, "data/unga/issues.csv")) {
		of[r[0]] = of[r[0]] || r[1] == issue
	}
	number := map[string]int{}
	for _, r := range rows(t, importertest.Shared(t, "data/unga/roll_calls.csv")) {
		if session, _ := strconv.Atoi(r[1]); session >= 60 && session <= 66 && (issue == "" || of[r[0]]) {
			number[r[0]] = len(number)
		}
	}
	var codes []string
	var cast [][]string
	for _, r := range rows(t, importertest.Shared(t, "data/unga/votes.csv.gz")) {
		if _, ok := number[r[0]]; ok {
			cast = append(cast, r)
			codes = append(codes, r[2])
		}
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	v, err := agreement.NewVotes(len(codes), len(number))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range cast {
		member, _ := slices.BinarySearch(codes, r[2])
		if err := v.Set(member, number[r[0]], map[string]agreement.Choice{"yes": yes, "no": no, "abstain": abstain}[r[3]]); err != nil {
			t.Fatal(err)
		}
	}
	return v, codes
}

// The numbers are those that R computed from the same files, see testdata/pairs.R.
func TestAllPairsOfTheAssemblyAreThoseOfR(t *testing.T) {
	all, codes := assembly(t, "")
	hr, codesHR := assembly(t, "hr")
	fixture := rows(t, "testdata/pairs_60_66.csv.gz")
	if len(fixture) != 193*192/2 || len(codes) != 193 {
		t.Fatalf("%d pairs in the fixture, %d members in the files", len(fixture), len(codes))
	}
	for _, r := range fixture {
		for _, set := range []struct {
			of    *agreement.Votes
			codes []string
			at    int
		}{{all, codes, 2}, {hr, codesHR, 4}} {
			a, okA := slices.BinarySearch(set.codes, r[0])
			b, okB := slices.BinarySearch(set.codes, r[1])
			if !okA || !okB {
				if r[set.at] != "0" {
					t.Fatalf("%s and %s: one of them is not in the files", r[0], r[1])
				}
				continue
			}
			p, err := set.of.Pair(a, b)
			if err != nil {
				t.Fatal(err)
			}
			share := strconv.FormatFloat(p.Identical(), 'f', 6, 64)
			if strconv.Itoa(p.Shared) != r[set.at] || share != r[set.at+1] && !(p.Shared == 0) {
				t.Fatalf("%s and %s: %d shared, %s identical; R has %s and %s", r[0], r[1], p.Shared, share, r[set.at], r[set.at+1])
			}
		}
	}
}

func TestIndicesOfGroupsAreThoseOfR(t *testing.T) {
	type body struct {
		votes *agreement.Votes
		codes []string
	}
	var all, hr body
	all.votes, all.codes = assembly(t, "")
	hr.votes, hr.codes = assembly(t, "hr")
	for _, r := range rows(t, "testdata/groups_60_66.csv") {
		v, codes := all.votes, all.codes
		if r[1] == "hr" {
			v, codes = hr.votes, hr.codes
		}
		var group []int
		for i, c := range codes {
			if r[0] == "all" || slices.Contains(strings.Fields(r[0]), c) {
				group = append(group, i)
			}
		}
		index, err := v.Index(group)
		if err != nil {
			t.Fatal(err)
		}
		rice, err := v.Rice(group)
		if err != nil {
			t.Fatal(err)
		}
		is := func(what string, got float64, want string) {
			if w, _ := strconv.ParseFloat(want, 64); math.Abs(got-w) > 5e-7 {
				t.Errorf("%s, %s: %s is %f, R has %s", r[0], r[1], what, got, want)
			}
		}
		is("roll calls", float64(index.Rolls), r[2])
		is("index", index.Mean, r[3])
		is("standard deviation", index.SD, r[4])
		is("roll calls for Rice", float64(rice.Rolls), r[5])
		is("Rice", rice.Mean, r[6])
	}
}

// Bailey, Strezhnev and Voeten publish by calendar year how often Russia voted as the United States did
// (ideal_points_published.csv, PctAgreeUS). Where their roll calls of a year are those of our file, the shares are ours:
// abstentions are votes of their own kind, absences do not count. In other years the two have other roll calls.
func TestTheShareOfIdenticalVotesIsThatPublished(t *testing.T) {
	published := map[string]float64{}
	for _, r := range rows(t, importertest.Shared(t, "data/unga/ideal_points_published.csv")) {
		if r[1] == "RUS" {
			published[r[0]], _ = strconv.ParseFloat(r[4], 64)
		}
	}
	year, in := map[string]string{}, map[string]int{} // of roll calls
	count := map[string]int{}
	for _, r := range rows(t, importertest.Shared(t, "data/unga/roll_calls.csv")) {
		year[r[0]] = r[3][:4]
		in[r[0]] = count[r[3][:4]]
		count[r[3][:4]]++
	}
	votes := map[string]*agreement.Votes{}
	for y, n := range count {
		v, err := agreement.NewVotes(2, n)
		if err != nil {
			t.Fatal(err)
		}
		votes[y] = v
	}
	for _, r := range rows(t, importertest.Shared(t, "data/unga/votes.csv.gz")) {
		member, ok := map[string]int{"US": 0, "RU": 1}[r[2]]
		if !ok {
			continue
		}
		if err := votes[year[r[0]]].Set(member, in[r[0]], map[string]agreement.Choice{"yes": yes, "no": no, "abstain": abstain}[r[3]]); err != nil {
			t.Fatal(err)
		}
	}
	same := 0
	for y, share := range published {
		if v := votes[y]; v != nil {
			p, err := v.Pair(0, 1)
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(p.Identical()-share) < 1e-6 {
				same++
			}
		}
	}
	if same < 10 {
		t.Errorf("the published shares are ours in %d years only", same)
	}
}
