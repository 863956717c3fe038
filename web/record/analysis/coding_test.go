package analysis_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/uprinfo"
)

func TestThePageOfCodingsShowsTheWholeSetAndEachRow(t *testing.T) {
	empty, _ := room(t)
	h, r := room(t)
	if code, page := get(t, empty, "/analysis/coding"); code != 200 || !strings.Contains(page, "No recommendations have been imported yet") {
		t.Errorf("an empty record: %d", code)
	}
	if _, err := uprinfo.Recommendations().Run(t.Context(), kind.In{DB: r.DB, Files: []string{importertest.Shared(t, "data/upr/upr-info-sessions-01-13.csv.gz")}}); err != nil {
		t.Fatal(err)
	}
	code, page := get(t, h, "/analysis/coding")
	if code != 200 || len(page) > 100_000 {
		t.Errorf("%d, %d bytes; a page has at most 100,000", code, len(page))
	}
	text := words(page)
	for _, want := range []string{"Of 23,484 recommendations", "A proposal is no finding", "How this is computed", "unhindered analyse upr-coding --side received --format csv"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	// All 193 Member States received some in sessions 1 to 13: the whole set, whoever is asked for.
	for _, path := range []string{"/analysis/coding", "/analysis/coding?state=CHN"} {
		if _, page := get(t, h, path); strings.Count(page, `<tr><td><a href="/analysis/coding?state=`) != 193 {
			t.Errorf("%s has %d States, want 193", path, strings.Count(page, `<tr><td><a href="/analysis/coding?state=`))
		}
	}
	code, page = get(t, h, "/analysis/coding?state=CHN")
	if text := words(page); code != 200 || len(page) > 100_000 || !strings.Contains(page, "<mark>") || !strings.Contains(text, "confidence") || !strings.Contains(text, "people say") {
		t.Errorf("the page of a State: %d, %d bytes", code, len(page))
	}
	code, data := get(t, h, "/analysis/coding.csv?state=CHN&side=made")
	rows, err := csv.NewReader(strings.NewReader(data)).ReadAll()
	if err != nil || code != 200 || len(rows) < 2 || rows[0][5] != "action" {
		t.Errorf("the rows of a State as CSV: %d, %v", code, err)
	}
	for _, path := range []string{"?side=sideways", "?state=QQQ", "?page=0", "?page=x"} {
		if code, _ := get(t, h, "/analysis/coding"+path); code != 400 {
			t.Errorf("%s: %d", path, code)
		}
	}
	if code, _ := get(t, h, "/analysis/coding?state=CHN&page=999"); code != 404 {
		t.Errorf("a page beyond the last: %d", code)
	}
}
