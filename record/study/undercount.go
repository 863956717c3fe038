package study

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"

	"unhindered/analysis/undercount"
	"unhindered/record"
	"unhindered/record/register"
)

// An UndercountQuestion says which lists of cases are compared.
type UndercountQuestion struct {
	State string // alpha-3; empty is all
	Lists string // one of ListKinds
}

// ListKinds are the kinds of lists: what the bodies of the United Nations and civil society each know of (bodies), or what
// each document of civil society tells (documents).
var ListKinds = []string{"bodies", "documents"}

// An Undercount is what lists of cases say of the cases on none.
type Undercount struct {
	Question UndercountQuestion
	Names    []string // of the lists
	Sizes    []int
	Cases    int // on any list
	Cells    []OnLists
	Pairs    []Pairwise
	Bound    *undercount.Estimate // Chao's; nil where there is none
	Spread   *undercount.Spread   // of all models; nil where there is none
	Nothing  []Reason             // why lists, or some of them, say nothing
	Outside  int                  // cases of the register on none of the lists
	Alone    []string             // lists that share no case with any other, left out
}

// A Reason is why lists say nothing: one of Reasons, with what stands in it.
type Reason struct {
	Text string
	With []any
}

// String is the reason in English.
func (r Reason) String() string { return fmt.Sprintf(r.Text, r.With...) }

// Reasons are the texts of all reasons, in English.
func Reasons() []string { return []string{fewLists, wholeList, noneOnTwo, noOverlap} }

const (
	fewLists  = "There are %d lists; it takes two that overlap to say anything of the cases on none."
	wholeList = "Every case is on the list “%s”: the record learned of all of them there. A list that holds all cases by how the record was made cannot say how many are on none, so nothing is estimated with it."
	noneOnTwo = "No case is on exactly two lists, so that there is no lower bound either."
	noOverlap = "No case is on two lists: how many are on none cannot be said at all."
)

func english(all []Reason) []string {
	var texts []string
	for _, r := range all {
		texts = append(texts, r.String())
	}
	return texts
}

// OnLists are the cases on exactly the lists of a set.
type OnLists struct {
	Set   uint
	Names []string
	Cases []string // ids in the register
}

// A Pairwise is an estimate from two lists.
type Pairwise struct {
	A, B    int // lists
	Both    int
	Is      undercount.Estimate
	Nothing string // why there is none
}

// FindUndercount compares lists of cases of the register.
func FindUndercount(ctx context.Context, r *record.Record, q UndercountQuestion) (*Undercount, error) {
	if !slices.Contains(ListKinds, q.Lists) {
		return nil, fmt.Errorf("lists %q: write bodies or documents", q.Lists)
	}
	if r.Register == nil {
		return nil, errors.New("the register is not open")
	}
	page, err := r.Register.List(ctx, register.Filter{State: q.State, Limit: register.NoLimit})
	if err != nil {
		return nil, err
	}
	var cases []register.Entry
	for _, e := range page.Records {
		if !e.Context && !e.Fictional {
			cases = append(cases, e.Entry)
		}
	}
	return undercounted(q, cases)
}

func undercounted(q UndercountQuestion, cases []register.Entry) (*Undercount, error) {
	u := &Undercount{Question: q}
	on := map[string][]string{} // ids by list
	for _, e := range cases {
		for _, list := range listsOf(e, q.Lists) {
			on[list] = append(on[list], e.ID)
		}
	}
	for list := range on {
		u.Names = append(u.Names, list)
	}
	slices.SortFunc(u.Names, func(a, b string) int { return cmp.Or(cmp.Compare(len(on[b]), len(on[a])), strings.Compare(a, b)) })
	all := slices.Clone(u.Names)
	u.Names = slices.DeleteFunc(u.Names, func(a string) bool { // what overlaps with nothing can say nothing
		alone := !slices.ContainsFunc(all, func(b string) bool {
			return a != b && slices.ContainsFunc(on[a], func(id string) bool { return slices.Contains(on[b], id) })
		})
		if alone {
			u.Alone = append(u.Alone, a)
		}
		return alone
	})
	u.Names = u.Names[:min(len(u.Names), undercount.MaxLists)]
	sets := map[uint][]string{}
	for _, e := range cases {
		var set uint
		for i, name := range u.Names {
			if slices.Contains(on[name], e.ID) {
				set |= 1 << i
			}
		}
		if set == 0 {
			u.Outside++
			continue
		}
		u.Cases++
		sets[set] = append(sets[set], e.ID)
	}
	for set, ids := range sets {
		slices.Sort(ids)
		c := OnLists{Set: set, Cases: ids}
		for i, name := range u.Names {
			if set>>i&1 == 1 {
				c.Names = append(c.Names, name)
			}
		}
		u.Cells = append(u.Cells, c)
	}
	slices.SortFunc(u.Cells, func(a, b OnLists) int {
		return cmp.Or(bits.OnesCount(b.Set)-bits.OnesCount(a.Set), cmp.Compare(a.Set, b.Set))
	})
	for _, name := range u.Names {
		u.Sizes = append(u.Sizes, len(on[name]))
	}
	return u, u.estimate()
}

