package upr

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"unhindered/storage"
)

// Data is the whole ledger in memory. It never changes.
type Data struct {
	Reviews []*Outcome // with anything in them, by session and name
	byID    map[string]*Outcome
	Rows    int // of UPR Info, pledges not counted
	Pledges int
	index   index
}

// An Outcome is a review with all that the sources say of it.
type Outcome struct {
	Review
	Name            string
	Report          *Report // nil: not imported
	Recommendations []*Recommendation
	Pledges         []Row
	Questions       []Question
	Rows            int // of UPR Info
	Joined          int // of them, found in the report
	Themes          int // entries of the thematic list
	ThemesJoined    int

	Supported, Noted, Open, Differing int // recommendations
}

// A Recommendation is one recommendation with everything the sources say of it: a numbered one of a report, or, where no
// report is here or the report has none that fits, the rows of UPR Info that share one text.
type Recommendation struct {
	Review    *Outcome
	Number    string // "114.5"; empty for rows without a number
	Text      string
	From      []string // codes, in the order of the text, each once
	Printed   []string // names that are of no State known here
	Position  string
	Positions []Said
	Action    int // of UPR Info: 1 minimal to 5 specific; 0 unknown; of several rows the greatest
	Issues    []string
	Themes    []string
	Goals     []string
	Affected  []string
	Page      int
	Rows      []*Row
	Imports   []int64 // that brought it
	Earlier   []Same  // in earlier cycles

	words []uint32 // sorted, for comparing
	marks marks    // for counting
}

// A Said is the position as one source gives it.
type Said struct {
	Source   string `json:"source"` // "A/HRC/25/5, para. 186", "UPR Info", ...
	Position string `json:"position"`
	Words    string `json:"words,omitempty"`
}

// Differ tells whether the sources give different positions; pending is none.
func (r *Recommendation) Differ() bool {
	first := ""
	for _, s := range r.Positions {
		switch {
		case s.Position == Pending || s.Position == Unknown:
		case first == "":
			first = s.Position
		case first != s.Position:
			return true
		}
	}
	return false
}

// Topics are the themes of the thematic list, or else the issues of UPR Info.
func (r *Recommendation) Topics() []string {
	if len(r.Themes) > 0 {
		return r.Themes
	}
	return r.Issues
}

// Anchor is the name of the recommendation in addresses.
func (r *Recommendation) Anchor() string {
	if r.Number != "" {
		return strings.ReplaceAll(r.Number, " ", "-")
	}
	return r.Rows[0].ID
}

// A Same is a recommendation of an earlier cycle that asks the same.
type Same struct {
	*Recommendation
	Alike int // per cent of their words in common
}

// Data returns the ledger as it is now.
func (s *Store) Data(ctx context.Context) (*Data, error) { return s.memory.Get(ctx, s.db) }

// Review returns what is known of a review, or storage.ErrNotFound if no source says anything of it.
func (d *Data) Review(iso3 string, cycle int) (*Outcome, error) {
	if o := d.byID[ID(iso3, cycle)]; o != nil {
		return o, nil
	}
	return nil, storage.ErrNotFound
}

// Of returns the reviews of a State, by cycle.
func (d *Data) Of(iso3 string) []*Outcome {
	var all []*Outcome
	for _, o := range d.Reviews {
		if o.ISO3 == iso3 {
			all = append(all, o)
		}
	}
	slices.SortFunc(all, func(a, b *Outcome) int { return a.Cycle - b.Cycle })
	return all
}

