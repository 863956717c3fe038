package study

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"unhindered/analysis/agreement"
	"unhindered/analysis/idealpoint"
	"unhindered/record"
	"unhindered/record/votes"
)

// IdealPointModels are the models, as commands name them: one point a State from yes or not, one from no, abstain and yes,
// and one a session from the same.
var IdealPointModels = []string{"binary", "ordinal", "dynamic"}

// An IdealPointsQuestion says whose points are estimated, and how. In a dynamic model the sessions only choose what is
// shown: each session leans on the one before, so that all are fitted.
type IdealPointsQuestion struct {
	RollCallsQuestion
	Model string // one of IdealPointModels
}

// Validate tells whether the question can be asked.
func (q IdealPointsQuestion) Validate() error {
	if !slices.Contains(IdealPointModels, q.Model) {
		return fmt.Errorf("model %q: write binary, ordinal or dynamic", q.Model)
	}
	return q.RollCallsQuestion.Validate()
}

// An IdealPoint is where a State stands: in a session, or in all together if Session is 0.
type IdealPoint struct {
	State        string // alpha-3
	Session      int
	Estimate, SE float64
	Votes        int // that the estimate rests on
}

// IdealPoints are the estimates of a model. They must not be changed.
type IdealPoints struct {
	Question IdealPointsQuestion
	Rolls    *RollCalls   // those that were asked for, before any was left out
	Points   []IdealPoint // by State, then by session; only those asked for
	Sessions []int        // of a dynamic model, in order; only those asked for
	Fit      *idealpoint.Result

	weak       []int // sessions left out for having too few roll calls
	before     int   // first session of the fit, if earlier ones were left out
	parts      int   // roll calls on amendments and paragraphs left out
	unnumbered int   // roll calls without a session number left out
}

// Where the line's direction comes from. Not all are in a body at one time; those that are suffice.
var (
	positiveAnchors = []string{"USA", "GBR", "CAN", "FRA", "NLD"}
	negativeAnchors = []string{"CUB", "RUS", "SUN", "BLR", "DDR", "CHN"}
)

const (
	// weakSession is the least number of roll calls for a session to have points of its own.
	weakSession = 5
	// partsFrom is the session of the General Assembly from which the published estimates leave out votes on amendments and
	// on parts of a text; before, they are in the data for some years only.
	partsFrom = 45
)

// FindIdealPoints estimates. It tells progress, if that is not nil, the share of the work done, 0 to 1.
func FindIdealPoints(ctx context.Context, r *record.Record, q IdealPointsQuestion, progress func(float64)) (*IdealPoints, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	l, err := r.Votes.Ledger(ctx)
	if err != nil {
		return nil, err
	}
	wanted := q.RollCallsQuestion
	if q.Model == "dynamic" {
		wanted.Sessions = Sessions{}
	}
	c, err := rollCalls(l, wanted)
	if err != nil {
		return nil, err
	}
	p := &IdealPoints{Question: q, Rolls: c}
	if err := p.estimate(ctx, progress); err != nil {
		return nil, err
	}
	return p.In(q.Sessions)
}

func (p *IdealPoints) estimate(ctx context.Context, progress func(float64)) error {
	given := p.choose()
	o := idealpoint.Options{Dynamic: p.Question.Model == "dynamic", Binary: p.Question.Model == "binary"}
	o.Positive, o.Negative = p.numbers(positiveAnchors), p.numbers(negativeAnchors)
	first, done := 0.0, 0.0
	o.Step = func(iteration int, moved float64) error {
		if iteration == 1 {
			first = moved
		}
		// The steps get smaller by about the same factor each.
		if whole := math.Log(first / idealpoint.Tolerance); progress != nil && whole > 0 && moved > 0 {
			done = max(done, min(1, math.Log(first/moved)/whole))
			progress(done)
		}
		return ctx.Err()
	}
	var err error
	p.Fit, err = idealpoint.Fit(given, o)
	switch {
	case errors.Is(err, idealpoint.ErrNothing):
		return fmt.Errorf("%s: %w; import votes, or ask for other sessions", p.Rolls.what(), err)
	case errors.Is(err, idealpoint.ErrAnchor):
		return fmt.Errorf("%s: %w: of %s at least one must have voted", p.Rolls.what(), idealpoint.ErrAnchor,
			strings.Join(slices.Concat(positiveAnchors, negativeAnchors), ", "))
	case err != nil:
		return fmt.Errorf("%s: %w", p.Rolls.what(), err)
	}
	for _, x := range p.Fit.Points {
		p.Points = append(p.Points, IdealPoint{p.Rolls.States[x.Voter], x.Session, x.Estimate, x.SE, x.Votes})
	}
	return nil
}

