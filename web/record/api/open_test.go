package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"unhindered/demo/demotest"
	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/ngocommittee"
	"unhindered/importer/treaties"
	"unhindered/importer/uprquestions"
	"unhindered/importer/uprthematic"
	"unhindered/record"
	webrecord "unhindered/web/record"
)

// open serves a record with the facts of the demonstration.
func open(t testing.TB) (http.Handler, *record.Record) {
	t.Helper()
	rec := demotest.Record(t)
	pages, err := webrecord.New(rec.Register, webrecord.Options{Ledgers: webrecord.Ledgers(rec), Data: rec, Origin: "https://record.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	return pages, rec
}

// fill imports some of the real files.
func fill(t *testing.T, rec *record.Record) {
	t.Helper()
	data := importertest.Shared(t, "data")
	for _, k := range []struct {
		kind  kind.Kind
		files []string
	}{
		{ngocommittee.Kind(), []string{"ecosoc-ngo-committee/applications_deferred.csv", "ecosoc-ngo-committee/roll_call_votes.csv", "ecosoc-ngo-committee/status_granted.csv"}},
		{treaties.Kind(), []string{"treaties/ratification_status.csv"}},
		{uprthematic.Kind(), []string{"upr/thematic/UPR34_Slovenia_Thematic_list_of_Recommendations.docx"}},
		{uprquestions.Kind(), []string{"upr/advance-questions/AdvancedQuestionsSlovenia.doc"}},
	} {
		in := kind.In{DB: rec.DB}
		for _, f := range k.files {
			in.Files = append(in.Files, filepath.Join(data, filepath.FromSlash(f)))
		}
		if _, err := k.kind.Run(t.Context(), in); err != nil {
			t.Fatalf("%s: %v", k.kind.Name, err)
		}
	}
}

func get(h http.Handler, address string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", address, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func decode[T any](t *testing.T, w *httptest.ResponseRecorder) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%v in %.200s", err, w.Body)
	}
	return v
}
