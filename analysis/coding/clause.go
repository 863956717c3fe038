package coding

// A clause is what the codings rest on: the main clause of a recommendation, taken apart. Positions are in main.
type clause struct {
	tokens []token // all
	main   []token // from the first verb on, without the adverbs between which it stands
	skip   int     // tokens before the main clause: "In line with its obligations, ..."
	object string  // head of the object of the first verb: "adopt a comprehensive law on ..." has "law"
	second int     // verb joined to the first, "continue and strengthen"; 0 if there is none
	to     int     // verb after "to", "continue to strengthen"; 0 if there is none
	means  []means
}

// A means is a verb or noun that comes after by, through, including, or after a comma or "and".
type means struct {
	link int // the linking word
	at   int // the verb or noun
	verb bool
}

// verbs is the set of verbs that open recommendations; a model brings its own.
type verbs map[string]*verb

func (v verbs) has(t *token) bool { return v[t.lower] != nil }

// parse fills a clause, using its memory again.
func (c *clause) parse(text string, v verbs) {
	c.tokens = tokenise(text, c.tokens)
	c.skip = v.start(c.tokens)
	c.main, c.means = c.main[:0], c.means[:0]
	c.object, c.second, c.to = "", 0, 0
	for _, t := range c.tokens[c.skip:] {
		if t.kind&isFiller == 0 {
			c.main = append(c.main, t)
		}
	}
	m := c.main
	if len(m) == 0 {
		return
	}
	c.object = head(m, 1)
	for j := 1; j < min(len(m)-1, 4); j++ {
		if (m[j].kind&isAnd != 0 || m[j].lower == ",") && v.has(&m[j+1]) {
			c.second = j + 1
			break
		}
	}
	for j := 1; j < min(len(m)-1, 14); j++ {
		if m[j].lower == "to" && v.has(&m[j+1]) {
			c.to = j + 1
			break
		}
	}
	for j := 1; j < len(m)-1; j++ {
		t := &m[j]
		stop := t.lower == "," || t.lower == ";" || t.lower == "."
		if !stop && t.kind&(isMeans|isExample) == 0 && t.lower != "and" {
			continue
		}
		at := j + 1
		if stop && at+1 < len(m) && (m[at].lower == "and" || m[at].lower == "to" || m[at].lower == "also") {
			at++
		}
		switch verb := m[at].kind&isGerund != 0 || v.has(&m[at]); {
		case verb:
			c.means = append(c.means, means{j, at, true})
		case t.kind&isMeans != 0 && t.lower != "via" || t.lower == "including":
			c.means = append(c.means, means{j, j, false})
		}
	}
}

// start returns where the main clause begins: at the first verb, which may come after a phrase that ends with a comma.
func (v verbs) start(w []token) int {
	i := 0
	for i < len(w) && (!w[i].word() || w[i].kind&(isFiller|isAdverb) != 0) {
		i++
	}
	if i == len(w) || v.has(&w[i]) {
		return i
	}
	near := min(len(w), 40)
	for j := i; j+1 < near; j++ {
		if w[j].word() {
			continue
		}
		k := j + 1
		for k < len(w) && (w[k].kind&isFiller != 0 || w[k].lower == "and" || w[k].lower == "to") {
			k++
		}
		if k < len(w) && v.has(&w[k]) {
			return k
		}
	}
	for j := i; j+1 < near; j++ {
		switch w[j].lower {
		case "should", "must", "to", "shall", "government":
			if v.has(&w[j+1]) {
				return j + 1
			}
		}
	}
	return i
}

// head returns the last word of the noun phrase that begins at m[i]; "" if there is none near.
func head(m []token, i int) string {
	found := ""
	for j := i; j < min(len(m), i+10); j++ {
		t := &m[j]
		if t.kind&isArticle != 0 {
			continue
		}
		if t.kind&isFunction == 0 && t.word() {
			found = t.lower
			continue
		}
		if found != "" {
			return found
		}
		switch t.lower {
		case "to", "that", "with", "on", "in", "for", "of":
		default:
			return ""
		}
	}
	return found
}