// Names of the lists of bodies.
const (
	listSG    = "Reports of the Secretary-General"
	listSP    = "Letters and statements of special procedures"
	listCivil = "Reports of civil society"
)

// listsOf are the lists that a case is on.
func listsOf(e register.Entry, kind string) []string {
	var lists []string
	add := func(list string) {
		if !slices.Contains(lists, list) {
			lists = append(lists, list)
		}
	}
	for _, s := range e.Sources {
		civil := !strings.HasPrefix(s.Document, "A/") && !strings.HasPrefix(s.Document, "E/") && !strings.HasPrefix(s.Document, "United Nations")
		switch {
		case !civil:
		case kind == "documents":
			title, _, _ := strings.Cut(s.Document, ":")
			add(title)
		default:
			add(listCivil)
		}
	}
	if kind == "documents" {
		return lists
	}
	for _, a := range e.Actions {
		switch {
		case a.Type == sgReport:
			add(listSG)
		case strings.Contains(a.Type, "special procedures"), strings.HasSuffix(a.Type, "urgent appeal"),
			strings.HasSuffix(a.Type, "allegation letter"), strings.HasSuffix(a.Type, "joint communication"):
			add(listSP)
		}
	}
	return lists
}

// estimate fills in what can be said, and what cannot and why.
func (u *Undercount) estimate() error {
	k := len(u.Names)
	if k < 2 {
		u.Nothing = append(u.Nothing, Reason{fewLists, []any{k}})
		return nil
	}
	l, err := undercount.NewLists(k)
	if err != nil {
		return err
	}
	for _, c := range u.Cells {
		if err := l.Add(c.Set, len(c.Cases)); err != nil {
			return err
		}
	}
	whole := false
	for i, name := range u.Names {
		if l.Within(1<<i) == u.Cases {
			whole = true
			u.Nothing = append(u.Nothing, Reason{wholeList, []any{name}})
		}
	}
	for a := range k {
		for b := a + 1; b < k; b++ {
			p := Pairwise{A: a, B: b, Both: l.Within(1<<a | 1<<b)}
			switch p.Is, err = undercount.Chapman(l.Within(1<<a), l.Within(1<<b), p.Both, level); {
			case errors.Is(err, undercount.ErrOverlap):
				p.Nothing = "no case is on both"
			case err != nil:
				return err
			case p.Both == min(l.Within(1<<a), l.Within(1<<b)) && (l.Within(1<<a) == u.Cases || l.Within(1<<b) == u.Cases):
				p.Nothing = "one list holds all cases by how the record was made"
			}
			u.Pairs = append(u.Pairs, p)
		}
	}
	if whole {
		return nil
	}
	bound, err := l.Chao(level)
	switch {
	case errors.Is(err, undercount.ErrOverlap):
		u.Nothing = append(u.Nothing, Reason{Text: noneOnTwo})
	case err != nil:
		return err
	default:
		u.Bound = &bound
	}
	spread, err := l.FitAll(level)
	switch {
	case errors.Is(err, undercount.ErrOverlap):
		u.Nothing = append(u.Nothing, Reason{Text: noOverlap})
	case err != nil:
		return err
	default:
		u.Spread = &spread
	}
	return nil
}

// ModelName names the pairs of lists that a model takes for dependent: "1-2 2-3"; "none".
func ModelName(m undercount.Model) string {
	if len(m) == 0 {
		return "none"
	}
	var pairs []string
	for _, p := range m {
		pairs = append(pairs, fmt.Sprintf("%d-%d", bits.TrailingZeros(p)+1, bits.Len(p)))
	}
	return strings.Join(pairs, " ")
}

