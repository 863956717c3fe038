package hrc

import "testing"

// Cells as the catalogue writes them, and as later ones may.
func TestAmendmentsAreKnownAndJoinedToWhatTheyWouldChange(t *testing.T) {
	for _, test := range []struct{ what, title, symbol, draft, kind, target string }{
		{"the usual way", "A text : amendment /", "A/HRC/42/L.43", "Amendment A/HRC/42/L.43 to draft resolution A/HRC/42/L.33/Rev.1 Rejected by a recorded vote", "amendment", "A/HRC/42/L.33"},
		{"a revised amendment", "A text : amendment /", "A/HRC/54/L.40/Rev.1", "Amendment A/HRC/54/L.40/Rev.1 to draft resolution A/HRC/54/L.23/Rev.1 as orally revised REJECTED", "amendment", "A/HRC/54/L.23"},
		{"special session", "A text : amendment /", "A/HRC/S-30/L.2", "Amendment A/HRC/S-30/L.2 to draft resolution A/HRC/S-30/L.1", "amendment", "A/HRC/S-30/L.1"},
		{"the colon is missing (46/L.33)", "A text amendment /", "A/HRC/46/L.33", "Amendment A/HRC/46/L.33 to draft resolution A/HRC/46/L.19", "amendment", "A/HRC/46/L.19"},
		{"the title says nothing (35/L.41)", "A text", "A/HRC/35/L.41", "Amendment A/HRC/35/L.41 to draft resolution A/HRC/35/L.29", "amendment", "A/HRC/35/L.29"},
		{"names another as itself (48/L.65)", "A text : amendment /", "A/HRC/48/L.65", "Amendment A/HRC/48/L.64 to draft resolution A/HRC/48/L.17/Rev.1", "amendment", "A/HRC/48/L.17"},
		{"oral, without a symbol", "A text : amendment /", "", "Oral amendment to draft resolution A/HRC/54/L.3 rejected", "amendment", "A/HRC/54/L.3"},
		{"oral, with the symbol of the draft", "A text : amendment /", "A/HRC/54/L.3 (oral amendment)", "Oral amendment to draft resolution A/HRC/54/L.3 rejected", "amendment", "A/HRC/54/L.3"},
		{"the symbol is cut short", "A text : amendment /", "A/HRC/37/L.63", "Amendment A/HRC/37/L.63 to draft resolution L.50/Rev.1", "amendment", "A/HRC/37/L.50"},
		{"a resolution", "A text : resolution /", "A/HRC/RES/42/28", "Draft resolution A/HRC/42/L.33/Rev.1 as amended", "resolution", "A/HRC/42/L.33"},
		{"a resolution on amendments", "Law on amendments : resolution /", "A/HRC/RES/42/29", "A/HRC/42/L.34", "resolution", "A/HRC/42/L.34"},
	} {
		cells := map[string]string{"record_id": "1", "body": "Human Rights Council", "date": "2023-10-12", "title": test.title, "symbol": test.symbol, "draft": test.draft}
		row, column, reason := read(func(c string) string { return cells[c] }, map[string]string{})
		if reason != "" || row.Kind != test.kind || row.Draft != test.target || row.Title == "" {
			t.Errorf("%s: %s of %q, draft %q, refused %s %s; want %s, %q", test.what, row.Kind, row.Title, row.Draft, column, reason, test.kind, test.target)
		}
	}
}

func TestSessionsComeFromTheSymbolWhereNothingElseSaysThem(t *testing.T) {
	for symbol, want := range map[string]string{"A/HRC/RES/54/24": "54", "A/HRC/S-30/L.1": "S-30", "A/HRC/55/L.9/Rev.1": "55", "": ""} {
		cells := map[string]string{"record_id": "1", "body": "Human Rights Council", "date": "2023-10-12", "title": "A text", "symbol": symbol}
		if row, _, _ := read(func(c string) string { return cells[c] }, map[string]string{}); row.Session != want {
			t.Errorf("%q: session %q, want %q", symbol, row.Session, want)
		}
	}
}
