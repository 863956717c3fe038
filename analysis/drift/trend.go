package drift

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"
)

// A Trend is how choices go with the years.
type Trend struct {
	Votes int
	Tau   float64 // Kendall's tau-b, from -1 (always more opposed) to 1 (always more in favour); NaN if all years or all choices are the same
	Z     float64 // standardised, with the correction for ties
	P     float64 // two-sided, by the normal approximation; NaN with Tau
}

// Kendall measures whether a voter has moved towards support (Tau above 0) or opposition (below 0). Choices are ranks, so
// that no distance between them need be assumed. P is of little worth for fewer than about ten votes, and takes them for
// independent; votes on one text in one year are not. It returns ErrChoice for a choice that is none.
//
// References: M. G. Kendall, Rank Correlation Methods, 4th ed., London, Griffin, 1970, chapters 3 and 4; H. B. Mann,
// Nonparametric Tests against Trend, Econometrica 13 (1945), 245-259.
func Kendall(votes []Vote) (Trend, error) {
	t := Trend{Votes: len(votes), Tau: math.NaN(), Z: math.NaN(), P: math.NaN()}
	years := map[int]*[choices]float64{}
	var byChoice [choices]float64
	for i, v := range votes {
		if v.Choice >= choices {
			return Trend{}, fmt.Errorf("%w: %d, of vote %d", ErrChoice, v.Choice, i)
		}
		if years[v.Year] == nil {
			years[v.Year] = &[choices]float64{}
		}
		years[v.Year][v.Choice]++
		byChoice[v.Choice]++
	}
	order := make([]int, 0, len(years))
	for y := range years {
		order = append(order, y)
	}
	slices.Sort(order)
	var s float64 // pairs that go up less pairs that go down
	var before [choices]float64
	var byYear []float64
	for _, y := range order {
		total := 0.
		for c, n := range years[y] {
			total += n
			for d, m := range before {
				s += n * m * float64((c-d)/max(1, abs(c-d)))
			}
		}
		for c, n := range years[y] {
			before[c] += n
		}
		byYear = append(byYear, total)
	}
	n := float64(len(votes))
	pairs := n * (n - 1) / 2
	tx, ty := ties(byYear), ties(byChoice[:])
	if pairs == tx.pairs || pairs == ty.pairs || len(votes) < 2 {
		return t, nil
	}
	t.Tau = s / math.Sqrt((pairs-tx.pairs)*(pairs-ty.pairs))
	variance := (n*(n-1)*(2*n+5)-tx.five-ty.five)/18 + 2*tx.pairs*ty.pairs/(n*(n-1))
	if n > 2 {
		variance += tx.three * ty.three / (9 * n * (n - 1) * (n - 2))
	}
	t.Z = s / math.Sqrt(variance)
	t.P = 2 * distuv.UnitNormal.Survival(math.Abs(t.Z))
	return t, nil
}

func abs(x int) int { return max(x, -x) }

// A tie holds the sums that the correction for ties wants.
type tie struct{ pairs, five, three float64 }

func ties(groups []float64) (t tie) {
	for _, g := range groups {
		t.pairs += g * (g - 1) / 2
		t.five += g * (g - 1) * (2*g + 5)
		t.three += g * (g - 1) * (g - 2)
	}
	return t
}

// A Ballot is one vote on a text that comes back: the next Ballot on the same Text follows upon it.
type Ballot struct {
	Text   string // whatever tells texts apart, as their title
	Order  string // of the votes on a Text, as a date of the form 2006-01-02
	Choice Choice
}

// Steps are how a voter went from one vote on a text to the next on the same text: Steps[a][b] from choice a to choice b.
type Steps [choices][choices]int

// Follow counts the steps over all texts. Of several ballots on one text with the same Order, the last given stands for
// all. It returns ErrChoice for a choice that is none.
func Follow(ballots []Ballot) (Steps, error) {
	ordered := slices.Clone(ballots)
	slices.SortStableFunc(ordered, func(a, b Ballot) int {
		return cmp.Or(strings.Compare(a.Text, b.Text), strings.Compare(a.Order, b.Order))
	})
	var s Steps
	var before *Ballot
	for i, b := range ordered {
		if b.Choice >= choices {
			return Steps{}, fmt.Errorf("%w: %d, on %q", ErrChoice, b.Choice, b.Text)
		}
		if i+1 < len(ordered) && ordered[i+1].Text == b.Text && ordered[i+1].Order == b.Order {
			continue
		}
		if before != nil && before.Text == b.Text {
			s[before.Choice][b.Choice]++
		}
		before = &b
	}
	return s, nil
}

// Total is the number of steps, those that change nothing among them.
func (s Steps) Total() int {
	n := 0
	for _, row := range s {
		for _, k := range row {
			n += k
		}
	}
	return n
}

// Toward counts the steps towards support and those towards opposition.
func (s Steps) Toward() (support, opposition int) {
	for from, row := range s {
		for to, n := range row {
			switch {
			case to > from:
				support += n
			case to < from:
				opposition += n
			}
		}
	}
	return support, opposition
}

// Sign is the chance that of so many changes at least as many go one way, if each goes either way with equal chance: the
// two-sided sign test. It is 1 where nothing changed.
//
// Reference: W. J. Conover, Practical Nonparametric Statistics, 3rd ed., New York, Wiley, 1999, section 3.4.
func (s Steps) Sign() float64 {
	up, down := s.Toward()
	n := up + down
	if n == 0 {
		return 1
	}
	b := distuv.Binomial{N: float64(n), P: .5}
	return math.Min(1, 2*b.CDF(float64(min(up, down))))
}
