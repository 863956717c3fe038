package study

import (
	"context"
	"fmt"

	"unhindered/analysis/reuse"
	"unhindered/record"
)

// A DuplicatesQuestion says which texts are compared.
type DuplicatesQuestion struct {
	Ledger    string // one of TextLedgers
	Sessions  Sessions
	Threshold string // as reuse.ParseThreshold reads it
	Scope     string // one of Scopes
}

// Scopes are within what two texts are compared: one review (or application, or occasion), one session, or everything.
var Scopes = []string{"review", "session", "all"}

// Duplicates are texts of a ledger that say the same or nearly the same.
type Duplicates struct {
	Question DuplicatesQuestion
	Texts    []Text
	reuse.Counts
	Groups []reuse.Group

	corpus    *reuse.Corpus
	threshold reuse.Threshold
	group     []int
}

// FindDuplicates compares the texts of a ledger, each with each.
func FindDuplicates(ctx context.Context, r *record.Record, q DuplicatesQuestion) (*Duplicates, error) {
	all, _, err := texts(ctx, r, q.Ledger, q.Sessions)
	if err != nil {
		return nil, err
	}
	return duplicates(q, all)
}

func duplicates(q DuplicatesQuestion, all []Text) (*Duplicates, error) {
	d := &Duplicates{Question: q, Texts: all}
	var err error
	if d.threshold, err = reuse.ParseThreshold(q.Threshold); err != nil {
		return nil, fmt.Errorf("the threshold is a share above 0 and at most 1, as 0.8, not %q", q.Threshold)
	}
	bodies := make([]string, len(all))
	numbers := map[string]int{}
	d.group = make([]int, len(all))
	for i, t := range all {
		bodies[i] = t.Body
		key := ""
		switch q.Scope {
		case "review":
			key = t.review
		case "session":
			key = t.Session
		case "all":
		default:
			return nil, fmt.Errorf("the scope is review, session or all, not %q", q.Scope)
		}
		if _, known := numbers[key]; !known {
			numbers[key] = len(numbers)
		}
		d.group[i] = numbers[key]
	}
	d.corpus = reuse.NewCorpus(bodies)
	if d.Counts, err = d.corpus.Count(d.threshold, d.group); err != nil {
		return nil, err
	}
	d.Groups, err = d.corpus.Groups(d.threshold, d.group)
	return d, err
}

// Answer lists the pairs: a and b are keys of rows, jaccard their share of common shingles.
func (d *Duplicates) Answer() (Answer, error) {
	a := Answer{Columns: []string{"a", "b", "jaccard"}, Method: d.Method()}
	pairs, err := d.corpus.Pairs(d.threshold, d.group)
	if err != nil {
		return Answer{}, err
	}
	for p := range pairs {
		a.Rows = append(a.Rows, []any{d.Texts[p.A].ID, d.Texts[p.B].ID, p.Jaccard()})
	}
	return a, nil
}

// Method says how the pairs are found.
func (d *Duplicates) Method() Method {
	within := map[string]string{"review": "the same State under review and session (for questions: the same organisation; for statements: the same occasion)",
		"session": "the same session", "all": "the whole ledger"}[d.Question.Scope]
	m := Method{
		Question: "Which texts say the same or nearly the same?",
		How: []string{
			"Each text is case-folded and split into words at whatever is neither a letter nor a digit. Its shingles are the set of its runs of three consecutive words; a text of fewer words has one, all of them.",
			fmt.Sprintf("Two texts are near duplicates if they share at least %s of their shingles (Jaccard index, counted in integers), and exact ones if their words are the same in the same order. Exact pairs count as near ones too. No pair is missed and none is estimated.", d.Question.Threshold),
			"Compared are two texts of " + within + ". Pairs are unordered.",
		},
		Sources: []string{
			"A. Z. Broder, On the resemblance and containment of documents, Compression and Complexity of Sequences (1997), 21-29",
			"C. Xiao and others, Efficient similarity joins for near-duplicate detection, ACM Transactions on Database Systems 36 (2011), 15",
		},
		Missing: []string{
			fmt.Sprintf("Compared are %d texts. Texts that were translated, or shortened by a source, can hide what was once the same.", len(d.Texts)),
			"That two States say the same does not show that they agreed to: a text may come from a treaty body, an earlier review or civil society.",
		},
		Command: fmt.Sprintf("unhindered analyse duplicates --ledger %s --threshold %s --scope %s", d.Question.Ledger, d.Question.Threshold, d.Question.Scope),
	}
	if d.Question.Ledger == "upr" {
		m.How = append(m.How, "A text is a row of UPR Info: one recommendation by one State. A recommendation that several States make together has a row for each, so it counts as duplicates of itself; that is what is meant by the same request by several States.")
	}
	if s := d.Question.Sessions.String(); s != "" {
		m.Command += " --sessions " + s
	}
	m.Command += " --format csv"
	return m
}
