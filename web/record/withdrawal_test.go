package record_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"unhindered/demo/demotest"
	webrecord "unhindered/web/record"
)

// What is withdrawn leaves every page, list, feed, table and analysis at once. Only its own address still answers, with
// what is left of it.
func TestAWithdrawnEntryLeavesEveryAddress(t *testing.T) {
	rec := demotest.Record(t)
	h, err := webrecord.New(rec.Register, webrecord.Options{Ledgers: webrecord.Ledgers(rec), Data: rec, Origin: "https://record.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	const id = "CN-0001"
	with := func() map[string]bool {
		found := map[string]bool{}
		for _, address := range addresses(h) {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest("GET", address, nil))
			if strings.Contains(w.Body.String(), id) {
				found[address] = true
			}
		}
		return found
	}
	before := with()
	for _, address := range []string{"/register", "/register.json", "/register.csv", "/states/CHN.json", "/quality", "/sitemap.xml", "/feeds/register.atom", "/feeds/states/CHN.json",
		"/analysis/undercount", "/api/v1/register", "/data/register.csv"} {
		if !before[address] {
			t.Errorf("%s does not have the entry before it is withdrawn: this test would check nothing there", address)
		}
	}
	if _, err := rec.Register.Withdraw(t.Context(), "withdrawal", id); err != nil {
		t.Fatal(err)
	}
	for address := range with() {
		t.Errorf("%s still has the withdrawn entry", address)
	}
}

// addresses are all routes of the room that need no value, and some that do.
func addresses(h *webrecord.Handler) []string {
	all := []string{"/", "/states/CHN", "/states/CHN.json", "/feeds/register.atom", "/feeds/register.json", "/feeds/states/CHN.atom", "/feeds/states/CHN.json",
		"/feeds/imports.atom", "/search?q=airport", "/search.json?q=airport", "/api/v1/register?limit=100", "/api/v1/register", "/api/v1/register-actions?limit=100",
		"/data/register.csv", "/data/register.json", "/data/register-actions.csv", "/data/register-sources.csv"}
	for _, r := range h.Routes() {
		if address, ok := strings.CutPrefix(r.Pattern, "GET "); ok && !strings.Contains(address, "{") {
			all = append(all, address)
		}
	}
	return all
}
