package bloc

import (
	"fmt"
	"math"
)

// table counts the members in each pair of communities of two partitions.
func table(p, q Partition) ([][]int, error) {
	if err := p.valid(len(p)); err != nil {
		return nil, err
	}
	if err := q.valid(len(p)); err != nil {
		return nil, err
	}
	t := make([][]int, p.Communities())
	for c := range t {
		t[c] = make([]int, q.Communities())
	}
	for m := range p {
		t[p[m]][q[m]]++
	}
	return t, nil
}

// Rand is the adjusted Rand index of two partitions of the same members: 1 if they are the same, 0 if they are as alike as
// chance would have it, below 0 if less. It is 1 if both put all members together, or each alone. It returns ErrShape if
// they are not of the same number.
//
// Reference: L. Hubert and P. Arabie, Comparing Partitions, J. of Classification 2 (1985), 193-218.
func Rand(p, q Partition) (float64, error) {
	t, err := table(p, q)
	if err != nil {
		return 0, err
	}
	pairs := func(n int) float64 { return float64(n) * float64(n-1) / 2 }
	var both, rows, columns float64
	sums := make([]int, q.Communities())
	for _, row := range t {
		sum := 0
		for d, n := range row {
			both += pairs(n)
			sum += n
			sums[d] += n
		}
		rows += pairs(sum)
	}
	for _, n := range sums {
		columns += pairs(n)
	}
	all := pairs(len(p))
	if all == 0 {
		return 1, nil
	}
	chance, most := rows*columns/all, (rows+columns)/2
	if most == chance {
		return 1, nil
	}
	return (both - chance) / (most - chance), nil
}

// Information is the normalised mutual information of two partitions of the same members, twice the mutual information
// divided by the sum of both entropies: 1 if they are the same, 0 if one says nothing of the other. It is 1 if both put all
// members together. It returns ErrShape if they are not of the same number.
//
// Unlike [Rand] it is not corrected for chance: it grows with the number of communities.
//
// Reference: L. Danon, A. Díaz-Guilera, J. Duch and A. Arenas, Comparing Community Structure Identification, J. Stat. Mech.
// (2005), P09008.
func Information(p, q Partition) (float64, error) {
	t, err := table(p, q)
	if err != nil {
		return 0, err
	}
	n := float64(len(p))
	sums := make([]float64, q.Communities())
	var mutual, entropies float64
	for _, row := range t {
		for d, k := range row {
			sums[d] += float64(k)
		}
	}
	for _, row := range t {
		sum := 0.
		for _, k := range row {
			sum += float64(k)
		}
		if sum > 0 {
			entropies -= sum / n * math.Log(sum/n)
		}
		for d, k := range row {
			if k > 0 {
				mutual += float64(k) / n * math.Log(float64(k)*n/sum/sums[d])
			}
		}
	}
	for _, s := range sums {
		if s > 0 {
			entropies -= s / n * math.Log(s/n)
		}
	}
	if entropies <= 0 {
		return 1, nil
	}
	return min(1, math.Max(0, 2*mutual/entropies)), nil
}

// Align numbers the communities of a partition like those of another of the same members that they match best: of all pairs
// of communities, those that share most members are matched first, as a share of the members of either. Communities without
// a match get numbers beyond those of the other, so that the result may have gaps. It returns ErrShape if they are not of
// the same number.
func Align(p, like Partition) (Partition, error) {
	t, err := table(p, like)
	if err != nil {
		return nil, err
	}
	k, l := p.Communities(), like.Communities()
	rows, columns := make([]int, k), make([]int, l)
	for c, row := range t {
		for d, n := range row {
			rows[c] += n
			columns[d] += n
		}
	}
	number := make([]int, k)
	for c := range number {
		number[c] = -1
	}
	taken := make([]bool, l)
	for range min(k, l) {
		best, bestC, bestD := 0., -1, -1
		for c, row := range t {
			for d, n := range row {
				if number[c] >= 0 || taken[d] || n == 0 {
					continue
				}
				if share := float64(n) / float64(rows[c]+columns[d]-n); share > best {
					best, bestC, bestD = share, c, d
				}
			}
		}
		if bestC < 0 {
			break
		}
		number[bestC], taken[bestD] = bestD, true
	}
	next := l
	for c := range number {
		if number[c] < 0 && rows[c] > 0 {
			number[c] = next
			next++
		}
	}
	q := make(Partition, len(p))
	for m, c := range p {
		q[m] = number[c]
	}
	return q, nil
}

// Stay is, for each member, the share of runs in which it is in the community that matches its own in the reference; see
// [Align]. It returns ErrShape if a run is not of the same number of members, or there is none.
func Stay(reference Partition, runs []Partition) ([]float64, error) {
	if len(runs) == 0 {
		return nil, fmt.Errorf("%w: no run", ErrShape)
	}
	stay := make([]float64, len(reference))
	for _, run := range runs {
		aligned, err := Align(run, reference)
		if err != nil {
			return nil, err
		}
		for m, c := range aligned {
			if c == reference[m] {
				stay[m]++
			}
		}
	}
	for m := range stay {
		stay[m] /= float64(len(runs))
	}
	return stay, nil
}

// Together is, for every two members, the share of runs in which they are in one community: a row and a column a member. It
// returns ErrShape if the runs are not of one number of members, or there is none.
func Together(runs []Partition) ([][]float64, error) {
	if len(runs) == 0 {
		return nil, fmt.Errorf("%w: no run", ErrShape)
	}
	n := len(runs[0])
	share := make([][]float64, n)
	for a := range share {
		share[a] = make([]float64, n)
	}
	for _, run := range runs {
		if err := run.valid(n); err != nil {
			return nil, err
		}
		for a := range n {
			for b := range n {
				if run[a] == run[b] {
					share[a][b]++
				}
			}
		}
	}
	for a := range share {
		for b := range share[a] {
			share[a][b] /= float64(len(runs))
		}
	}
	return share, nil
}
