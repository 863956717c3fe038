package analysis_test

import (
	"net/http"
	"strings"
	"testing"

	"unhindered/importer/hrc"
	"unhindered/importer/importertest"
	"unhindered/importer/kind"
)

func TestWhereStatesStand(t *testing.T) {
	h, r := room(t)
	for _, path := range []string{"/analysis/ideal-points", "/analysis/ideal-points.json", "/analysis/ideal-points.csv"} {
		code, body := get(t, h, path)
		if code != http.StatusOK || strings.HasSuffix(path, "points") && !strings.Contains(words(body), "too few roll calls") {
			t.Errorf("%s of an empty record: %d: %.300s", path, code, words(body))
		}
	}
	if _, err := hrc.Run(t.Context(), kind.In{DB: r.DB, Files: []string{importertest.Shared(t, "data/hrc/resolutions.csv"), importertest.Shared(t, "data/hrc/votes_long.csv")}}); err != nil {
		t.Fatal(err)
	}
	for path, wants := range map[string][]string{
		"/analysis/ideal-points?body=hrc":                                    {"of the Human Rights Council, on all subjects", "Half of the 47 States stand", "How did they move?", "Western European and other States", "The dynamic model begins with session 10"},
		"/analysis/ideal-points?body=hrc&session=36&states=Cuba,usa,XEX":     {"in session 36", "Not in these roll calls: Examplestan.", "unhindered analyse ideal-points --body hrc --model dynamic --format csv"},
		"/analysis/ideal-points?body=hrc&issue=hr":                           {"on all subjects"}, // the form keeps the issue when the body changes
		"/analysis/ideal-points?body=hrc&session=36&states=Cuba,usa&lang=ar": {"±"},
	} {
		code, body := get(t, h, path)
		for _, want := range wants {
			if code != http.StatusOK || !strings.Contains(words(body), want) {
				t.Errorf("%s (%d) lacks %q in: %.1500s", path, code, want, words(body))
			}
		}
		if len(body) > 100_000 {
			t.Errorf("%s has %d bytes", path, len(body))
		}
	}
	_, all := get(t, h, "/analysis/ideal-points.csv?body=hrc")
	_, one := get(t, h, "/analysis/ideal-points.csv?body=hrc&session=36")
	if n := strings.Count(one, "\n"); n != 48 || strings.Count(all, "\n") < 30*47 || !strings.Contains(one, "CUB,36,-") || !strings.Contains(one, "iso3,session,estimate,se,votes") {
		t.Errorf("%d lines in session 36: %.200s", n, one)
	}
	for path, want := range map[string]struct {
		code int
		text string
	}{
		"/analysis/ideal-points?body=hrc&session=1":   {http.StatusNotFound, "no point in this session"},
		"/analysis/ideal-points?session=x":            {http.StatusBadRequest, "A session is a number"},
		"/analysis/ideal-points?states=Atlantis":      {http.StatusBadRequest, "by code or name"},
		"/analysis/ideal-points?body=icc":             {http.StatusBadRequest, "no such body"},
		"/analysis/ideal-points?body=hrc&session=-36": {http.StatusBadRequest, "A session is a number"},
	} {
		if code, body := get(t, h, path); code != want.code || !strings.Contains(words(body), want.text) {
			t.Errorf("%s: %d, without %q", path, code, want.text)
		}
	}
}