// Answer lists the estimates.
func (u *Undercount) Answer() Answer {
	a := Answer{Columns: []string{"method", "lists", "seen", "estimate", "lower", "upper", "aic", "df", "why_not"}, Method: u.Method()}
	names := func(set uint) string {
		var of []string
		for i, name := range u.Names {
			if set>>i&1 == 1 {
				of = append(of, name)
			}
		}
		return strings.Join(of, "; ")
	}
	for _, p := range u.Pairs {
		row := []any{"chapman", names(1<<p.A | 1<<p.B), p.Is.Seen, known(p.Is.N), known(p.Is.Lower), known(p.Is.Upper), nil, nil, p.Nothing}
		if p.Nothing != "" {
			row[2], row[3], row[4], row[5] = u.Sizes[p.A]+u.Sizes[p.B]-p.Both, nil, nil, nil
		}
		a.Rows = append(a.Rows, row)
	}
	if u.Bound != nil {
		a.Rows = append(a.Rows, []any{"chao lower bound", "all", u.Bound.Seen, u.Bound.N, u.Bound.Lower, known(u.Bound.Upper), nil, nil, ""})
	}
	if u.Spread != nil {
		for _, f := range append(slices.Clone(u.Spread.Fits), u.Spread.Without...) {
			row := []any{"log-linear", "all; dependent: " + ModelName(f.Model), f.Seen, known(f.N), f.Lower, known(f.Upper), known(f.AIC), f.DF, f.Why}
			if f.Why != "" {
				row[4], row[5] = nil, nil
			}
			a.Rows = append(a.Rows, row)
		}
	}
	return a
}

// Method says how the undercount is estimated.
func (u *Undercount) Method() Method {
	q := u.Question
	m := Method{
		Question: "How many cases are on no list?",
		How: []string{
			"The lists are of published cases of the register, fictional ones and those that only explain others left out.",
			"Two lists: Chapman's estimate, with a log-normal interval that never falls below the cases seen. Several lists: Chao's lower bound, and log-linear models with Poisson counts for every set of pairs of lists that may depend on each other; the interval is that of the profile likelihood, and is without an upper end where the data set none.",
			fmt.Sprintf("All of it holds only if no case came or went in the time of the lists, if the same case is known for the same in each, and if every case could get on each list. Of cases that nobody dares to speak of nothing here can say anything. If who is on one list gets on another more easily (as when reports use each other), the true number is larger than two lists say; models within %g of the best AIC fit about as well, and where they disagree, nobody knows.", undercount.Close),
		},
		Sources: []string{
			"D. G. Chapman, Some Properties of the Hypergeometric Distribution with Applications to Zoological Sample Censuses, Univ. California Publ. Statist. 1 (1951), 131-160",
			"S. E. Fienberg, The Multiple Recapture Census for Closed Populations and Incomplete 2^k Contingency Tables, Biometrika 59 (1972), 591-603",
			"A. Chao, Estimating the Population Size for Capture-Recapture Data with Unequal Catchability, Biometrics 43 (1987), 783-791",
			"R. M. Cormack, Interval Estimation for Mark-Recapture Studies of Closed Populations, Biometrics 48 (1992), 567-576",
		},
		Missing: english(u.Nothing),
		Command: "unhindered analyse undercount --lists " + q.Lists,
	}
	for i, name := range u.Names {
		m.How = append(m.How, fmt.Sprintf("List %d: %s, cases %d.", i+1, name, u.Sizes[i]))
	}
	if q.State != "" {
		m.Command += " --state " + q.State
	}
	m.Command += " --format csv"
	if len(u.Alone) > 0 {
		m.Missing = append(m.Missing, "Left out, because they share no case with any other list and so can say nothing: "+strings.Join(u.Alone, "; ")+".")
	}
	if u.Outside > 0 {
		m.Missing = append(m.Missing, plural(u.Outside, "Cases of the register that are on none of these lists"))
	}
	if s := u.Spread; s != nil {
		upper := "without an upper end"
		if !math.IsInf(s.Highest, 1) {
			upper = fmt.Sprintf("%.0f", s.Highest)
		}
		m.How = append(m.How, fmt.Sprintf("Cases on some list: %d. Models that fit about as well as the best: %d of %d; their intervals together reach from %.0f to %s.", u.Cases, s.Credible, len(s.Fits), s.Lowest, upper))
	}
	return m
}
