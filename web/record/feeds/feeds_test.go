package feeds_test

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	ical "github.com/arran4/golang-ical"

	"unhindered/demo/demotest"
	"unhindered/record"
	webrecord "unhindered/web/record"
)

func open(t *testing.T) (http.Handler, *record.Record) {
	t.Helper()
	rec := demotest.Record(t)
	pages, err := webrecord.New(rec.Register, webrecord.Options{Ledgers: webrecord.Ledgers(rec), Data: rec, Origin: "https://record.example.org/"})
	if err != nil {
		t.Fatal(err)
	}
	return pages, rec
}

func get(t *testing.T, h http.Handler, address string) string {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %.200s", address, w.Code, w.Body)
	}
	if w.Header().Get("ETag") == "" {
		t.Errorf("%s has no ETag", address)
	}
	return w.Body.String()
}

type atom struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  struct {
		Name string `xml:"name"`
	} `xml:"author"`
	Link struct {
		Href string `xml:"href,attr"`
		Rel  string `xml:"rel,attr"`
	} `xml:"link"`
	Entries []struct {
		ID        string `xml:"id"`
		Title     string `xml:"title"`
		Updated   string `xml:"updated"`
		Published string `xml:"published"`
		Summary   struct {
			Type string `xml:"type,attr"`
			Text string `xml:",chardata"`
		} `xml:"summary"`
		Link struct {
			Href string `xml:"href,attr"`
		} `xml:"link"`
	} `xml:"entry"`
}

func readAtom(t *testing.T, text string) atom {
	t.Helper()
	var f atom
	if err := xml.Unmarshal([]byte(text), &f); err != nil {
		t.Fatalf("%v in %.300s", err, text)
	}
	// RFC 4287, section 4.1: id, title and updated of feed and entries, an author.
	if f.ID == "" || f.Title == "" || f.Author.Name == "" || f.Link.Rel != "self" || f.Link.Href != f.ID {
		t.Errorf("the feed lacks what Atom asks for: %+v", f)
	}
	for _, stamp := range []string{f.Updated} {
		if _, err := time.Parse(time.RFC3339, stamp); err != nil {
			t.Error(err)
		}
	}
	seen := map[string]bool{}
	for _, e := range f.Entries {
		if e.ID == "" || e.Title == "" || seen[e.ID] || !strings.HasPrefix(e.Link.Href, "https://record.example.org/") {
			t.Errorf("the entry lacks what Atom asks for, or is there twice: %+v", e)
		}
		seen[e.ID] = true
		for _, stamp := range []string{e.Updated, e.Published} {
			if _, err := time.Parse(time.RFC3339, stamp); err != nil {
				t.Error(err)
			}
		}
	}
	return f
}

func TestFeedsFollowTheRegister(t *testing.T) {
	h, rec := open(t)
	before := readAtom(t, get(t, h, "/feeds/register.atom"))
	if len(before.Entries) != 28 { // domain/facts/cases.csv
		t.Errorf("%d entries, want 28", len(before.Entries))
	}
	entry, err := rec.Register.Entry(t.Context(), "CN-0001")
	if err != nil {
		t.Fatal(err)
	}
	entry.Summary = "Corrected <b>& neutral</b>."
	if _, err := rec.Register.Publish(t.Context(), "correction", entry.Entry); err != nil {
		t.Fatal(err)
	}
	after := readAtom(t, get(t, h, "/feeds/states/CHN.atom"))
	if len(after.Entries) != 28 || after.Entries[0].ID != "https://record.example.org/register/CN-0001" ||
		!strings.Contains(after.Entries[0].Title, "correction, version 2") {
		t.Errorf("the correction is not on top: %+v", after.Entries[0])
	}
	if s := after.Entries[0].Summary; s.Type != "html" || s.Text != "Corrected &lt;b&gt;&amp; neutral&lt;/b&gt;." {
		t.Errorf("the text could run as HTML: %+v", s)
	}
	if _, err := rec.Register.Withdraw(t.Context(), "withdrawal", "CN-0001"); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"/feeds/register.atom", "/feeds/register.json", "/feeds/states/CHN.atom", "/feeds/states/CHN.json", "/calendar.ics", "/calendar.json", "/calendar"} {
		if text := get(t, h, address); strings.Contains(text, "CN-0001") {
			t.Errorf("%s still has the withdrawn entry", address)
		}
	}
	if f := readAtom(t, get(t, h, "/feeds/states/CHE.atom")); len(f.Entries) != 0 {
		t.Errorf("a State without entries has %d", len(f.Entries))
	}
}

func TestJSONFeedHasWhatItsVersionAsksFor(t *testing.T) {
	h, _ := open(t)
	for _, address := range []string{"/feeds/register.json", "/feeds/states/CHE.json", "/feeds/imports.json"} {
		var f struct {
			Version string `json:"version"`
			Title   string `json:"title"`
			FeedURL string `json:"feed_url"`
			Items   []struct {
				ID   string `json:"id"`
				URL  string `json:"url"`
				Text string `json:"content_text"`
			} `json:"items"`
		}
		if err := json.Unmarshal([]byte(get(t, h, address)), &f); err != nil {
			t.Fatal(err)
		}
		if f.Version != "https://jsonfeed.org/version/1.1" || f.Title == "" || f.FeedURL != "https://record.example.org"+address || f.Items == nil {
			t.Errorf("%s: %+v", address, f)
		}
		for _, i := range f.Items {
			if i.ID == "" || i.Text == "" || i.URL == "" {
				t.Errorf("%s: %+v", address, i)
			}
		}
	}
}

