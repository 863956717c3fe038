package coding

import (
	"bytes"
	_ "embed" // the phrases
	"encoding/csv"
	"strings"
	"unicode"
)

// The phrases and their cautions; 002 and the like in the column origin are the sources that name them, "analyst" is an
// addition that no source names.
//
//go:embed phrases.csv
var phraseFile []byte

// A Phrase is a piece of coded language: words that a source has found to stand for something else. Many are also plain
// words of the United Nations.
type Phrase struct {
	Text    string
	Kind    string // "phrase", "initiative"; a "reply phrase" belongs to the replies of States, not to recommendations
	Origin  string
	Risk    string // that it means nothing here: low, medium, high
	Caution string
	words   []string
}

// A PhraseHit is a phrase in a text.
type PhraseHit struct {
	Phrase Phrase
	Words  Span
	// Counts is false where the phrase must not be taken for a sign: its risk is high and no other stands beside it, it
	// is of the language of replies, or the text cites a resolution that has it in its title.
	Counts bool
}

var phrases = func() []Phrase {
	rows, err := csv.NewReader(bytes.NewReader(phraseFile)).ReadAll()
	if err != nil {
		panic(err) // the file is part of the program
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	var all []Phrase
	for _, r := range rows[1:] {
		p := Phrase{Text: r[at["phrase"]], Kind: r[at["kind"]], Origin: r[at["origin"]], Risk: r[at["false_positive_risk"]], Caution: r[at["caution"]]}
		for _, t := range tokenise(p.Text, nil) {
			p.words = append(p.words, spelling(t.lower))
		}
		all = append(all, p)
	}
	return all
}()

// AllPhrases returns the phrases that are looked for.
func AllPhrases() []Phrase { return append([]Phrase(nil), phrases...) }

// spelling brings British and American forms together, and what was joined by a hyphen or not.
func spelling(word string) string {
	word = strings.ReplaceAll(word, "centred", "centered")
	return strings.ReplaceAll(word, "isation", "ization")
}

// Phrases returns the coded phrases in a text.
func Phrases(text string) []PhraseHit {
	tokens := tokenise(text, nil)
	words := make([]string, len(tokens))
	cites := false
	for i, t := range tokens {
		words[i] = spelling(t.lower)
		cites = cites || t.lower == "resolution" || t.lower == "resolutions"
	}
	var all []PhraseHit
	strong := false
	for _, p := range phrases {
		at := p.in(text, tokens, words)
		if at == (Span{}) {
			continue
		}
		h := PhraseHit{p, at, !cites && p.Kind != "reply phrase"}
		strong = strong || h.Counts && p.Risk != "high"
		all = append(all, h)
	}
	for i := range all {
		all[i].Counts = all[i].Counts && strong
	}
	return all
}

// in returns where the phrase stands first. Chinese has no blanks between words: there the letters are compared.
func (p *Phrase) in(text string, tokens []token, words []string) Span {
	if strings.IndexFunc(p.Text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0 {
		if i := strings.Index(text, p.Text); i >= 0 {
			return Span{i, i + len(p.Text)}
		}
		return Span{}
	}
	for i := 0; i+len(p.words) <= len(words); i++ {
		same := true
		for k, w := range p.words {
			if words[i+k] != w {
				same = false
				break
			}
		}
		if same {
			return Span{tokens[i].start, tokens[i+len(p.words)-1].end}
		}
	}
	return Span{}
}
