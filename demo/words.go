package demo

import (
	"regexp"
	"strings"
	"unicode"
)

// writtenOut lists the abbreviations of the tables and what readers see, in the order in which they are replaced.
var writtenOut = []struct {
	short *regexp.Regexp
	long  string
}{
	{regexp.MustCompile(`\bstate UPR report\b`), "State’s report to the Universal Periodic Review"},
	{regexp.MustCompile(`\bHRC(\d+)\b`), "session $1 of the Human Rights Council"},
	{regexp.MustCompile(`\bUPR(\d+)\b`), "session $1 of the Universal Periodic Review"},
	// Not in a document symbol: A/HRC/PRST/30/2 stays.
	{regexp.MustCompile(`(^|[^/])\bHRC\b`), "${1}Human Rights Council"},
	{regexp.MustCompile(`\bUPR\b`), "Universal Periodic Review"},
	{regexp.MustCompile(`\bCAT\b`), "Committee against Torture"},
	{regexp.MustCompile(`\bCEDAW\b`), "Committee on the Elimination of Discrimination against Women"},
	{regexp.MustCompile(`\bCRC\b`), "Committee on the Rights of the Child"},
	{regexp.MustCompile(`\bCRPD\b`), "Committee on the Rights of Persons with Disabilities"},
	{regexp.MustCompile(`\bWGAD\b`), "the Working Group on Arbitrary Detention"},
	{regexp.MustCompile(`\bSG report(s?)\b`), "report$1 of the Secretary-General"},
	{regexp.MustCompile(`\bUN DESA\b`), "the UN Department of Economic and Social Affairs"},
	{regexp.MustCompile(`\bRSDL\b`), "residential surveillance at a designated location"},
	{regexp.MustCompile(`\bGONGO(s?)\b`), "government-organised NGO$1"},
	{regexp.MustCompile(`\bToR\b`), "the terms of reference"},
	{regexp.MustCompile(`\bincl\.`), "including"},
	{regexp.MustCompile(`\bcafe\b`), "café"},
	{regexp.MustCompile(`\bJan\b`), "January"},
	{regexp.MustCompile(`\bFeb\b`), "February"},
	{regexp.MustCompile(`\bMar\b`), "March"},
	{regexp.MustCompile(`\bApr\b`), "April"},
	{regexp.MustCompile(`\bAug\b`), "August"},
	{regexp.MustCompile(`\bSept\b`), "September"},
	{regexp.MustCompile(`\bOct\b`), "October"},
	{regexp.MustCompile(`\bNov\b`), "November"},
	{regexp.MustCompile(`\bDec\b`), "December"},
}

func inWords(text string) string {
	for _, w := range writtenOut {
		text = w.short.ReplaceAllString(text, w.long)
	}
	return text
}

// curly puts real quotation marks and apostrophes in the place of the typewriter's.
func curly(text string) string {
	if !strings.ContainsAny(text, `"'`) {
		return text
	}
	var b strings.Builder
	before := ' '
	for _, r := range text {
		opening := unicode.IsSpace(before) || before == '('
		switch {
		case r == '"' && opening:
			b.WriteRune('“')
		case r == '"':
			b.WriteRune('”')
		case r == '\'' && opening:
			b.WriteRune('‘')
		case r == '\'':
			b.WriteRune('’')
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}
