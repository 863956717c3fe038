package conduct

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"unhindered/record/sheet"
	"unhindered/un"
	"unhindered/web/ui"
)

// A listing says how the rows of a table are listed.
type listing struct {
	Table  *sheet.Table
	Path   string                 // "/letters"
	Show   []string               // columns of the list, the first one leading to the row
	Facets []string               // columns to filter by; State and Date columns among them get their own form fields
	Title  string                 // of the page, where the listing is all of it
	Lead   string                 // its first sentence: what the rows are
	Note   string                 // what the numbers cannot say
	Head   string                 // column that names a row on its own page
	Up     [2]string              // address and name of the page above
	Row    func(sheet.Row) string // address of a row; Path/ID if nil
	// Worked are facets that are worked out from more than the row, such as where a request stands.
	Worked map[string]func(sheet.Row) string
}

// pageSize is the number of rows of a list.
const pageSize = 50

// A list is the rows that were asked for, ready to be shown.
type list struct {
	listing
	Query      url.Values
	Fields     []field
	Wishes     []wish
	Rows       []line
	Total, All int
	From, To   int
	Prev, Next string

	matched []sheet.Row
}

// A field is one select of the form.
type field struct {
	Name, Label string
	Options     []option
}

type option struct {
	Value, Label string
	N            int
	Selected     bool
}

// A wish is one condition, with the address without it.
type wish struct{ Label, Value, Without string }

// A line is one row of a list.
type line struct {
	ID, Link string
	Cells    []cell
}

// A cell is one value as it is shown.
type cell struct {
	Label string // of the column
	Text  string // in the language of the page where it comes from a vocabulary
	Link  string
	Raw   bool // words of a source or of ours, in English
}

// find reads the conditions of a request and finds the rows.
func (s *site) find(r *http.Request, l listing) (*list, error) {
	rows, err := s.sheets.Rows(r.Context(), l.Table)
	if err != nil {
		return nil, err
	}
	q := r.URL.Query()
	out := &list{listing: l, Query: url.Values{}, All: len(rows)}
	words := strings.Fields(strings.ToLower(q.Get("q")))
	if len(q.Get("q")) > 200 {
		return nil, &ui.Fault{Code: ui.BadInput, Public: ui.Text("The search is too long. A few words find more.")}
	}
	names := append(slices.Clone(l.Facets), "q")
	for _, name := range names {
		if v := strings.TrimSpace(q.Get(name)); v != "" {
			out.Query.Set(name, v)
		}
	}
	if v := out.Query.Get("state"); v != "" && slices.Contains(l.Facets, "state") {
		if _, ok := un.StateByISO3(strings.ToUpper(v)); !ok {
			return nil, &ui.Fault{Code: ui.BadInput, Public: ui.Text("There is no State with this code. Codes have three letters, as in ISO 3166; the list of States shows them.")}
		}
		out.Query.Set("state", strings.ToUpper(v))
	}
	matches := func(row sheet.Row, but string) bool {
		for _, name := range l.Facets {
			if want := out.Query.Get(name); want != "" && name != but && !slices.Contains(l.values(row, name), want) {
				return false
			}
		}
		for _, w := range words {
			if !contains(l.Table, row, w) {
				return false
			}
		}
		return true
	}
	for _, row := range rows {
		if matches(row, "") {
			out.matched = append(out.matched, row)
		}
	}
	out.Total = len(out.matched)
	for _, name := range l.Facets {
		out.Fields = append(out.Fields, s.field(r, l, rows, name, out.Query.Get(name), matches))
	}
	out.wishes(s, r)
	page := 1
	if v := q.Get("page"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > 1_000_000 {
			return nil, &ui.Fault{Code: ui.BadInput, Public: ui.Text("Pages are counted from 1.")}
		}
		if page = n; (page-1)*pageSize >= max(1, out.Total) {
			return nil, &ui.Fault{Code: ui.NotFound, Public: ui.Text("The list has no such page. Start again from its first page.")}
		}
	}
	from := (page - 1) * pageSize
	shown := out.matched[from:min(out.Total, from+pageSize)]
	out.From, out.To = from+1, from+len(shown)
	if page > 1 {
		out.Prev = out.With("page", strconv.Itoa(page-1))
	}
	if out.To < out.Total {
		out.Next = out.With("page", strconv.Itoa(page+1))
	}
	for _, row := range shown {
		out.Rows = append(out.Rows, s.line(r, l, row))
	}
	return out, nil
}