func TestUnknownFeedsAreNotThere(t *testing.T) {
	h, _ := open(t)
	for _, address := range []string{"/feeds/nothing.atom", "/feeds/register", "/feeds/register.rss", "/feeds/states/XX.atom", "/feeds/states/..%2Fx.atom", "/feeds/states/CHN"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
		if w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
	for _, address := range []string{"/calendar.ics?state=XXX", "/calendar?kind=birthday", "/calendar.json?state=" + strings.Repeat("A", 900)} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
		if w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
}

func calendar(t *testing.T, text string) map[string]*ical.VEvent {
	t.Helper()
	if !strings.HasPrefix(text, "BEGIN:VCALENDAR\r\n") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") {
		t.Error("lines do not end as RFC 5545 says")
	}
	for line := range strings.SplitSeq(text, "\r\n") {
		if len(line) > 75 {
			t.Errorf("a line has %d bytes, more than 75: %s", len(line), line)
		}
	}
	cal, err := ical.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*ical.VEvent{}
	for _, e := range cal.Events() {
		if all[e.Id()] != nil {
			t.Errorf("%s is there twice", e.Id())
		}
		all[e.Id()] = e
	}
	return all
}

func TestTheCalendarKnowsItsDates(t *testing.T) {
	h, _ := open(t)
	text := get(t, h, "/calendar.ics")
	if text != get(t, h, "/calendar.ics") {
		t.Error("the same dates are not the same bytes")
	}
	all := calendar(t, text)
	for _, test := range []struct{ rule, uid, starts, after, rrule, says string }{
		{"a session of the Council (domain/reference/hrc_sessions.csv), confirmed", "hrc-54", "20230911", "20231014", "", "confirmed"},
		{"a session that is only recalled says so", "hrc-25", "20140303", "20140329", "", "recalled"},
		{"a session of the review names its States", "upr-48", "20250120", "20250201", "", "Under review:"},
		{"anniversary of the day on which he was stopped (case CN-0001)", "anniversary-CN-0001-1", "20130914", "20130915", "FREQ=YEARLY", "as in the entry"},
		{"anniversary of the day of his death, which source 004 asks for", "anniversary-CN-0001-2", "20140314", "20140315", "FREQ=YEARLY", "as in the entry"},
		{"end of a reporting period (domain/reference/sg_reprisals_reports.csv)", "report-2024-period_to", "20240430", "20240501", "", ""},
		{"a rule that nobody has confirmed", "ngo-deadline", "20240601", "20240602", "FREQ=YEARLY", "not confirmed"},
	} {
		e := all[test.uid+"@unhindered"]
		if e == nil {
			t.Errorf("%s: there is no %s", test.rule, test.uid)
			continue
		}
		value := func(p ical.ComponentProperty) string {
			if v := e.GetProperty(p); v != nil {
				return v.Value
			}
			return ""
		}
		if s, a, r := value(ical.ComponentPropertyDtStart), value(ical.ComponentPropertyDtEnd), value(ical.ComponentPropertyRrule); s != test.starts || a != test.after || r != test.rrule {
			t.Errorf("%s: %s to %s, %q", test.rule, s, a, r)
		}
		if d := value(ical.ComponentPropertyDescription); !strings.Contains(d, test.says) {
			t.Errorf("%s: %q does not say %q", test.rule, d, test.says)
		}
	}
	// No anniversary is made of a date with a reserve: CN-0021 lies somewhere in a reporting period, CN-0017 is context.
	for _, never := range []string{"anniversary-CN-0021-1", "anniversary-CN-0017-1", "anniversary-CN-0002-1"} {
		if all[never+"@unhindered"] != nil {
			t.Errorf("%s is no day without reserve", never)
		}
	}
}

func TestTheNextReviewIsAnEstimateOfAMonth(t *testing.T) {
	h, _ := open(t)
	of := calendar(t, get(t, h, "/calendar.ics?state=chn"))
	// The record knows a review in session 45, January 2024. Fourteen sessions on is 59; after 50, November 2025, three a
	// year come in January, May and November: 59 is November 2028 (domain reference, section 10).
	e := of["upr-next-59@unhindered"]
	if e == nil || e.GetProperty(ical.ComponentPropertyDtStart).Value != "20281101" || e.GetProperty(ical.ComponentPropertyDtEnd).Value != "20281201" ||
		!strings.Contains(e.GetProperty(ical.ComponentPropertyDescription).Value, "estimate") {
		t.Errorf("%+v", e)
	}
	for uid := range of {
		if strings.HasPrefix(uid, "hrc-") || strings.HasPrefix(uid, "upr-next-") && uid != "upr-next-59@unhindered" {
			t.Errorf("%s does not concern the State", uid)
		}
	}
	if only := calendar(t, get(t, h, "/calendar.ics?kind=council")); len(only) != 60 {
		t.Errorf("%d sessions of the Council, want 60 (domain/reference/hrc_sessions.csv)", len(only))
	}
}

func TestThePagesOfFeedsAndCalendarAreSmall(t *testing.T) {
	h, _ := open(t)
	for _, address := range []string{"/feeds", "/calendar", "/calendar?state=CHN", "/calendar?state=CHE&lang=ar", "/data", "/data/votes"} {
		if n := len(get(t, h, address)); n > 100_000 {
			t.Errorf("%s has %d bytes", address, n)
		}
	}
}
