package record_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"unhindered/record/log"
	"unhindered/record/register"
	"unhindered/un"
	"unhindered/web/record"
	"unhindered/web/ui"
)

// sample are three entries in two States, one of them context.
func sample() []register.Entry {
	source := []register.Source{{Document: "Report of an organisation", Part: "section 2", Address: "https://example.org/report"}}
	return []register.Entry{
		{
			ID: "EX-0001", Subject: "seven human rights defenders", Kind: register.Group, State: "XEX", Fictional: true,
			From: "2015-11", To: "2016-02-03", Place: "an airport", Summary: "Stopped <at> the airport & questioned.",
			Acts: []string{"EXIT_STOP", "INTERROGATION"}, Actor: "border police", Bodies: []string{"CAT", "SG"},
			Actions:       []register.Action{{Date: "2016-03-01", Type: "joint urgent appeal", Symbol: "UA XEX 1/2016"}, {Type: "news release"}},
			Replies:       []register.Reply{{Date: "2016-05", Text: "The State denies it.", Assessment: "denied"}, {Text: "To the second letter none.", Assessment: "no reply"}},
			Incidents:     []register.Incident{{ID: "INC-1", Date: "2016-03-14", Place: "Palais des Nations", Type: "PREM_PHOTO", Text: "Photographed.", Source: "Report"}},
			Disagreements: []register.Disagreement{{Fact: "number", A: "five", B: "seven", Kept: "seven"}},
			Sources:       source,
		},
		{ID: "EX-0002", Subject: "a woman activist", Kind: register.Person, State: "XEX", Fictional: true, From: "2015", Summary: "Refused a passport.",
			Acts: []string{"PASSPORT_DENIED"}, Bodies: []string{"CEDAW"}, Sources: source},
		{ID: "EX-0003", Subject: "lawyers", Kind: register.Group, State: "ISL", To: "2019-04", Summary: "Context only.", Acts: []string{"ARREST"},
			Context: true, Sources: source},
	}
}

// room makes a record with entries in a register of its own.
func room(t testing.TB, url string, entries []register.Entry) (*record.Handler, *register.Store) {
	t.Helper()
	private, _, err := log.NewKey("record.example.org/log")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := log.ParseSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	store, err := register.Open(context.Background(), url, signer)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	if err := store.Import(context.Background(), entries); err != nil {
		t.Fatal(err)
	}
	h, err := record.New(store, record.Options{
		Origin: "https://record.example.org/", Contact: "record@example.org", Banner: ui.DemoBanner,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return h, store
}

func get(t testing.TB, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w
}

// text is a page without its tags, spaces run together, as a reader meets it.
func text(w *httptest.ResponseRecorder) string {
	plain := regexp.MustCompile(`(?s)<[^>]*>`).ReplaceAllString(w.Body.String(), "")
	return regexp.MustCompile(`\s+`).ReplaceAllString(plain, " ")
}

// pages are an address of every kind.
var pages = []string{"/", "/register", "/register?state=XEX&act=MOVEMENT&year=2015&q=airport&sort=subject", "/register?state=NOR",
	"/register/EX-0001", "/register/EX-0003", "/states", "/states/XEX", "/states/NOR", "/log", "/data", "/about", "/nowhere"}

// many makes n entries over many States, years and acts.
func many(n int) []register.Entry {
	states, acts := []string{"FRA", "NOR", "BRA", "KEN", "JPN", "IND", "USA", "ZAF", "EGY", "MEX"}, []string{"EXIT_STOP", "ARREST", "SMEAR", "TRAVEL_BAN", "HACKING", "RAID"}
	out := sample()
	for i := range n {
		out = append(out, register.Entry{
			ID: fmt.Sprintf("T-%06d", i), Subject: fmt.Sprintf("a human rights defender, number %d", i), Kind: register.Person, State: states[i%len(states)],
			From: un.Date(strconv.Itoa(2005 + i%20)), Summary: strings.Repeat("What is reported, in neutral words. ", 8), Acts: []string{acts[i%len(acts)], acts[(i/7)%len(acts)]}[:1+i%2],
			Bodies: []string{"HRC", "SP"}, Sources: []register.Source{{Document: "a report"}},
		})
	}
	return out
}