func load(ctx context.Context, tx *storage.Tx) (*Data, error) {
	d := &Data{byID: map[string]*Outcome{}}
	reports, err := readReports(ctx, tx)
	if err != nil {
		return nil, err
	}
	numbered, err := readNumbered(ctx, tx)
	if err != nil {
		return nil, err
	}
	rows, err := readRows(ctx, tx)
	if err != nil {
		return nil, err
	}
	themes, err := readThemes(ctx, tx)
	if err != nil {
		return nil, err
	}
	stated, err := readStated(ctx, tx)
	if err != nil {
		return nil, err
	}
	questions, err := readQuestions(ctx, tx)
	if err != nil {
		return nil, err
	}
	for i := range reports {
		if o := d.outcome(reports[i].ID); o != nil {
			o.Report = &reports[i]
		}
	}
	index := map[string]*Recommendation{}
	w := &wordList{number: map[string]uint32{}}
	for _, n := range numbered {
		o := d.outcome(n.Review)
		if o == nil {
			continue
		}
		r := newNumbered(o, n)
		r.words = w.words(r.Text)
		o.Recommendations = append(o.Recommendations, r)
		index[o.ID+"/"+n.Number] = r
	}
	d.addThemes(index, themes, w)
	d.addStated(index, stated)
	d.addRows(rows, w)
	for _, q := range questions {
		if o := d.outcome(q.Review); o != nil {
			o.Questions = append(o.Questions, q)
		}
	}
	d.finish()
	return d, nil
}

func (d *Data) outcome(id string) *Outcome {
	if o := d.byID[id]; o != nil {
		return o
	}
	r, ok := ReviewByID(id)
	if !ok {
		return nil
	}
	o := &Outcome{Review: r, Name: r.State().Name}
	d.byID[id] = o
	d.Reviews = append(d.Reviews, o)
	return o
}

func newNumbered(o *Outcome, n Numbered) *Recommendation {
	r := &Recommendation{Review: o, Number: n.Number, Text: n.Text, Page: n.Page, Imports: []int64{n.Import}}
	r.name(n.States)
	source := "report"
	if o.Report != nil {
		source = o.Report.Symbol
	}
	paragraph, _, _ := strings.Cut(n.Number, ".")
	r.Positions = append(r.Positions, Said{source + ", para. " + paragraph, n.Position, n.Said})
	return r
}

func (r *Recommendation) name(states []Mention) {
	for _, m := range states {
		if m.ISO3 == "" {
			r.Printed = append(r.Printed, m.Printed)
		} else if !slices.Contains(r.From, m.ISO3) {
			r.From = append(r.From, m.ISO3)
		}
	}
}

func (d *Data) addThemes(index map[string]*Recommendation, themes []Theme, w *wordList) {
	for _, t := range themes {
		o := d.outcome(t.Review)
		if o == nil {
			continue
		}
		o.Themes++
		r := index[o.ID+"/"+t.Number]
		if r == nil { // the report is not here: the list stands for it
			r = &Recommendation{Review: o, Number: t.Number, Text: t.Text}
			r.name(States(t.Text))
			r.words = w.words(r.Text)
			o.Recommendations = append(o.Recommendations, r)
			index[o.ID+"/"+t.Number] = r
		} else {
			o.ThemesJoined++
		}
		r.Themes, r.Goals, r.Affected = t.Themes, t.Goals, t.Affected
		r.Positions = append(r.Positions, Said{"OHCHR thematic list, after " + t.Source, t.Position, ""})
		r.Imports = append(r.Imports, t.Import)
	}
}

func (d *Data) addStated(index map[string]*Recommendation, stated []Stated) {
	for _, s := range stated {
		if r := index[s.Review+"/"+s.Number]; r != nil {
			r.Positions = append(r.Positions, Said{s.Symbol, s.Position, s.Said})
			r.Imports = append(r.Imports, s.Import)
		}
	}
}

// addRows joins the rows of UPR Info to the numbered recommendations of the same review, and makes one recommendation of
// the others that share a text.
func (d *Data) addRows(rows []Row, w *wordList) {
	loose := map[string]*Recommendation{}
	join := map[*Outcome]*matcher{}
	var left []*Row
	for i := range rows {
		row := &rows[i]
		o := d.outcome(row.Review)
		if o == nil {
			continue
		}
		if row.Kind == "pledge" {
			o.Pledges = append(o.Pledges, *row)
			d.Pledges++
			continue
		}
		d.Rows++
		o.Rows++
		m := join[o]
		if m == nil {
			m = newMatcher(o)
			join[o] = m
		}
		if r := m.find(row, w.words(row.Text), enough); r != nil {
			o.Joined++
			r.add(row)
			m.done[joined{r, row.From}] = true
		} else {
			left = append(left, row)
		}
	}
	for _, row := range left {
		o := d.byID[row.Review]
		m, words := join[o], w.words(row.Text)
		r := m.find(row, words, little)
		if r != nil {
			o.Joined++
		} else {
			key := o.ID + "\x00" + normal(row.Text)
			if r = loose[key]; r == nil {
				r = &Recommendation{Review: o, Text: row.Text, words: words}
				loose[key] = r
				o.Recommendations = append(o.Recommendations, r)
			}
		}
		r.add(row)
	}
}

