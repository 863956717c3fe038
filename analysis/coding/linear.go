package coding

import (
	"math"
	"slices"
)

// A linear model gives a score for each class: a weighted sum of the features of a text. A feature counts 1 plus the
// logarithm of how often it occurs, times the logarithm of how rare it is among the examples; within each group of
// features the values are scaled to length 1 (tf-idf, G. Salton and C. Buckley, Information Processing & Management 24
// (1988), 513-523).
type linear struct {
	groups []int // that it reads
	// table finds the row of a feature by open addressing; its length is a power of two, and row 0 is an empty place.
	table []struct {
		key feature
		row uint32 // + 1
	}
	key []feature
	idf []float32
	// The weights of row r are those from first[r] to first[r+1]; of class[i] the weight is weight[i] x scale[class[i]].
	first  []uint32
	class  []uint8
	weight []int8
	scale  []float32 // a class
	bias   []float32 // a class
}

// index builds the table from the keys.
func (l *linear) index() {
	size := 1
	for size < 2*len(l.key) {
		size *= 2
	}
	l.table = slices.Grow(l.table[:0], size)[:size]
	clear(l.table)
	for row, k := range l.key {
		at := l.slot(k)
		for l.table[at].row != 0 {
			at = (at + 1) & (size - 1)
		}
		l.table[at].key, l.table[at].row = k, uint32(row+1)
	}
}

func (l *linear) slot(k feature) int {
	return int(uint32(k)*0x9e3779b1>>3) & (len(l.table) - 1)
}

// find returns the row of a feature, -1 if the examples did not have it.
func (l *linear) find(k feature) int {
	for at := l.slot(k); ; at = (at + 1) & (len(l.table) - 1) {
		place := l.table[at]
		if place.row == 0 || place.key == k {
			return int(place.row) - 1
		}
	}
}

// A value is a row of a linear model with what the text has of it.
type value struct {
	row int32
	x   float32
}

// A counter counts how often rows occur; between two texts it is all zero.
type counter []uint16

// vector turns the features of a text into values, in the order in which they first occur.
func (l *linear) vector(b *bag, into []value, n *counter) []value {
	into = into[:0]
	if len(*n) < len(l.key) {
		*n = make(counter, len(l.key))
	}
	count := *n
	for _, g := range l.groups {
		from, norm := len(into), float64(0)
		for _, k := range b.group[g] {
			row := l.find(k)
			if row < 0 {
				continue
			}
			switch count[row] {
			case 0:
				into = append(into, value{row: int32(row)})
			case math.MaxUint16:
				continue
			}
			count[row]++
		}
		for i := from; i < len(into); i++ {
			v := &into[i]
			x := float64(l.idf[v.row])
			if times := count[v.row]; times > 1 {
				x *= logs(int(times))
			}
			count[v.row] = 0
			v.x = float32(x)
			norm += float64(x * x)
		}
		if norm > 0 {
			k := float32(1 / math.Sqrt(norm))
			for i := from; i < len(into); i++ {
				into[i].x *= k
			}
		}
	}
	return into
}

// logs is 1 + ln n, from a table for the usual counts.
func logs(n int) float64 {
	if n < len(fewLogs) {
		return fewLogs[n]
	}
	return 1 + math.Log(float64(n))
}

var fewLogs = func() (all [64]float64) {
	for n := 1; n < len(all); n++ {
		all[n] = 1 + math.Log(float64(n))
	}
	return all
}()

// score appends a sum of the weights of the values for each class.
func (l *linear) score(values []value, into []float64) []float64 {
	all := into
	for range l.bias {
		all = append(all, 0)
	}
	into = all[len(into):]
	for _, v := range values {
		from, to := l.first[v.row], l.first[v.row+1]
		class, weight := l.class[from:to], l.weight[from:to]
		for i, c := range class {
			into[c] += float64(v.x * float32(weight[i]))
		}
	}
	for c := range into {
		into[c] = float64(into[c]*float64(l.scale[c])) + float64(l.bias[c])
	}
	return all
}
