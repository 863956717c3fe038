package coding

// A feature is a hash of some words and of the part that they play. What stands behind a hash cannot be read from it; with
// 32 bits, two of a hundred thousand features share one now and then, which does no harm.
type feature uint32

// The groups of features. Within a group a text has length 1, so that no group drowns another.
const (
	inText   = iota // words and pairs of words, anywhere
	leading         // the first dozen words and where they stand
	inClause        // verb, object, means
	stems           // beginnings and ends of words
	letters         // pieces of words of two to five letters
	groups
)

// Parts that a feature plays, mixed into its hash; a place or a length can be added to a part.
const (
	partWord = (iota + 1) << 4
	partPair
	partPrefix
	partPlace
	partFirst
	partFirstTwo
	partFirstThree
	partStem4
	partStem5
	partStem6
	partEnd4
	partStems
	partLetters
	partMain
	partStart
	partVerb
	partObject
	partVerbObject
	partSecond
	partBoth
	partSecondObject
	partBothObject
	partTo
	partVerbTo
	partVerbObjectTo
	partToObject
	partVerbToObject
	partMeans
	partMeansObject
	partVerbMeans
	partMeansAny
	partBy
	partVerbBy
	partNext
	partVerbNext
	partNoun
	partVerbNoun
	partVerbNounHead
	partMeansCount
	partLength
	partVerbLength
	partVerbWord
	partNothing
)

var edge = hashString("|")

// A bag collects the features of a text.
type bag struct {
	clause
	words []token
	group [groups][]feature
}

func (b *bag) add(group, part int, hashes ...uint64) {
	h := mix(uint64(part)*0x9e3779b97f4a7c15+1, uint64(group)+77)
	for _, x := range hashes {
		h = mix(h, x)
	}
	b.group[group] = append(b.group[group], feature(h>>32))
}

// read fills the bag from a text.
func (b *bag) read(text string, v verbs) {
	b.parse(text, v)
	b.words = b.words[:0]
	for _, t := range b.tokens {
		if t.word() {
			b.words = append(b.words, t)
		}
	}
	for g := range b.group {
		b.group[g] = b.group[g][:0]
	}
	b.readText()
	b.readLead()
	b.readStems()
	b.readLetters()
	b.readClause()
}

func (b *bag) readText() {
	for i := range b.words {
		b.add(inText, partWord, b.words[i].hash)
		if i > 0 {
			b.add(inText, partPair, b.words[i-1].hash, b.words[i].hash)
		}
	}
}

// readLead looks at the first words, where the action stands.
func (b *bag) readLead() {
	n := len(b.words)
	at := func(i int) uint64 { // the words with an edge before and after
		if i == 0 || i > n {
			return edge + uint64(min(i, 1))
		}
		return b.words[i-1].hash
	}
	prefix := uint64(0)
	for k := 1; k <= min(6, n+1); k++ {
		prefix = mix(prefix, at(k))
		b.add(leading, partPrefix+k, prefix)
	}
	for i := 1; i <= min(7, n+1); i++ {
		b.add(leading, partPlace+i, at(i))
	}
	last := min(12, n+2)
	for i := 0; i+1 < last; i++ {
		b.add(leading, partFirst, at(i))
		b.add(leading, partFirstTwo, at(i), at(i+1))
		if i+2 < last {
			b.add(leading, partFirstThree, at(i), at(i+1), at(i+2))
		}
	}
}

func (b *bag) readStems() {
	before := uint64(0)
	for i := range b.words {
		w := b.words[i].lower
		b.add(stems, partStem4, hashString(w[:min(4, len(w))]))
		five := hashString(w[:min(5, len(w))])
		b.add(stems, partStem5, five)
		b.add(stems, partStem6, hashString(w[:min(6, len(w))]))
		b.add(stems, partEnd4, hashString(w[max(0, len(w)-4):]))
		if i > 0 {
			b.add(stems, partStems, before, five)
		}
		before = five
	}
}

// readLetters cuts words, with a blank at each end, into pieces: forms of a word that nobody has used yet share most of them.
func (b *bag) readLetters() {
	const shortest, longest, enough = 2, 5, 40
	for i := range b.words {
		w := b.words[i].lower
		w = w[:min(len(w), enough)]
		at := func(k int) byte {
			if k == 0 || k == len(w)+1 {
				return ' '
			}
			return w[k-1]
		}
		for from := 0; from < len(w)+2; from++ {
			h := uint64(hashStart)
			for n := 1; n <= longest && from+n <= len(w)+2; n++ {
				h = (h ^ uint64(at(from+n-1))) * hashPrime
				if n >= shortest {
					b.add(letters, partLetters, h)
				}
			}
		}
	}
}

func (b *bag) readClause() {
	const g = inClause
	words, n := uint64(0), 0
	for i := range b.main {
		if !b.main[i].word() {
			continue
		}
		if n++; n <= 5 {
			words = mix(words, b.main[i].hash)
			b.add(g, partMain+n, words)
		}
	}
	if n == 0 {
		b.add(g, partNothing)
		return
	}
	m := b.main
	v := m[0].hash
	object := hashString(b.object)
	b.add(g, partStart, uint64(min(b.skip, 3)))
	b.add(g, partVerb, v)
	b.add(g, partObject, object)
	b.add(g, partVerbObject, v, object)
	if s := b.second; s > 0 {
		of := hashString(head(m, s+1))
		b.add(g, partSecond, m[s].hash)
		b.add(g, partBoth, v, m[s].hash)
		b.add(g, partSecondObject, m[s].hash, of)
		b.add(g, partBothObject, v, m[s].hash, of)
	}
	if t := b.to; t > 0 {
		of := hashString(head(m, t+1))
		b.add(g, partTo, m[t].hash)
		b.add(g, partVerbTo, v, m[t].hash)
		b.add(g, partVerbObjectTo, v, object, m[t].hash)
		b.add(g, partToObject, m[t].hash, of)
		b.add(g, partVerbToObject, v, m[t].hash, of)
	}
	b.readMeans(v)
	b.add(g, partLength, uint64(min(10, n/5)))
	b.add(g, partVerbLength, v, uint64(min(6, n/6)))
	for i := 1; i < len(m); i++ {
		if m[i].word() {
			b.add(g, partVerbWord, v, m[i].hash)
		}
	}
}

func (b *bag) readMeans(v uint64) {
	const g = inClause
	count := 0
	for _, x := range b.means {
		link := b.main[x.link].hash
		if !b.main[x.link].word() {
			link = edge
		}
		if !x.verb {
			of := hashString(head(b.main, x.link+1))
			b.add(g, partNoun, link, of)
			b.add(g, partVerbNoun, v, link)
			b.add(g, partVerbNounHead, v, link, of)
			continue
		}
		count++
		y := b.main[x.at].hash
		b.add(g, partMeans, link, y)
		b.add(g, partMeansObject, y, hashString(head(b.main, x.at+1)))
		b.add(g, partVerbMeans, v, link, y)
		b.add(g, partMeansAny, y)
		if k := b.main[x.link]; k.kind&isMeans != 0 && k.lower != "via" || k.lower == "including" {
			b.add(g, partBy)
			b.add(g, partVerbBy, v)
		} else {
			b.add(g, partNext)
			b.add(g, partVerbNext, v)
		}
	}
	b.add(g, partMeansCount, uint64(min(count, 4)))
}
