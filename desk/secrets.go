package desk

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"unhindered/record/register"
)

// checkSecrets looks for what must not be shown: names of people who are not named, the secret terms of the case, and
// places finer than consented.
func (c *Case) checkSecrets(e register.Entry, names []Row[Identity], limit Grant, p *problems) {
	texts := shownTexts(e)
	named := namedWords(names, c.Draft.Data.Named)
	for _, name := range names {
		label := "somebody in the case"
		for _, party := range c.Parties {
			if party.ID == name.ID {
				label = party.Data.Label
			}
		}
		secrets := name.Data.Aliases
		if !slices.Contains(c.Draft.Data.Named, name.ID) {
			secrets = append([]string{name.Data.Name}, secrets...)
		}
		for _, secret := range secrets {
			for _, shown := range texts {
				if nameIn(secret, shown.text, named) {
					p.block(ProblemSecretTerm, shown.field, fmt.Sprintf("A name of %s, or a part of it, stands here. Take it out, or list the party as named.", label))
				}
			}
		}
	}
	for _, term := range c.Header.Data.SecretTerms {
		for _, shown := range texts {
			if termIn(term, shown.text) {
				p.block(ProblemSecretTerm, shown.field, fmt.Sprintf("The term %q is marked secret in this case and stands here.", term))
			}
		}
	}
	for _, act := range c.Acts {
		for _, place := range []struct {
			text  string
			finer bool
		}{{act.Data.Place, finer(ToExact, limit.Places)}, {act.Data.Region, finer(ToRegion, limit.Places)}} {
			if !place.finer || place.text == "" || c.Header.Data.isState(place.text) {
				continue
			}
			for _, shown := range texts {
				if termIn(place.text, shown.text) {
					p.block(ProblemPlaces, shown.field, fmt.Sprintf("The place %q stands here; places may be no more exact than the %s.", place.text, limit.Places))
				}
			}
		}
	}
}

// particles are parts of names that say nothing by themselves.
var particles = strings.Fields("the and bin bint ibn abu umm abd del della van von der den dos das mac ben bar san santa sri haji hajji sheikh doctor mrs miss")

// namedWords returns the folded words of the names that may be shown.
func namedWords(names []Row[Identity], ids []string) map[string]bool {
	words := map[string]bool{}
	for _, name := range names {
		if slices.Contains(ids, name.ID) {
			for _, word := range wordsOf(name.Data.Name) {
				words[word] = true
			}
		}
	}
	return words
}

// wordsOf splits a text into folded words of letters and digits.
func wordsOf(text string) []string {
	return strings.FieldsFunc(string(fold(text)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// squash leaves the letters and digits of a text, folded.
func squash(text string) string { return strings.Join(wordsOf(text), "") }

// nameIn tells whether a name, or a part of it, stands in a text: the whole name however it is written together or
// apart, or one of its words at the start of a word of the text ("Sami's", "Samis"), or anywhere if it is long. Parts
// that belong to a name which may be shown do not count, nor do particles and single letters.
func nameIn(name, text string, shown map[string]bool) bool {
	parts := wordsOf(name)
	whole := strings.Join(parts, "")
	if utf8.RuneCountInString(whole) < 2 {
		return false
	}
	words := wordsOf(text)
	together := strings.Join(words, "")
	allShown := !slices.ContainsFunc(parts, func(part string) bool { return !shown[part] })
	if utf8.RuneCountInString(whole) >= 4 && !allShown && strings.Contains(together, whole) {
		return true
	}
	for _, part := range parts {
		n := utf8.RuneCountInString(part)
		short := n < 3
		if isCaseless(part) { // a script without upper case writes names in fewer signs
			short = n < 2
		}
		if short && len(parts) > 1 || shown[part] || slices.Contains(particles, part) {
			continue
		}
		for _, word := range words {
			if short && word == part || !short && strings.HasPrefix(word, part) || n >= 5 && strings.Contains(word, part) {
				return true
			}
		}
		if isCaseless(part) && strings.Contains(together, part) {
			return true // scripts that set no spaces between words
		}
	}
	return false
}

// isCaseless tells whether a word is written in a script such as Han, where words are not set apart.
func isCaseless(word string) bool {
	for _, r := range word {
		if !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan) {
			return false
		}
	}
	return word != ""
}

// termIn tells whether a term stands in a text, whatever its case, diacritics, spaces and hyphens. A term shorter than
// four letters has to be a word of its own.
func termIn(term, text string) bool {
	want := squash(term)
	switch n := utf8.RuneCountInString(want); {
	case n == 0:
		folded := fold(term)
		return len(folded) > 0 && bytes.Contains(fold(text), folded)
	case n < 4 && !isCaseless(want):
		return slices.Contains(wordsOf(text), want)
	}
	return strings.Contains(squash(text), want)
}

var (
	months   = `(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?`
	dayDates = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|` +
		`\b\d{1,2}(?:st|nd|rd|th)?(?: of)? ` + months + `\b|\b` + months + ` \d{1,2}(?:st|nd|rd|th)?\b(?: |,|\.|;|$)`)
	monthDates = regexp.MustCompile(`\b\d{4}-(?:0[1-9]|1[0-2])\b|\b` + months + `,? \d{4}\b|\b(?:in|since|until|during|early|mid|late|of) ` + months + `\b`)
)

// checkDates looks for dates in the texts that are finer than may be shown. It knows how dates are written in numbers and
// in English; where it sees none it proves nothing.
func checkDates(e register.Entry, limit Precision, p *problems) {
	if limit == ToDay {
		return
	}
	if len(e.From) > 4 && limit == ToYear || len(e.To) > 4 && limit == ToYear || len(e.From) > 7 || len(e.To) > 7 {
		p.block(ProblemDates, "dates", fmt.Sprintf("Dates may be no more exact than the %s.", limit))
	}
	for _, shown := range shownTexts(e) {
		text := string(fold(shown.text))
		if !dayDates.MatchString(text) && !(limit == ToYear && monthDates.MatchString(text)) {
			continue
		}
		switch {
		case shown.own:
			p.block(ProblemDates, shown.field, fmt.Sprintf("A date stands here that is more exact than the %s, which is all that was consented to.", limit))
		case shown.field == "engagement" || shown.field == "replies":
			p.hint(ProblemDates, shown.field, "A date stands here. Make sure that it is not the date of what happened, for which nothing so exact was consented to.")
		}
	}
}
