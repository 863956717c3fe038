package study

import (
	"fmt"
	"strings"

	"unhindered/analysis/reuse"
)

// Passages are the runs of words that longer texts share.
type Passages struct {
	Texts []Text
	Words int // of the shortest
	Found []reuse.Passage
}

// FindPassages looks for passages of at least words words.
func FindPassages(texts []Text, words int) (*Passages, error) {
	bodies := make([]string, len(texts))
	for i, t := range texts {
		bodies[i] = t.Body
	}
	found, err := reuse.Passages(bodies, words)
	if err != nil {
		return nil, fmt.Errorf("a passage has one word at least, not %d", words)
	}
	return &Passages{texts, words, found}, nil
}

// Answer lists the passages.
func (p *Passages) Answer() Answer {
	a := Answer{Columns: []string{"a", "b", "words", "text"}, Method: Method{
		Question: "Which passages do the texts share?",
		How: []string{fmt.Sprintf("A passage is a run of at least %d words, letters' case and punctuation apart, that stands in two of the texts and is longer at neither end. All are found; of one that stands several times in a text, each place counts.",
			p.Words)},
		Missing: []string{fmt.Sprintf("Compared are %d texts. What both quote from a third, as a treaty or a resolution, is shared without either having copied.", len(p.Texts))},
		Command: fmt.Sprintf("unhindered analyse passages --words %d FILE...", p.Words),
	}}
	for _, f := range p.Found {
		text := strings.Join(strings.Fields(p.Texts[f.A].Body[f.InA.Start:f.InA.End]), " ")
		a.Rows = append(a.Rows, []any{p.Texts[f.A].ID, p.Texts[f.B].ID, f.Words, text})
	}
	return a
}
