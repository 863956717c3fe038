package un_test

import (
	"testing"

	"unhindered/un"
)

func TestSymbols(t *testing.T) {
	for _, test := range []struct{ text, kind, written, session, state, base string }{
		{"A/HRC/RES/36/21", "HRC resolution", "A/HRC/RES/36/21", "36", "", "A/HRC/RES/36/21"},
		{" a/hrc/res/s-19/1. ", "HRC resolution", "A/HRC/RES/S-19/1", "S-19", "", "A/HRC/RES/S-19/1"},
		{"A/HRC/36/L.26/Rev.1", "HRC draft or amendment", "A/HRC/36/L.26/Rev.1", "36", "", "A/HRC/36/L.26"},
		{"a/hrc/36/l.26/rev.1", "HRC draft or amendment", "A/HRC/36/L.26/Rev.1", "36", "", "A/HRC/36/L.26"},
		{"A/HRC/14/15/Add.1", "HRC report", "A/HRC/14/15/Add.1", "14", "", "A/HRC/14/15"},
		{"A/HRC/WG.6/31/CHN/1", "UPR document", "A/HRC/WG.6/31/CHN/1", "31", "CHN", "A/HRC/WG.6/31/CHN/1"},
		{"CAT/C/CHN/CO/5", "Treaty-body document", "CAT/C/CHN/CO/5", "", "CHN", "CAT/C/CHN/CO/5"},
		{"UA CHN 11/2013", "Special procedures communication", "UA CHN 11/2013", "", "CHN", "UA CHN 11/2013"},
		{"A/RES/60/251", "GA resolution", "A/RES/60/251", "60", "", "A/RES/60/251"},
		{"E/2005/32 (Part I)", "NGO Committee report", "E/2005/32 (Part I)", "", "", "E/2005/32 (Part I)"},
	} {
		s, err := un.ParseSymbol(test.text)
		if err != nil || s.Kind != test.kind || s.String() != test.written || s.Session() != test.session || s.State() != test.state || s.Base() != test.base {
			t.Errorf("%q: %s %q, session %q, State %q, base %q, %v", test.text, s.Kind, s, s.Session(), s.State(), s.Base(), err)
		}
	}
	for _, bad := range []string{"", "A/HRC", "R/61/77", "China"} {
		if s, err := un.ParseSymbol(bad); err == nil {
			t.Errorf("%q was read as %s", bad, s.Kind)
		}
	}
}

func FuzzParseSymbol(f *testing.F) {
	for _, s := range []string{"A/HRC/RES/36/21", "a/hrc/36/l.26/rev.1", "CAT/C/CHN/CO/5", "UA CHN 11/2013", "E/2005/32 (Part I)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := un.ParseSymbol(text)
		if err != nil {
			return
		}
		again, err := un.ParseSymbol(s.String())
		if err != nil || again.String() != s.String() || again.Kind != s.Kind {
			t.Errorf("%q is written %q, which is read as %q, %v", text, s, again, err)
		}
		s.Session()
		s.State()
		s.Base()
	})
}
