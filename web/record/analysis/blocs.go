package analysis

import (
	"cmp"
	"context"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"unhindered/record/study"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// pageRuns is how often the roll calls are drawn anew for the page.
const pageRuns = 50

// resolutions are those that the page offers.
var resolutions = []string{"0.8", "1", "1.2", "1.5"}

// blocs is the analysis of groups of States that vote alike.
func blocs(h *handler) topic {
	shelf := &study.Shelf[*study.Blocs]{Patience: time.Second, Compute: func(ctx context.Context, key string, progress func(float64)) (*study.Blocs, error) {
		resolution, rest, _ := strings.Cut(key, " ")
		at, err := strconv.ParseFloat(resolution, 64)
		if err != nil {
			return nil, err
		}
		q, err := parseRollCalls(rest)
		if err != nil {
			return nil, err
		}
		return study.FindBlocs(ctx, h.record, study.BlocsQuestion{RollCallsQuestion: q, Resolution: at, Runs: pageRuns, Seed: 1}, progress)
	}}
	title := ui.Text("Blocs of States that vote alike")
	return topic{
		Path:     "/analysis/blocs",
		Title:    title,
		Question: ui.Text("Which States vote more alike with each other than with the rest, how sure is that, and how did a State move over the years?"),
		handle: func(w http.ResponseWriter, r *http.Request) error {
			rolls, err := h.readRollCalls(r)
			if err != nil {
				return err
			}
			q := blocsQuery{rollCallsQuery: rolls, Fine: cmp.Or(r.URL.Query().Get("resolution"), "1")}
			if !slices.Contains(resolutions, q.Fine) {
				return fault(ui.Text("The page has the resolutions 0.8, 1, 1.2 and 1.5; the command takes any."))
			}
			if q.State, err = readState(r, "state"); err != nil {
				return err
			}
			ledger, err := h.record.Votes.Ledger(r.Context())
			if err != nil {
				return err
			}
			b, state, err := shelf.Get(q.Fine+" "+q.key(), ledger)
			if err != nil {
				return err
			}
			if !state.Ready {
				return h.wait(w, r, title, state)
			}
			return h.blocs(w, r, q, b)
		},
	}
}

// A blocsQuery is what a visitor asks of the page.
type blocsQuery struct {
	rollCallsQuery
	Fine, State string
}

// At is the address of the page for a State.
func (q blocsQuery) At(state string) string {
	v := q.values()
	if q.Fine != "1" {
		v.Set("resolution", q.Fine)
	}
	v.Set("state", state)
	return "/analysis/blocs?" + v.Encode()
}

// Resolutions are the options of the form.
func (q blocsQuery) Resolutions() []choice {
	text := map[string]string{"0.8": ui.Text("coarse (0.8)"), "1": ui.Text("plain (1)"), "1.2": ui.Text("fine (1.2)"), "1.5": ui.Text("finest (1.5)")}
	var all []choice
	for _, at := range resolutions {
		all = append(all, choice{at, text[at], at == q.Fine})
	}
	return all
}

// A blocsPage is what the page analysis_blocs.html shows.
type blocsPage struct {
	Query              blocsQuery
	Rolls, First, Last int
	Members            int // States that take part
	Blocs              []oneBloc
	Alone              []string // States that are a bloc of their own
	Rand               string
	Sweep              []study.Resolution
	States             []string
	Moves              []move
	Bloc               int // of the State asked for
	Stay               string
	MovesPicture       template.HTML
	How                how
}

// oneBloc is a bloc of several States.
type oneBloc struct {
	Number  int
	Size    int
	Centre  []string // the States in its middle
	Unsure  int      // States that stay in fewer than 80 of 100 drawings
	Picture template.HTML
}

// A move is where a State was in some sessions.
type move struct {
	Sessions string
	Rolls    int
	Bloc     int
	With     []string // some States of that bloc then
}

func (h *handler) blocs(w http.ResponseWriter, r *http.Request, q blocsQuery, b *study.Blocs) error {
	if kind(r) != "html" {
		if q.State != "" {
			return data(w, r, b.MovesAnswer())
		}
		return data(w, r, b.Answer())
	}
	say := h.say(r)
	p := blocsPage{Query: q, Rolls: len(b.Rolls.Decisions), First: b.Rolls.First, Last: b.Rolls.Last, Members: len(b.States), Rand: three(b.Rand), Sweep: b.Sweep,
		States: h.named(r, b.Rolls.States), How: explain(r, b.Method())}
	for c, members := range b.Members() {
		if len(members) == 1 {
			p.Alone = append(p.Alone, b.States[members[0]])
			continue
		}
		one := oneBloc{Number: c + 1, Size: len(members), Picture: blocTiles(b, c, say, func(code string) string { return h.pages.Link(r, q.At(code)) })}
		for k, m := range members {
			if k < 5 {
				one.Centre = append(one.Centre, b.States[m])
			}
			if b.Stay[m] < .8 {
				one.Unsure++
			}
		}
		p.Blocs = append(p.Blocs, one)
	}
	if q.State != "" {
		p.moves(b, q.State, say)
	}
	return h.pages.Render(w, r, http.StatusOK, "analysis_blocs.html", p)
}

// moves fills in where a State was through the sessions.
func (p *blocsPage) moves(b *study.Blocs, state string, say speak) {
	if i, ok := slices.BinarySearch(b.States, state); ok {
		p.Bloc, p.Stay = b.In[i]+1, percent(b.Stay[i])
	}
	var columns []string
	row := [][]chart.Cell{nil}
	var said []string
	for _, w := range b.Windows {
		c, ok := w.In[state]
		sessions := strconv.Itoa(w.First)
		if w.Last != w.First {
			sessions += "–" + strconv.Itoa(w.Last)
		}
		columns = append(columns, strconv.Itoa(w.First))
		if !ok {
			row[0] = append(row[0], chart.Cell{Text: "–", Tip: say(ui.Text("session %s: too few votes"), sessions)})
			continue
		}
		m := move{Sessions: sessions, Rolls: w.Rolls, Bloc: c + 1}
		for i, code := range b.States { // in the order of codes; the surest of the whole time
			if other, ok := w.In[code]; ok && other == c && code != state && b.Stay[i] >= .95 && len(m.With) < 8 {
				m.With = append(m.With, code)
			}
		}
		p.Moves = append(p.Moves, m)
		row[0] = append(row[0], chart.Cell{Text: strconv.Itoa(c + 1), Step: 1 + c%5, Tip: say(ui.Text("session %s: bloc %d"), sessions, c+1)})
		said = append(said, fmt.Sprintf("%s: %d", sessions, c+1))
	}
	if len(columns) > 0 {
		p.MovesPicture = chart.Matrix(chart.Head{ID: "moves", Title: say(ui.Text("In which bloc was %s, session by session?"), say(name(state))), Desc: strings.Join(said, say("; "))},
			[]string{state}, columns, row)
	}
}
