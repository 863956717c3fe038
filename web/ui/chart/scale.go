package chart

import "math"

// A Tick is a place on a scale with what is written there.
type Tick struct {
	At    float64
	Label string
}

// A Scale runs from one value to another, both shown.
type Scale struct {
	From, To float64
	Ticks    []Tick
}

// at is where a value lies, from 0 to 1; values beyond the ends lie at the ends.
func (s Scale) at(v float64) float64 {
	if s.To == s.From {
		return 0
	}
	return math.Max(0, math.Min(1, (v-s.From)/(s.To-s.From)))
}

// Shares is the scale of shares from nothing to all.
func Shares() Scale {
	return Scale{0, 1, []Tick{{0, "0 %"}, {.25, "25 %"}, {.5, "50 %"}, {.75, "75 %"}, {1, "100 %"}}}
}
