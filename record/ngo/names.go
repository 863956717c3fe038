package ngo

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// statusNote is what reports add to the name of an organisation that has status: "(special, 2014)".
var statusNote = regexp.MustCompile(`(?i)\s*\((?:in )?(?:general|special|roster)(?: consultative status)?(?:, ?\d{4})?\)\s*$|\s*\((?:an )?organi[sz]ation not in status[^)]*\)\s*$`)

// Clean returns a name as it is shown: line breaks and doubled spaces become one space, and what a report adds about the
// status of the organisation goes.
func Clean(name string) string {
	name = strings.Map(func(r rune) rune {
		if r == '\ufeff' || r == '\u200b' || r == '\u00ad' {
			return -1
		}
		return r
	}, norm.NFC.String(name))
	name = strings.Join(strings.Fields(name), " ")
	if !strings.HasSuffix(name, ")") {
		return name
	}
	return strings.TrimSpace(statusNote.ReplaceAllString(name, ""))
}

// bracketed finds what stands in brackets.
var bracketed = regexp.MustCompile(`[(\[]([^()\[\]]*)[)\]]`)

// withoutAcronyms takes away short forms in brackets: "Child Rights International Network (CRIN)".
func withoutAcronyms(name string) string {
	if !strings.ContainsAny(name, "([") {
		return name
	}
	out := bracketed.ReplaceAllStringFunc(name, func(b string) string {
		in := strings.TrimSpace(b[1 : len(b)-1])
		upper, letters := 0, 0
		for _, r := range in {
			if unicode.IsLetter(r) {
				letters++
			}
			if unicode.IsUpper(r) {
				upper++
			}
		}
		if !strings.ContainsAny(in, " ,") && upper >= 2 && 2*upper >= letters && letters <= 14 {
			return " "
		}
		return b
	})
	if strings.TrimSpace(out) == "" {
		return name
	}
	return out
}

// letters of other alphabets that look like ours and were typed by mistake, and letters that do not come apart.
var letters = strings.NewReplacer(
	"А", "A", "В", "B", "Е", "E", "К", "K", "М", "M", "Н", "H", "О", "O", "Р", "P", "С", "C", "Т", "T", "Х", "X",
	"а", "a", "е", "e", "о", "o", "р", "p", "с", "c", "х", "x", "у", "y", "і", "i",
	"ß", "ss", "æ", "ae", "Æ", "ae", "ø", "o", "Ø", "o", "œ", "oe", "Œ", "oe", "ł", "l", "Ł", "l", "đ", "d", "Đ", "d", "ı", "i", "ə", "e", "Ə", "e", "&", " and ",
)

// legalForms say what kind of body an organisation is in its own law, and are written in one session and not in the next.
var legalForms = map[string]bool{
	"inc": true, "incorporated": true, "ltd": true, "limited": true, "llc": true, "corp": true, "corporation": true, "ev": true,
	"asbl": true, "gmbh": true, "ggmbh": true, "aps": true, "npc": true, "cic": true, "ra": true, "onlus": true, "aisbl": true,
}

// spellings maps British onto American spelling of the words that names use most.
var spellings = map[string]string{
	"centre": "center", "centres": "centers", "organisation": "organization", "organisations": "organizations",
	"programme": "program", "programmes": "programs", "defence": "defense", "labour": "labor", "behaviour": "behavior",
	"organisational": "organizational", "mobilisation": "mobilization",
}

// words are the words of a name by which it is compared: no case, accents, punctuation, short form in brackets, legal form
// or leading article, and one spelling.
func words(name string) []string {
	all := plainWords(withoutAcronyms(Clean(name)))
	for len(all) > 1 && legalForms[all[len(all)-1]] {
		all = all[:len(all)-1]
	}
	if len(all) > 1 && all[0] == "the" {
		all = all[1:]
	}
	if len(all) > 1 && all[len(all)-1] == "the" { // "American Conservative Union, The"
		all = all[:len(all)-1]
	}
	return spelt(all)
}

// spelt gives words one spelling.
func spelt(all []string) []string {
	for i, w := range all {
		if other, ok := spellings[w]; ok {
			all[i] = other
		}
	}
	return all
}

// plainWords folds a text to words of lower-case letters and digits.
func plainWords(text string) []string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(letters.Replace(text)) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '.' || r == '\'' || r == '’' || r == '‘' || r == '`' || r == '´':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}

// Key is what two spellings of one name have in common. Names with the same key are taken for the same organisation. It is
// empty for a name without any letter or digit.
func Key(name string) string { return strings.Join(words(name), "") }

// A book remembers what was worked out of names, since each is met at many sessions.
type book map[string]page

type page struct {
	clean, key string
	words      []string
}

func (b book) of(name string) page {
	p, ok := b[name]
	if !ok {
		p.clean, p.words = Clean(name), words(name)
		p.key = strings.Join(p.words, "")
		b[name] = p
	}
	return p
}

func (b book) key(name string) string { return b.of(name).key }

// slugLength keeps addresses short enough to be read.
const slugLength = 80

// Slug is the name as part of an address.
func Slug(name string) string {
	var b strings.Builder
	for _, w := range words(name) {
		if b.Len() > 0 && b.Len()+1+len(w) > slugLength {
			break
		}
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(w)
	}
	return b.String()
}
