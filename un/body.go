package un

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// A Body is a UN body, office or human-rights mechanism that people cooperate with or that takes up their cases.
type Body struct {
	Code, Name string
	Aliases    []string
}

// TreatyBodyNotNamed is the code where a source speaks of a treaty body and does not say which.
const TreatyBodyNotNamed = "TB"

var bodies = []Body{
	{"HRC", "Human Rights Council", []string{"the Council", "UNHRC"}},
	{"UPR", "Universal Periodic Review", []string{"Working Group on the Universal Periodic Review", "UPR Working Group"}},
	{"SP", "special procedures of the Human Rights Council", []string{
		"special procedures", "special procedure", "Special Rapporteur", "Independent Expert", "mandate holders"}},
	{"WGAD", "Working Group on Arbitrary Detention", []string{"WG-AD"}},
	{"WGEID", "Working Group on Enforced or Involuntary Disappearances", []string{"WG-EID"}},
	{"COI", "commissions of inquiry and fact-finding missions", []string{"commission of inquiry", "fact-finding mission"}},

	{"CERD", "Committee on the Elimination of Racial Discrimination", nil},
	{"CCPR", "Human Rights Committee", nil},
	{"CESCR", "Committee on Economic, Social and Cultural Rights", nil},
	{"CEDAW", "Committee on the Elimination of Discrimination against Women", nil},
	{"CAT", "Committee against Torture", nil},
	{"SPT", "Subcommittee on Prevention of Torture", []string{"CAT/OP"}},
	{"CRC", "Committee on the Rights of the Child", nil},
	{"CMW", "Committee on Migrant Workers", nil},
	{"CRPD", "Committee on the Rights of Persons with Disabilities", nil},
	{"CED", "Committee on Enforced Disappearances", nil},
	{TreatyBodyNotNamed, "treaty body, not named", []string{"treaty body", "treaty bodies"}},

	{"GA", "General Assembly", []string{"UNGA"}},
	{"GA-3", "Third Committee of the General Assembly", []string{"Third Committee", "C3"}},
	{"ECOSOC", "Economic and Social Council", nil},
	{"ECOSOC-NGO", "Committee on Non-Governmental Organizations", []string{
		"NGO Committee", "ECOSOC NGO Committee", "Committee on NGOs"}},
	{"PFII", "Permanent Forum on Indigenous Issues", []string{"Permanent Forum", "UNPFII"}},
	{"CSW", "Commission on the Status of Women", nil},
	{"SC", "Security Council", nil},
	{"SG", "Secretary-General (reports on reprisals)", []string{
		"SG report", "SG reports", "Secretary-General", "report of the Secretary-General"}},
	{"OHCHR", "Office of the High Commissioner for Human Rights", []string{
		"High Commissioner for Human Rights", "High Commissioner"}},
	{"UN", "other United Nations body or office", []string{"United Nations"}},
}

// Bodies returns all bodies: the Council and its mechanisms, the treaty bodies, then the others.
func Bodies() []Body { return slices.Clone(bodies) }

// BodyByCode returns the body with the given code.
func BodyByCode(code string) (Body, bool) {
	i := slices.IndexFunc(bodies, func(b Body) bool { return b.Code == code })
	if i < 0 {
		return Body{}, false
	}
	return bodies[i], true
}

var (
	// aside is what sources add to a body: "special procedures (extreme poverty)", "treaty body (CAT by context)".
	aside = regexp.MustCompile(`\s*\([^()]*\)\s*$`)
	// years is what they add to a report: "SG report 2020", "SG report 2021 and 2024", "SG report 2016-2018".
	years = regexp.MustCompile(`\s+\d{4}(\s*(-|–|,|and)\s*\d{4})*\s*$`)
	// mandate is a special procedure by its own title: "Special Rapporteur on extreme poverty".
	mandate = regexp.MustCompile(`^(special rapporteur|independent expert|special procedures?|working group( of experts)?) (on|for) `)
)

// FindBody returns the body that has the given code, name or alias. Case, accents and punctuation do not matter; years
// and a parenthesis after the name are ignored. The mandates of special procedures other than the two
// working groups listed by themselves are found as special procedures.
func FindBody(name string) (Body, bool) {
	names := bodyNames()
	name = years.ReplaceAllString(name, "")
	if b, ok := names[fold(name)]; ok {
		return b, true
	}
	plain := fold(aside.ReplaceAllString(name, ""))
	if b, ok := names[plain]; ok {
		return b, true
	}
	if mandate.MatchString(plain) {
		return BodyByCode("SP")
	}
	return Body{}, false
}

var bodyNames = sync.OnceValue(func() map[string]Body {
	names := map[string]Body{}
	for _, b := range bodies {
		for _, name := range slices.Concat([]string{b.Code, b.Name}, b.Aliases) {
			if key := fold(name); strings.TrimSpace(key) != "" {
				names[key] = b
			}
		}
	}
	return names
})
