package desk

import (
	"testing"

	"unhindered/record/register"
)

func TestNameIn(t *testing.T) {
	tests := []struct {
		why, name, text string
		want            match
	}{
		{"the whole name", "Amina Yusuf", "They met Amina Yusuf there.", found},
		{"another case", "Amina Yusuf", "AMINA YUSUF", found},
		{"small letters", "Amina Yusuf", "amina yusuf", found},
		{"another order", "Amina Yusuf", "Yusuf, Amina", found},
		{"only the family name", "Amina Yusuf", "Ms Yusuf spoke.", found},
		{"with an apostrophe", "Amina Yusuf", "Yusuf's statement", found},
		{"with an ending", "Amina Yusuf", "Yusufs Rede", found},
		{"with diacritics", "José Peña", "Jose Pena", found},
		{"without diacritics", "Jose Pena", "José Peña", found},
		{"spaced out", "Amina Yusuf", "A m i n a Y u s u f", found},
		{"written together", "Amina Yusuf", "see @aminayusuf", found},
		{"with an invisible sign", "Amina Yusuf", "Ami\u200bna", found},
		{"a long part inside a word", "Zhang Meiling", "weiboMeiling88", found},
		{"Cyrillic", "Анна Петрова", "адвокат Петрова", found},
		{"Arabic with vowels", "أمينة يوسف", "أَمِينَة", found},
		{"Arabic with tatweel", "أمينة يوسف", "يوســف", found},
		{"Arabic with a prefix", "أمينة يوسف", "ويوسف", found},
		{"Chinese without spaces", "王小明", "律师王小明昨日", found},
		{"Chinese, two signs of it, are somebody else", "王小明", "王小红", absent},
		{"a short part inside another word", "Ali Haj", "The quality of replies", absent},
		{"a short part as a word", "Ali Haj", "Ali said", found},
		{"a short part with an s", "Ali Haj", "Alis Haus", found},
		{"a short part that begins another word", "Sun Lin", "On Sunday the link was cut.", absent},
		{"a part that is a word, in small letters", "May Long", "she may not leave for long", perhaps},
		{"a part that is a word, with a capital", "May Long", "Ms Long", found},
		{"two letters with a capital", "Wu Mei", "Ms Wu said", perhaps},
		{"two letters that are a word", "He Mei", "He said", absent},
		{"a short whole name", "Li Na", "when Li Na spoke", found},
		{"a short whole name across words", "Li Na", "Australi natives", absent},
		{"a particle says nothing", "Omar bin Said", "the bin was full", absent},
		{"a verb that is a name is worth a look", "Omar bin Said", "he said", perhaps},
		{"nothing of it", "Amina Yusuf", "A defender spoke at the Council.", absent},
		{"an initial says nothing", "A. Yusuf", "a defender", absent},
		{"an empty name", "", "anything", absent},
	}
	for _, test := range tests {
		if got := nameIn(test.name, test.text, nil); got != test.want {
			t.Errorf("%s: nameIn(%q, %q) = %v, want %v", test.why, test.name, test.text, got, test.want)
		}
	}
	shown := map[string]bool{"yusuf": true, "amina": true}
	if nameIn("Karim Yusuf", "Amina Yusuf spoke", shown) != absent {
		t.Error("a brother's name is found in the name of a sister who may be named")
	}
	if nameIn("Karim Yusuf", "Amina and Karim", shown) != found {
		t.Error("a brother's first name is not found")
	}
	if nameIn("Karim Yusuf", "Karim Yusuf", shown) != found {
		t.Error("a brother's whole name is not found")
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