// In returns the points in some sessions, of the same fit. It returns idealpoint.ErrNothing if there are none.
func (p *IdealPoints) In(sessions Sessions) (*IdealPoints, error) {
	q := *p
	q.Question.Sessions, q.Points, q.Sessions = sessions, nil, nil
	for _, x := range p.Points {
		if x.Session > 0 && !sessions.Has(x.Session) {
			continue
		}
		q.Points = append(q.Points, x)
		if at, known := slices.BinarySearch(q.Sessions, x.Session); !known && x.Session > 0 {
			q.Sessions = slices.Insert(q.Sessions, at, x.Session)
		}
	}
	if len(q.Points) == 0 {
		return nil, fmt.Errorf("%s: %w in sessions %s", p.Rolls.what(), idealpoint.ErrNothing, sessions)
	}
	return &q, nil
}

// choose returns the roll calls that go into the model.
func (p *IdealPoints) choose() []idealpoint.RollCall {
	take := make([]int, len(p.Rolls.Decisions)) // session of each; 0 is not taken
	for i, d := range p.Rolls.Decisions {
		take[i] = 1
		if p.Question.Model == "dynamic" {
			take[i] = p.sessionOf(d)
		}
	}
	if p.Question.Model == "dynamic" {
		p.dropWeak(take)
	}
	coded := map[agreement.Choice]idealpoint.Choice{agreement.No: idealpoint.No, agreement.Abstain: idealpoint.Abstain, agreement.Yes: idealpoint.Yes}
	var given []idealpoint.RollCall
	for i, session := range take {
		if session == 0 {
			continue
		}
		choices := make([]idealpoint.Choice, len(p.Rolls.States))
		for s := range choices {
			choices[s] = coded[p.Rolls.Votes.At(s, i)]
		}
		given = append(given, idealpoint.RollCall{Session: session, Choices: choices})
	}
	return given
}

// sessionOf is the session of a roll call for a dynamic model, 0 if it has none there.
func (p *IdealPoints) sessionOf(d *votes.Decision) int {
	session, err := strconv.Atoi(d.Session)
	if err != nil || session < 1 {
		p.unnumbered++
		return 0
	}
	if d.Body == VotingBodies["unga"] && session >= partsFrom && (d.Kind == "amendment" || d.Kind == "paragraph") {
		p.parts++
		return 0
	}
	return session
}

// dropWeak leaves out sessions with too few roll calls, and all up to the last two of them that follow each other: a
// State's path should not be carried over so long by next to nothing.
func (p *IdealPoints) dropWeak(take []int) {
	count := map[int]int{}
	first, last := 0, 0
	for _, s := range take {
		if s > 0 {
			count[s]++
			first, last = min(cmp.Or(first, s), s), max(last, s)
		}
	}
	begin := first
	for s := last; s > first; s-- {
		if count[s] < weakSession && count[s-1] < weakSession {
			begin = s + 1
			break
		}
	}
	for begin < last && count[begin] < weakSession {
		begin++
	}
	if begin > first {
		p.before = begin
	}
	for s := begin; s <= last; s++ {
		if n := count[s]; n > 0 && n < weakSession {
			p.weak = append(p.weak, s)
		}
	}
	for i, s := range take {
		if s < begin || count[s] < weakSession {
			take[i] = 0
		}
	}
}

// numbers are those of States among the members of the roll calls.
func (p *IdealPoints) numbers(codes []string) []int {
	var all []int
	for _, code := range codes {
		if n, ok := p.Rolls.Of(code); ok {
			all = append(all, n)
		}
	}
	return all
}

// Of returns the points of a State, by session.
func (p *IdealPoints) Of(code string) []IdealPoint {
	from, _ := slices.BinarySearchFunc(p.Points, code, func(x IdealPoint, code string) int { return strings.Compare(x.State, code) })
	to := from
	for to < len(p.Points) && p.Points[to].State == code {
		to++
	}
	return p.Points[from:to]
}

// At returns the points of all States in a session, or of a static model if it is 0, the greatest first.
func (p *IdealPoints) At(session int) []IdealPoint {
	var all []IdealPoint
	for _, x := range p.Points {
		if x.Session == session {
			all = append(all, x)
		}
	}
	slices.SortStableFunc(all, func(a, b IdealPoint) int { return cmp.Compare(b.Estimate, a.Estimate) })
	return all
}

var idealPointColumns = []string{"iso3", "session", "estimate", "se", "votes"}

// Answer lists the points.
func (p *IdealPoints) Answer() Answer {
	a := Answer{Columns: idealPointColumns, Method: p.Method()}
	for _, x := range p.Points {
		var session any
		if x.Session > 0 {
			session = x.Session
		}
		a.Rows = append(a.Rows, []any{x.State, session, x.Estimate, x.SE, x.Votes})
	}
	return a
}
