package feeds

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"time"

	ical "github.com/arran4/golang-ical"

	"unhindered/un"
	"unhindered/web/ui"
)

// chosen returns the events that the address asks for.
func (s *site) chosen(r *http.Request) (all []Event, state un.State, kind string, err error) {
	v := r.URL.Query()
	if code := strings.ToUpper(v.Get("state")); code != "" {
		var ok bool
		if state, ok = un.StateByISO3(code); !ok {
			return nil, state, "", &ui.Fault{Code: ui.BadInput, Public: ui.Text("There is no State with this code. Codes have three letters, as in ISO 3166; the list of States shows them.")}
		}
	}
	if kind = v.Get("kind"); kind != "" && !slices.ContainsFunc(kinds, func(k kindOf) bool { return k.Code == kind }) {
		return nil, state, "", &ui.Fault{Code: ui.BadInput, Public: ui.Text("There is no such kind of date. The kinds are council, upr, upr-next, ngo, report, treaty and anniversary.")}
	}
	if all, err = s.events(r.Context()); err != nil {
		return nil, state, "", err
	}
	all = slices.DeleteFunc(all, func(e Event) bool {
		return kind != "" && e.Kind != kind || state.ISO3 != "" && !slices.Contains(e.States, state.ISO3)
	})
	return all, state, kind, nil
}

// calendar sends the dates as iCalendar (RFC 5545). Every event lasts whole days, without time zone: a session in Geneva is
// on the same days everywhere.
func (s *site) calendar(w http.ResponseWriter, r *http.Request) error {
	all, state, _, err := s.chosen(r)
	if err != nil {
		return err
	}
	origin := s.origin(r)
	cal := ical.NewCalendarFor("Unhindered")
	cal.SetProductId("-//Unhindered//Calendar//EN")
	name := "Unhindered"
	if state.Name != "" {
		name += ": " + state.Name
	}
	cal.SetName(name)
	cal.SetXWRCalName(name)
	cal.SetDescription("Dates that the record of reprisals knows. Each says how sure it is.")
	cal.SetRefreshInterval("P1D", ical.WithValue("DURATION"))
	cal.SetXPublishedTTL("P1D")
	for _, e := range all {
		if err := add(cal, e, origin); err != nil {
			return err
		}
	}
	var body bytes.Buffer
	if err := cal.SerializeTo(&body, ical.WithNewLine("\r\n")); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/calendar; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="unhindered.ics"`)
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	return ui.Cached(w, r, body.Bytes())
}

func add(cal *ical.Calendar, e Event, origin string) error {
	starts, err := time.Parse(time.DateOnly, e.Starts)
	if err != nil {
		return err
	}
	ends, err := time.Parse(time.DateOnly, e.Ends)
	if err != nil {
		return err
	}
	event := cal.AddEvent(e.UID + "@unhindered")
	event.SetDtStampTime(day(e.stamp))
	event.SetAllDayStartAt(starts)
	event.SetAllDayEndAt(ends.AddDate(0, 0, 1)) // the first day after it
	event.SetSummary(e.Title)
	event.SetDescription(strings.TrimSpace(e.Text+"\n") + "\nHow sure the date is: " + e.Sure + ".")
	event.SetTimeTransparency(ical.TransparencyTransparent)
	event.AddCategory(e.Kind)
	if e.At != "" {
		event.SetURL(origin + e.At)
	}
	if e.Yearly {
		event.AddRrule("FREQ=YEARLY")
	}
	return nil
}

// A calendarPage is what the page calendar.html shows.
type calendarPage struct {
	Events []Event // from today on, then those before, newest first
	Coming int     // of them to come
	Total  int
	State  un.State
	Kind   string
	Kinds  []kindOf
	Names  []un.State // to choose from
	Query  string     // of the addresses of the same dates
}

// shownEvents is how many dates the page shows; the file has all.
const shownEvents = 60

func (s *site) calendarPage(w http.ResponseWriter, r *http.Request) error {
	all, state, kind, err := s.chosen(r)
	if err != nil {
		return err
	}
	if strings.HasSuffix(r.URL.Path, ".json") {
		return ui.JSON(w, r, map[string]any{"entries": all, "total": len(all)})
	}
	p := calendarPage{Total: len(all), State: state, Kind: kind, Kinds: kinds, Names: un.States()}
	today := time.Now().UTC().Format(time.DateOnly)
	var coming, past []Event
	for _, e := range all {
		if e.Yearly {
			e = next(e, today)
		}
		if e.Ends >= today {
			coming = append(coming, e)
		} else {
			past = append(past, e)
		}
	}
	slices.SortStableFunc(coming, func(a, b Event) int { return strings.Compare(a.Starts, b.Starts) })
	slices.Reverse(past)
	coming = coming[:min(len(coming), shownEvents)]
	p.Coming = len(coming)
	p.Events = append(coming, past[:min(len(past), shownEvents-len(coming))]...)
	if r.URL.RawQuery != "" {
		p.Query = "?" + r.URL.Query().Encode()
	}
	return s.pages.Render(w, r, http.StatusOK, "calendar.html", p)
}

// next is a yearly event the next time that it comes.
func next(e Event, today string) Event {
	year := today[:4]
	if year+e.Starts[4:] < today {
		t, _ := time.Parse("2006", year)
		year = t.AddDate(1, 0, 0).Format("2006")
	}
	if year > e.Starts[:4] {
		e.Starts, e.Ends = year+e.Starts[4:], year+e.Ends[4:]
	}
	return e
}
