package record

import (
	"errors"
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"unhindered/record/register"
	"unhindered/un"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// An entryPage is what the page entry.html shows.
type entryPage struct {
	register.Record
	Events  []event // dated ones in order of time, then the others
	Picture template.HTML
	Replied int // replies that are one
	Origin  string
	Preview bool // shown to the desk before it exists
}

// An event is one line of an entry's timeline.
type event struct {
	Number int
	Lane   int
	Date   un.Date
	To     un.Date
	What   string // "UN action", translated
	Title  string
	Text   string
	Extra  string // symbol or place
	Source string
	Link   string
}

// The lanes of the timeline.
const (
	actLane = iota
	unLane
	replyLane
)

func (h *Handler) entry(w http.ResponseWriter, r *http.Request) error {
	id, kind := ledger.Wants(r.PathValue("id"))
	if kind == "csv" {
		return &ui.Fault{Code: ui.NotFound, Public: ui.Text("A single entry comes as .json. Tables come as .csv: see the register.")}
	}
	record, err := h.find(r, id)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if record.Withdrawn {
		status = http.StatusGone
	}
	if kind == "json" {
		return h.entryJSON(w, r, record)
	}
	if record.Withdrawn {
		return h.pages.Render(w, r, status, "withdrawn.html", record)
	}
	return h.pages.Render(w, r, status, "entry.html", newEntryPage(h.pages, r, record, h.origin(r)))
}

// numbers of entries, as the register makes them and as importers give them.
var numbers = regexp.MustCompile(`^[A-Z0-9-]{1,60}$`)

func (h *Handler) find(r *http.Request, id string) (record register.Record, err error) {
	err = register.ErrNotFound
	if numbers.MatchString(id) { // databases do not take every byte that an address can hold
		record, err = h.store.Entry(r.Context(), id)
	}
	if errors.Is(err, register.ErrNotFound) {
		return record, &ui.Fault{Code: ui.NotFound, Public: ui.Text("The register has no entry with this number, and never had one."), Err: err}
	}
	return record, err
}

// A tombstone is what the data twin of a withdrawn entry says.
type tombstone struct {
	ID        string                 `json:"id"`
	Withdrawn bool                   `json:"withdrawn"`
	Day       string                 `json:"day"`
	Leaf      int64                  `json:"leaf"`
	Versions  []register.VersionInfo `json:"versions"`
}

func (h *Handler) entryJSON(w http.ResponseWriter, r *http.Request, record register.Record) error {
	if !record.Withdrawn {
		return ui.JSON(w, r, record)
	}
	return ui.JSONStatus(w, http.StatusGone, tombstone{record.ID, true, record.Day, record.Leaf, record.Versions})
}

// entryText sends the very bytes that were committed to.
func (h *Handler) entryText(w http.ResponseWriter, r *http.Request) error {
	record, err := h.find(r, r.PathValue("id"))
	if err != nil {
		return err
	}
	if record.Withdrawn {
		return &ui.Fault{Code: ui.Gone}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	return ui.Cached(w, r, record.Text)
}

func newEntryPage(pages *ui.Pages, r *http.Request, record register.Record, origin string) entryPage {
	p := entryPage{Record: record, Origin: origin}
	in := asked{pages, r}
	t := func(text string) string { return in.T(text) }
	what := []string{t("Acts reported"), t("UN action"), t("Reply of the State")}
	if record.From != "" || record.To != "" {
		p.Events = append(p.Events, event{Lane: actLane, Date: record.From, To: record.To, What: what[actLane],
			Title: sentence(strings.Join(actNames(in, record.Acts), in.T("; "))), Link: "#reported"})
	}
	for _, i := range record.Incidents {
		p.Events = append(p.Events, event{Lane: actLane, Date: i.Date, What: t("Incident"), Title: sentence(in.T(actName(i.Type))),
			Extra: i.Place, Link: "#i-" + i.ID})
	}
	for _, a := range record.Actions {
		p.Events = append(p.Events, event{Lane: unLane, Date: a.Date, What: what[unLane], Title: sentence(a.Type), Text: a.Text,
			Extra: a.Symbol, Source: a.Source})
	}
	for _, a := range record.Replies {
		if silence(a) {
			continue
		}
		p.Replied++
		p.Events = append(p.Events, event{Lane: replyLane, Date: a.Date, What: what[replyLane], Title: t("The State replied"),
			Extra: a.Symbol, Link: "#reply"})
	}
	slices.SortStableFunc(p.Events, func(a, b event) int {
		x, y := a.when(), b.when()
		switch {
		case x == "" && y != "":
			return 1
		case y == "" && x != "":
			return -1
		}
		return strings.Compare(string(x), string(y))
	})
	var drawn []chart.Event
	for i := range p.Events {
		p.Events[i].Number = i + 1
		if e, ok := p.Events[i].draw(in); ok {
			drawn = append(drawn, e)
		}
	}
	if len(drawn) > 1 {
		p.Picture = chart.Timeline(chart.Head{
			ID: "timeline", Title: t("Acts, UN action and replies in order of time"),
			Desc: t("The numbers lead to the list below, which says the same in words. A line shows a time that is only known roughly, or that lasted."),
		}, []string{what[actLane], what[unLane], t("Reply")}, drawn)
	}
	return p
}

// silence tells whether what stands among the replies says that there was none.
func silence(a register.Reply) bool {
	return strings.HasPrefix(strings.ToLower(a.Assessment), "no reply")
}

// when is the date that orders the event.
func (e event) when() un.Date {
	if e.Date == "" {
		return e.To
	}
	return e.Date
}

// draw turns the event into a mark; one without a date has none.
func (e event) draw(t tongue) (chart.Event, bool) {
	start, end, ok := stretch(e.when())
	if !ok {
		return chart.Event{}, false
	}
	vague := end > start
	if _, last, ok := stretch(e.To); ok && last > end {
		end, vague = last, false
	}
	number := strconv.Itoa(e.Number)
	return chart.Event{Lane: e.Lane, Start: start, End: end, Vague: vague, Number: e.Number, URL: "#e" + number,
		Text: span(t, e.Date, e.To) + ": " + e.Title}, true
}

// Undated tells whether the event's date is not known.
func (e event) Undated() bool { return e.when() == "" }