// values are what a row counts under in a facet: the year of a date, each of several values.
func (l listing) values(row sheet.Row, facet string) []string {
	if work := l.Worked[facet]; work != nil {
		if v := work(row); v != "" {
			return []string{v}
		}
		return nil
	}
	name := facet
	if facet == "year" && l.Table.Column("year") == nil {
		name = "date"
	}
	c := l.Table.Column(name)
	if c == nil {
		return nil
	}
	if c.Type == sheet.Date {
		if y := row.Date(name).Year(); y > 0 {
			return []string{strconv.Itoa(y)}
		}
		return nil
	}
	if v := row.Get(name); v != "" {
		return []string{v}
	}
	return nil
}

func contains(t *sheet.Table, row sheet.Row, word string) bool {
	for _, c := range t.Columns {
		v := row.Get(c.Name)
		if c.Type == sheet.State {
			v += " " + stateName(v)
		}
		if strings.Contains(strings.ToLower(v), word) {
			return true
		}
	}
	return false
}

func (s *site) field(r *http.Request, l listing, rows []sheet.Row, name, chosen string, matches func(sheet.Row, string) bool) field {
	n := map[string]int{}
	var order []string
	for _, row := range rows {
		if !matches(row, name) {
			continue
		}
		for _, v := range l.values(row, name) {
			if n[v] == 0 {
				order = append(order, v)
			}
			n[v]++
		}
	}
	if chosen != "" && n[chosen] == 0 {
		order = append(order, chosen)
	}
	f := field{Name: name, Label: s.pages.T(r, Heading(name))}
	for _, v := range order {
		f.Options = append(f.Options, option{v, s.show(r, l.Table, name, v), n[v], v == chosen})
	}
	slices.SortStableFunc(f.Options, func(a, b option) int {
		if name == "year" {
			return strings.Compare(b.Value, a.Value)
		}
		return strings.Compare(a.Label, b.Label)
	})
	return f
}

// show is a value in the words of the page.
func (s *site) show(r *http.Request, t *sheet.Table, column, v string) string {
	c := t.Column(column)
	if c == nil {
		return s.pages.T(r, v)
	}
	switch c.Type {
	case sheet.State:
		return s.pages.T(r, stateName(v))
	case sheet.Choose:
		return s.pages.T(r, t.Label(column, v))
	case sheet.Act:
		if a, ok := un.ActTypeByCode(v); ok {
			return s.pages.T(r, a.Label)
		}
	case sheet.YesNo:
		return s.pages.T(r, v)
	case sheet.Date:
		return s.date(r, un.Date(v))
	}
	return t.Label(column, v)
}

func (s *site) line(r *http.Request, l listing, row sheet.Row) line {
	out := line{ID: row.ID, Link: l.address(row)}
	for _, name := range l.Show {
		c := cell{Label: s.pages.T(r, Heading(name)), Text: s.show(r, l.Table, name, row.Get(name))}
		if col := l.Table.Column(name); col != nil {
			c.Raw = col.Type == sheet.Text
			if col.Type == sheet.State && c.Text != "" {
				c.Link = "/states/" + row.Get(name)
			}
		}
		if len(out.Cells) == 0 && c.Text != "" {
			c.Text = sentence(c.Text)
		}
		out.Cells = append(out.Cells, c)
	}
	return out
}

func (l listing) address(row sheet.Row) string {
	if l.Row != nil {
		return l.Row(row)
	}
	return l.Path + "/" + row.ID
}

