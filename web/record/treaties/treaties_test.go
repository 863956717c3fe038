package treaties_test

import (
	"encoding/csv"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/treaties"
	ledgers "unhindered/record"
	"unhindered/record/log"
	"unhindered/web/record"
)

func site(t testing.TB, files ...string) *record.Handler {
	t.Helper()
	private, _, err := log.NewKey("record.example.org/log")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := log.ParseSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	r, err := ledgers.Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), signer)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	if len(files) > 0 {
		if _, err := treaties.Run(t.Context(), kind.In{DB: r.DB, Files: files}); err != nil {
			t.Fatal(err)
		}
	}
	h, err := record.New(r.Register, record.Options{Ledgers: record.Ledgers(r)})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func get(h *record.Handler, path string) (int, string) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w.Code, w.Body.String()
}

var tags = regexp.MustCompile(`<[^>]*>`)

func TestPagesSayWhatTheFilesSay(t *testing.T) {
	h := site(t, importertest.Shared(t, "data/treaties/ratification_status.csv"), importertest.Shared(t, "domain/facts/ratifications.csv"))
	for path, wants := range map[string][]string{
		"/treaties":           {"192 of 193 Member States are parties to the Convention on the Rights of the Child", "no row: GAB", "the status says state party, the note says denounced"},
		"/treaties/CRC":       {"192 of 193 Member States were parties", "signed, not ratified (1)", "United States"},
		"/treaties/OP-CRC-IC": {"The source has no row for: Gabon"},
		"/states/CHN":         {"Party to 8 of 18 treaties", "What other sources say: 11 statements", "signed 1998, not ratified"},
		"/states/NAM":         {"Human rights treaties", "Party to 13 of 18"},
		"/states/GAB":         {"The source has no row of this State for: OP-CRC-IC"},
		"/states/VAT":         {"The source on treaties has no row for this State"},
	} {
		code, page := get(h, path)
		text := strings.Join(strings.Fields(tags.ReplaceAllString(page, " ")), " ")
		if code != 200 || len(page) > 100_000 {
			t.Errorf("%s: %d, %d bytes", path, code, len(page))
		}
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q:\n%.2500s", path, want, text)
			}
		}
	}
	for path, rows := range map[string]int{"/treaties.csv": 18, "/treaties/all.csv": 3473, "/treaties/CRC.csv": 193, "/treaties/OP-CRC-IC.csv": 192} {
		_, body := get(h, path)
		if all, err := csv.NewReader(strings.NewReader(body)).ReadAll(); err != nil || len(all)-1 != rows {
			t.Errorf("%s: %d rows, want %d (%v)", path, len(all)-1, rows, err)
		}
	}
}

func TestAnEmptyLedgerTeachesAndBadAddressesAreAnswered(t *testing.T) {
	h := site(t)
	for path, want := range map[string]int{"/treaties": 200, "/treaties.json": 200, "/treaties/CRC": 200, "/treaties/crc": 301, "/treaties/XYZ": 404} {
		if code, body := get(h, path); code != want {
			t.Errorf("%s: %d, want %d: %.200s", path, code, want, body)
		}
	}
}