func (r *Recommendation) add(row *Row) {
	r.Rows = append(r.Rows, row)
	if r.Number == "" {
		switch {
		case row.From == "":
			r.Printed = append(r.Printed, row.FromName)
		case !slices.Contains(r.From, row.From):
			r.From = append(r.From, row.From)
		}
	}
	r.Action = max(r.Action, row.Action)
	for _, issue := range row.Issues {
		if !slices.Contains(r.Issues, issue) {
			r.Issues = append(r.Issues, issue)
		}
	}
	said := Said{"UPR Info", row.Position(), row.Response}
	if !slices.Contains(r.Positions, said) {
		r.Positions = append(r.Positions, said)
	}
	if !slices.Contains(r.Imports, row.Import) {
		r.Imports = append(r.Imports, row.Import)
	}
}

// settle chooses the position: the last word of the State itself (addendum, then thematic list, then the report), and
// only then that of UPR Info. Differences stay in Positions.
func (r *Recommendation) settle() {
	best := -1
	for _, s := range r.Positions {
		rank := 1
		switch {
		case s.Position == Unknown:
			continue
		case s.Position == Pending:
			rank = 0
		case strings.HasPrefix(s.Source, "OHCHR"): // "after A/HRC/28/15/Add.1"
			rank = 4
		case strings.Contains(s.Source, "/Add."):
			rank = 5
		case s.Source != "UPR Info":
			rank = 3
		}
		if rank > best {
			best, r.Position = rank, s.Position
		}
	}
}

func (d *Data) finish() {
	for _, o := range d.Reviews {
		for _, r := range o.Recommendations {
			r.settle()
		}
	}
	slices.SortFunc(d.Reviews, func(a, b *Outcome) int {
		return cmp.Or(cmp.Compare(b.Session, a.Session), strings.Compare(a.Name, b.Name))
	})
	d.index.build(d.Reviews)
	byState := map[string][]*Outcome{}
	for _, o := range d.Reviews {
		byState[o.ISO3] = append(byState[o.ISO3], o)
	}
	for _, all := range byState {
		for _, later := range all {
			for _, earlier := range all {
				if earlier.Cycle < later.Cycle {
					findEarlier(later, earlier)
				}
			}
		}
	}
}

// MarshalJSON implements json.Marshaler: a recommendation as data twins give it.
func (r *Recommendation) MarshalJSON() ([]byte, error) {
	type same struct {
		Review string `json:"review"`
		Number string `json:"number,omitempty"`
		Text   string `json:"text"`
		Alike  int    `json:"words_in_common"`
	}
	var earlier []same
	for _, s := range r.Earlier {
		earlier = append(earlier, same{s.Review.ID, s.Number, s.Text, s.Alike})
	}
	return json.Marshal(struct {
		Review    string   `json:"review"`
		Number    string   `json:"number,omitempty"`
		Text      string   `json:"text"`
		From      []string `json:"from"`
		Position  string   `json:"position"`
		Positions []Said   `json:"positions"`
		Action    int      `json:"action,omitempty"`
		Issues    []string `json:"issues,omitempty"`
		Themes    []string `json:"themes,omitempty"`
		Goals     []string `json:"goals,omitempty"`
		Affected  []string `json:"affected,omitempty"`
		Rows      int      `json:"upr_info_rows"`
		Earlier   []same   `json:"earlier,omitempty"`
		Imports   []int64  `json:"imports"`
	}{r.Review.ID, r.Number, r.Text, r.From, r.Position, r.Positions, r.Action, r.Issues, r.Themes, r.Goals, r.Affected, len(r.Rows), earlier, r.Imports})
}
