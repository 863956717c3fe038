package desk

import (
	"testing"

	"unhindered/record/register"
)

func TestNameIn(t *testing.T) {
	tests := []struct {
		why, name, text string
		want            bool
	}{
		{"the whole name", "Amina Yusuf", "They met Amina Yusuf there.", true},
		{"another case", "Amina Yusuf", "AMINA YUSUF", true},
		{"another order", "Amina Yusuf", "Yusuf, Amina", true},
		{"only the family name", "Amina Yusuf", "Ms Yusuf spoke.", true},
		{"with an apostrophe", "Amina Yusuf", "Yusuf's statement", true},
		{"with an ending", "Amina Yusuf", "Yusufs Rede", true},
		{"with diacritics", "José Peña", "Jose Pena", true},
		{"without diacritics", "Jose Pena", "José Peña", true},
		{"spaced out", "Amina Yusuf", "A m i n a Y u s u f", true},
		{"written together", "Amina Yusuf", "see @aminayusuf", true},
		{"with an invisible sign", "Amina Yusuf", "Ami\u200bna", true},
		{"a long part inside a word", "Zhang Meiling", "weiboMeiling88", true},
		{"Arabic with vowels", "أمينة يوسف", "أَمِينَة", true},
		{"Arabic with tatweel", "أمينة يوسف", "يوســف", true},
		{"Chinese without spaces", "王小明", "律师王小明昨日", true},
		{"Chinese, two signs of it, are somebody else", "王小明", "王小红", false},
		{"a short part inside another word", "Ali Haj", "The quality of replies", false},
		{"a short part as a word", "Ali Haj", "Ali said", true},
		{"a particle says nothing", "Omar bin Said", "the bin was full", false},
		{"nothing of it", "Amina Yusuf", "A defender spoke at the Council.", false},
		{"an initial says nothing", "A. Yusuf", "a defender", false},
		{"an empty name", "", "anything", false},
	}
	for _, test := range tests {
		if got := nameIn(test.name, test.text, nil); got != test.want {
			t.Errorf("%s: nameIn(%q, %q) = %v", test.why, test.name, test.text, got)
		}
	}
	shown := map[string]bool{"yusuf": true, "amina": true}
	if nameIn("Karim Yusuf", "Amina Yusuf spoke", shown) {
		t.Error("a brother's name is found in the name of a sister who may be named")
	}
	if !nameIn("Karim Yusuf", "Amina and Karim", shown) {
		t.Error("a brother's first name is not found")
	}
}

func TestTermIn(t *testing.T) {
	tests := []struct {
		why, term, text string
		want            bool
	}{
		{"a place", "Northtown", "in NORTHTOWN.", true},
		{"a hyphen more", "North town", "north-town", true},
		{"a number", "+41 22 917", "call +41-22-917", true},
		{"short, as a word", "ILO", "of the ILO office", true},
		{"short, inside a word", "ILO", "in the silo", false},
		{"nothing of it", "Northtown", "in the north", false},
	}
	for _, test := range tests {
		if got := termIn(test.term, test.text); got != test.want {
			t.Errorf("%s: termIn(%q, %q) = %v", test.why, test.term, test.text, got)
		}
	}
}

func TestDatesInTexts(t *testing.T) {
	tests := []struct {
		why, text string
		limit     Precision
		found     bool
	}{
		{"a day in numbers", "on 2026-04-14", ToMonth, true},
		{"a day with slashes", "on 14/4/2026", ToMonth, true},
		{"a day in words", "on 14 April", ToMonth, true},
		{"a day in American words", "on April 14, 2026", ToMonth, true},
		{"an ordinal", "on the 14th of April", ToMonth, true},
		{"a month, where months are allowed", "in April 2026", ToMonth, false},
		{"a month, where years are", "in April 2026", ToYear, true},
		{"a bare month", "arrested in April", ToYear, true},
		{"a month in numbers", "since 2026-04", ToYear, true},
		{"a year", "in 2026", ToYear, false},
		{"may is a verb", "she may not leave", ToYear, false},
		{"march is a noun", "a march of 2000 people", ToYear, false},
		{"a document symbol", "A/HRC/36/31 and UA XEX 11/2013", ToYear, false},
	}
	for _, test := range tests {
		var p problems
		checkDates(register.Entry{Summary: test.text}, test.limit, &p)
		if got := Blocking(p); got != test.found {
			t.Errorf("%s: %q within %s: found %v", test.why, test.text, test.limit, got)
		}
	}
	var p problems
	checkDates(register.Entry{Actions: []register.Action{{Text: "of 14 April 2026"}}}, ToYear, &p)
	if len(p) != 0 {
		t.Error("the date of a public UN document is held against the person")
	}
}
