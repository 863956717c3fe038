package coding

import "strings"

// kind says what a word is for the parse of the clause. A word can be several things.
type kind uint16

const (
	isMark        kind = 1 << iota // no word: , ; : or full stop
	isFunction                     // ends the head of a noun phrase
	isIntroducing                  // can open a phrase before the main clause
	isFiller                       // adverbs between which the verb stands: "further", "effectively"
	isArticle
	isMeans   // by, through: what follows is how
	isExample // including, in particular
	isAnd
	isGerund
	isAdverb
)

var kinds = func() map[string]kind {
	all := map[string]kind{}
	add := func(k kind, words string) {
		for w := range strings.FieldsSeq(words) {
			all[w] |= k
		}
	}
	add(isFunction, `of to for on in that which who whose by with from at as into within through and or including such aimed
		aiming under against between among towards toward regarding concerning relating related so where when while if the its
		their his her them it is are be has have not without especially particularly particular order view line accordance
		about upon over during after before until all those these this`)
	add(isIntroducing, `in as with to on within regarding concerning following given for while through at by that further under
		considering having taking pursuant according based recalling noting welcoming since bearing building also`)
	add(isFiller, `further also more fully effectively seriously actively strongly kindly promptly immediately urgently swiftly
		rapidly quickly progressively gradually favourably positively carefully duly formally definitively substantially
		significantly considerably early soon possible please step even still explicitly officially publicly vigorously firmly`)
	add(isArticle, "the a an its their all any his your this those these")
	add(isMeans, "by through via")
	add(isExample, "including namely particularly especially notably")
	add(isAnd, "and or")
	return all
}()
