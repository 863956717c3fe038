package study

import (
	"slices"
	"testing"
)

// What is read is written so that it reads the same again.
func FuzzParseGroup(f *testing.F) {
	for _, seed := range []string{"CHN,RUS,CUB", "China; Viet Nam", "CHN,CHN", ",;,", "CHN", "Ñ,ü"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		g, err := ParseGroup(text)
		if err != nil {
			return
		}
		again, err := ParseGroup(g.String())
		if err != nil || !slices.Equal(g.States, again.States) {
			t.Fatalf("%q is %v, then %v, %v", text, g.States, again.States, err)
		}
	})
}

func FuzzParseSessions(f *testing.F) {
	for _, seed := range []string{"", "60-66", "7", "66-60", " 1 - 2 ", "0", "-", "1-2-3"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSessions(text)
		if err != nil {
			return
		}
		again, err := ParseSessions(s.String())
		if err != nil || s != again || s.Last < s.First || s.Last > 0 && !(s.Has(s.First) && s.Has(s.Last) && !s.Has(s.Last+1)) {
			t.Fatalf("%q is %+v, then %+v, %v", text, s, again, err)
		}
	})
}
