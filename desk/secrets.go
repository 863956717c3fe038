package desk

import (
	"regexp"
	"slices"

	"unhindered/record/register"
)

// checkSecrets looks for what must not be shown: names of people who are not named, the secret terms of the case, and
// places finer than consented.
func (c *Case) checkSecrets(e register.Entry, names []Row[Identity], limit Grant, p *problems) {
	texts := shownTexts(e)
	named := namedWords(names, c.Draft.Data.Named)
	for _, name := range names {
		var label any = Phrase("somebody in the case")
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
				switch nameIn(secret, shown.text, named) {
				case found:
					p.block(ProblemSecretTerm, shown.field, "A name of %s, or a part of it, stands here. Take it out, or list the party as named.", label)
				case perhaps:
					p.hint(ProblemSecretTerm, shown.field, "A short word here is also a part of a name of %s. Make sure that it is only a word.", label)
				}
			}
		}
	}
	for _, term := range c.Header.Data.SecretTerms {
		for _, shown := range texts {
			if termIn(term, shown.text) {
				p.block(ProblemSecretTerm, shown.field, "The term “%s” is marked secret in this case and stands here.", term)
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
					p.block(ProblemPlaces, shown.field, "The place “%s” stands here; places may be no more exact than the %s.", place.text, Phrase(limit.Places))
				}
			}
		}
	}
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
		p.block(ProblemDates, "dates", "Dates may be no more exact than the %s.", Phrase(limit))
	}
	for _, shown := range shownTexts(e) {
		text := string(fold(shown.text))
		if !dayDates.MatchString(text) && !(limit == ToYear && monthDates.MatchString(text)) {
			continue
		}
		switch {
		case shown.own:
			p.block(ProblemDates, shown.field, "A date stands here that is more exact than the %s, which is all that was consented to.", Phrase(limit))
		case shown.field == "engagement" || shown.field == "replies":
			p.hint(ProblemDates, shown.field, "A date stands here. Make sure that it is not the date of what happened, for which nothing so exact was consented to.")
		}
	}
}
