package search

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/ar"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/analysis/lang/ru"
	"github.com/blevesearch/bleve/v2/registry"
	"golang.org/x/text/unicode/norm"
)

// A language is how the forms of a word are found.
type language byte

const (
	english language = iota
	french
	spanish
	russian
	arabicLanguage
	plain // forms are not joined
	languages
)

// of returns the language of a token in a text whose Latin words are in the language roman.
func (s script) of(roman language) language {
	switch s {
	case latin:
		return roman
	case cyrillic:
		return russian
	case arabic:
		return arabicLanguage
	}
	return plain
}

// candidates are the languages in which a word of a query may have to be looked for.
func (s script) candidates() []language {
	if s == latin {
		return []language{english, french, spanish}
	}
	return []language{s.of(english)}
}

// analyzers are those of bleve. They are given one word at a time.
var analyzers = sync.OnceValue(func() [plain]analysis.Analyzer {
	cache := registry.NewCache()
	var all [plain]analysis.Analyzer
	for l, name := range map[language]string{english: en.AnalyzerName, french: fr.AnalyzerName, spanish: es.AnalyzerName, russian: ru.AnalyzerName, arabicLanguage: ar.AnalyzerName} {
		a, err := cache.AnalyzerNamed(name)
		if err != nil {
			panic(err) // part of the program
		}
		all[l] = a
	}
	return all
})

// longestWord is how many bytes of a word are analysed; what is longer is no word of a language.
const longestWord = 64

// stem returns what a word has in common with its other forms, and whether it is a word that is in nearly every text of the
// language, such as "the". word is as written, folded as fold makes it.
func (l language) stem(word, folded string) (stem string, frequent bool) {
	if l == plain || len(folded) > longestWord || len(word) > longestWord {
		return folded, false
	}
	from := word // the accents of French and Spanish tell words apart, those in English texts are of foreign names
	if l == english || l == russian {
		from = folded
	}
	tokens := analyzers()[l].Analyze([]byte(from))
	if len(tokens) == 0 {
		return folded, true
	}
	var all []byte
	for _, t := range tokens {
		all = append(all, t.Term...)
	}
	if l == french || l == spanish {
		return string(fold(nil, string(all), latin)), false
	}
	return string(all), false
}

// fold appends the one spelling of a word to buf: small letters, without accents in Latin and vowel signs in Arabic.
func fold(buf []byte, word string, s script) []byte {
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c >= utf8.RuneSelf {
			return foldRunes(buf, word[i:], s)
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf = append(buf, c)
	}
	return buf
}

func foldRunes(buf []byte, word string, s script) []byte {
	form := norm.NFKD
	if s != latin && s != arabic { // the й of Russian is a letter of its own
		form = norm.NFKC
	}
	for _, r := range form.String(word) {
		switch {
		case r == 'ё':
			r = 'е'
		case r == 'Ё':
			r = 'е'
		case r == 'ـ' || unicode.Is(unicode.Mn, r): // tatweel only stretches
			continue
		}
		buf = utf8.AppendRune(buf, unicode.ToLower(r))
	}
	return buf
}

// little are words by which French and Spanish texts are told from English ones.
var little = func() map[string]language {
	all := map[string]language{}
	for l, words := range map[language][]string{
		english: {"the", "of", "and", "to", "in", "for", "with", "by", "that", "on", "is", "was", "its", "from", "not"},
		french:  {"les", "des", "du", "et", "pour", "dans", "sur", "une", "aux", "est", "qui", "droits", "le", "au", "avec"},
		spanish: {"los", "las", "del", "y", "para", "por", "una", "con", "que", "el", "derechos", "en", "se", "al", "sus"},
	} {
		for _, w := range words {
			all[w] = l
		}
	}
	return all
}()

// roman guesses the language of the Latin words of a text from its first ones: English unless two little words and more
// than those of English say otherwise.
func roman(text string) language {
	const enough = 60
	var n [plain]int
	s, buf := scanner{text: text}, make([]byte, 0, 32)
	for range enough {
		t, ok := s.next()
		if !ok {
			break
		}
		if t.script != latin || t.to-t.from > 8 {
			continue
		}
		buf = fold(buf[:0], text[t.from:t.to], latin)
		if l, ok := little[string(buf)]; ok {
			n[l]++
		}
	}
	best := english
	for _, l := range []language{french, spanish} {
		if n[l] >= 2 && n[l] > n[best] {
			best = l
		}
	}
	return best
}

// Language guesses the language of a text: its code, or "" if nothing can be said.
func Language(text string) string {
	s := scanner{text: text}
	t, ok := s.next()
	if !ok {
		return ""
	}
	switch t.script {
	case latin:
		return []string{"en", "fr", "es"}[roman(text)]
	case cyrillic:
		return "ru"
	case arabic:
		return "ar"
	case characters:
		return "zh"
	}
	return ""
}
