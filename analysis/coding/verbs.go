package coding

import "strings"

// mcmahon is the action category of the verbs that UPR Info gives as examples (Action Category, October 2014; "improve"
// from its help guide), and of verbs that say the same. What is not here has the category that people mostly gave to the
// recommendations that begin with it.
var mcmahon = func() map[string]int {
	all := map[string]int{}
	for i, words := range []string{
		"call seek share request ask appeal",
		"continue maintain persevere persist pursue sustain keep",
		"analyse analyze consider envisage envision examine explore reflect revise review study",
		`accelerate address encourage engage ensure guarantee intensify promote speed strengthen take improve enhance increase
			redouble reinforce step combat protect cooperate expedite advance foster facilitate support strive`,
		`conduct develop eliminate establish investigate undertake abolish accede adopt amend implement enforce ratify sign
			withdraw enact repeal criminalize criminalise prosecute release introduce submit create incorporate prohibit ban launch
			issue extend lift decriminalize decriminalise invite close appoint publish train harmonize harmonise`,
	} {
		for w := range strings.FieldsSeq(words) {
			all[w] = i + 1
		}
	}
	return all
}()

// category returns the action that a verb stands for, 0 if that is not known.
func (v verbs) category(word string) int {
	if strings.HasPrefix(word, "recommend") { // what is recommended comes after it
		return 0
	}
	for _, base := range bases(word) {
		if action := mcmahon[base]; action > 0 {
			return action
		}
		if verb := v[base]; verb != nil {
			if most := greatestOf(verb.actions); most >= 0 {
				return most + 1
			}
		}
	}
	return 0
}

// greatestOf returns the action that more than half of the recommendations have, -1 if there is none.
func greatestOf(actions [5]int) int {
	sum := 0
	for _, n := range actions {
		sum += n
	}
	for i, n := range actions {
		if 2*n > sum {
			return i
		}
	}
	return -1
}

// bases returns what a word can be a form of: "adopting" of "adopt", "ceasing" of "cease", "stopping" of "stop".
func bases(word string) []string {
	all := []string{word}
	if stem, ok := strings.CutSuffix(word, "ing"); ok && len(stem) > 2 {
		all = append(all, stem, stem+"e")
		if n := len(stem); stem[n-1] == stem[n-2] {
			all = append(all, stem[:n-1])
		}
	}
	if stem, ok := strings.CutSuffix(word, "s"); ok && len(stem) > 2 {
		all = append(all, stem)
	}
	return all
}

// deciding finds the verb on which an action rests. The order is that of McMahon's principles: of two verbs at the start
// the second one; then the first; then what follows "to"; then the means. The first of them that stands for the action
// decides; if none does, the first of them at all.
func (c *clause) deciding(action int, v verbs) Verb {
	var order [32]int
	candidates := order[:0]
	if c.second > 0 {
		candidates = append(candidates, c.second)
	}
	candidates = append(candidates, 0)
	if c.to > 0 {
		candidates = append(candidates, c.to)
	}
	for _, x := range c.means {
		if x.verb && c.main[x.at].kind&(isFunction|isExample) == 0 && len(candidates) < cap(candidates) {
			candidates = append(candidates, x.at)
		}
	}
	if len(c.main) == 0 {
		return Verb{}
	}
	found := -1
	for _, at := range candidates {
		switch of := v.category(c.main[at].lower); {
		case of == action:
			t := &c.main[at]
			return Verb{strings.Clone(t.lower), t.start, t.end}
		case of > 0 && found < 0:
			found = at
		}
	}
	if found < 0 {
		return Verb{}
	}
	t := &c.main[found]
	return Verb{strings.Clone(t.lower), t.start, t.end}
}

// ByRule is McMahon's action category by his principles alone, without a model: of two verbs at the start the second one
// counts, and a general action with specific means is specific. It returns 0 where the verbs are in no list.
func ByRule(text string) (int, Verb) {
	known := verbs{}
	for word := range mcmahon {
		known[word] = &verb{}
	}
	var c clause
	c.parse(text, known)
	return c.byRule(known)
}

func (c *clause) byRule(v verbs) (int, Verb) {
	if len(c.main) == 0 {
		return 0, Verb{}
	}
	at := 0
	if c.second > 0 {
		at = c.second
	}
	action := v.category(c.main[at].lower)
	if action == 4 {
		for _, x := range c.means {
			if link := c.main[x.link]; x.verb && link.kind&isMeans != 0 && v.category(c.main[x.at].lower) == 5 {
				action, at = 5, x.at
				break
			}
		}
	}
	if action == 0 {
		return 0, Verb{}
	}
	t := &c.main[at]
	return action, Verb{t.lower, t.start, t.end}
}
