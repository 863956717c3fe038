package idealpoint

import (
	"math"
	"testing"
)

func TestMillsRatioIsRightEverywhere(t *testing.T) {
	for x := -40.0; x < 15; x += 0.0137 {
		tolerance := 2e-8
		if x < -millsEnd {
			tolerance = 1e-4
		}
		want := exactMills(x)
		if got := lambda(x); math.Abs(got-want) > tolerance*want+1e-11 {
			t.Fatalf("λ(%v) = %v, want %v", x, got, want)
		}
	}
}

// The logarithms are those of R 4.5's pnorm(x, log.p = TRUE).
func TestLogarithmOfTheNormalDistribution(t *testing.T) {
	for x, want := range map[float64]float64{-40: -804.6084420137538, -10: -53.2312851505124, -1: -1.841021645009264, 0: -0.6931471805599453, 2: -0.02301290932896349, 7: -1.279812543886548e-12} {
		if got := logCumulative(x); math.Abs(got-want) > 2e-3*math.Abs(want) {
			t.Errorf("log Φ(%v) = %v, want %v", x, got, want)
		}
	}
}

func TestSlopesAreTheDerivativesOfTheLikelihood(t *testing.T) {
	const h = 1e-4
	for _, c := range []Choice{No, Abstain, Yes} {
		for a := -6.0; a < 6; a += 0.37 {
			for _, gap := range []float64{0.02, 0.3, 1, 4} {
				b := a + gap
				f := func(da, db float64) float64 { return logLikelihood(c, a+da, b+db) }
				s := slopeOf(c, a, b)
				scale := 1 + math.Abs(s.a) + math.Abs(s.b)
				if da := (f(h, 0) - f(-h, 0)) / (2 * h); math.Abs(da-s.a) > 1e-3*scale {
					t.Fatalf("choice %d between %v and %v: slope by a %v, want %v", c, a, b, s.a, da)
				}
				if db := (f(0, h) - f(0, -h)) / (2 * h); math.Abs(db-s.b) > 1e-3*scale {
					t.Fatalf("choice %d between %v and %v: slope by b %v, want %v", c, a, b, s.b, db)
				}
				up, down := slopeOf(c, a+h, b), slopeOf(c, a-h, b)
				if aa := (up.a - down.a) / (2 * h); math.Abs(aa-s.aa) > 1e-3*scale*scale {
					t.Fatalf("choice %d between %v and %v: curvature by a %v, want %v", c, a, b, s.aa, aa)
				}
				if ab := (up.b - down.b) / (2 * h); math.Abs(ab-s.ab) > 1e-3*scale*scale {
					t.Fatalf("choice %d between %v and %v: mixed curvature %v, want %v", c, a, b, s.ab, ab)
				}
				up, down = slopeOf(c, a, b+h), slopeOf(c, a, b-h)
				if bb := (up.b - down.b) / (2 * h); math.Abs(bb-s.bb) > 1e-3*scale*scale {
					t.Fatalf("choice %d between %v and %v: curvature by b %v, want %v", c, a, b, s.bb, bb)
				}
			}
		}
	}
}