func (l *list) wishes(s *site, r *http.Request) {
	for _, f := range l.Fields {
		for _, o := range f.Options {
			if o.Selected {
				l.Wishes = append(l.Wishes, wish{f.Label, o.Label, l.With(f.Name, "")})
			}
		}
	}
	if q := l.Query.Get("q"); q != "" {
		l.Wishes = append(l.Wishes, wish{s.pages.T(r, ui.Text("Words")), "“" + q + "”", l.With("q", "")})
	}
}

// With is the address of the list with one condition changed; an empty value takes it away.
func (l *list) With(key, value string) string { return l.at(l.Path, key, value) }

// Twin is the address of the same rows as data.
func (l *list) Twin(kind string) string { return l.at(l.Path+"."+kind, "page", "") }

// Narrow tells whether anything is left out.
func (l *list) Narrow() bool { return len(l.Query) > 0 }

func (l *list) at(path, key, value string) string {
	v := url.Values{}
	for k := range l.Query {
		v.Set(k, l.Query.Get(k))
	}
	v.Set(key, value)
	if value == "" {
		v.Del(key)
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// count counts the matched rows by the values of a facet, most frequent first.
func (l *list) count(facet string) []option {
	for _, f := range l.Fields {
		if f.Name == facet {
			all := slices.Clone(f.Options)
			slices.SortStableFunc(all, func(a, b option) int { return b.N - a.N })
			return all
		}
	}
	return nil
}

// csv are the matched rows as a table.
func (l *list) csv() [][]string {
	out := [][]string{l.Table.Header()}
	for _, row := range l.matched {
		out = append(out, row.Cells(l.Table))
	}
	return out
}

// data sends the rows as JSON or CSV, with more to say beside them in JSON.
func (l *list) data(w http.ResponseWriter, r *http.Request, kind string, more map[string]any) error {
	if kind == "csv" {
		return ui.CSV(w, r, l.Table.Name+".csv", l.csv())
	}
	rows := l.matched
	if rows == nil {
		rows = []sheet.Row{}
	}
	all := map[string]any{"entries": rows, "total": l.Total}
	for k, v := range more {
		all[k] = v
	}
	return ui.JSON(w, r, all)
}

// Heading is the heading of a column.
func Heading(name string) string {
	if words, ok := columnNames[name]; ok {
		return words
	}
	return strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "_", " ")
}

var columnNames = map[string]string{
	"id": ui.Text("Key"), "seen": ui.Text("Source read on"), "standing": ui.Text("Where it stands"), "as_of": ui.Text("State of things"), "state": ui.Text("State"), "about": ui.Text("About"), "year": ui.Text("Year"), "date": ui.Text("When"),
	"reply_date": ui.Text("Reply on"), "reply_symbol": ui.Text("Symbol of the reply"), "reply_form": ui.Text("Form of the reply"),
	"addressee_kind": ui.Text("Kind of addressee"), "same_as": ui.Text("Same request"), "data_refused": ui.Text("Data refused"),
	"how_used": ui.Text("How it is used, per source"), "text": ui.Text("What"), "actor": ui.Text("Alleged actor"), "anonymous": ui.Text("Anonymous source"),
	"response": ui.Text("What the UN did"), "cooperation": ui.Text("Cooperation noted"), "interference": ui.Text("Interference reported"),
	"states_named": ui.Text("States named"), "follow_up": ui.Text("Followed up"), "new": ui.Text("New cases"),
	"period_from": ui.Text("Period from"), "period_to": ui.Text("Period to"), "a": ui.Text("One source says"), "b": ui.Text("Another says"),
	"kept": ui.Text("What is shown here"), "fact": ui.Text("On"), "number": ui.Text("No."), "entries": ui.Text("Entries of the register"), "at_least": ui.Text("At least"), "at_most": ui.Text("At most"),
	"term": ui.Text("Term"), "was_kept": ui.Text("Kept?"), "letter": ui.Text("Letter"), "says": ui.Text("What the reply says"), "judged_by": ui.Text("Judged by"),
	"yes": ui.Text("In favour"), "abstain": ui.Text("Abstentions"), "no": ui.Text("Against"), "quoted": ui.Text("As printed"),
}
