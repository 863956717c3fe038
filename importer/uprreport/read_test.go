package uprreport_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unhindered/importer/document/pdf/pdftest"
	"unhindered/importer/uprreport"
)

// Two readers of one PDF: where they differ, the reading with fewer faults wins; pdftotext, where none has fewer.
func TestWhichReaderWins(t *testing.T) {
	const whole = head + "121. The recommendations below enjoy the support of Slovenia:\n121.1 Ratify (Peru);\n121.2 Sign (Chad);\n121.3 Keep (Ghana).\n" + foot
	broken := pdftest.Pages(pages(strings.Replace(whole, "(Peru)", "(Pxxx)", 1))...)
	tests := []struct {
		why, pdftotext string
		file           []byte
		method, want   string
	}{
		{"both whole", whole, pdftest.Pages(pages(whole)...), "pdftotext", "PER TCD GHA"},
		{"pdftotext lost a number", strings.Replace(whole, "121.2 ", "", 1), pdftest.Pages(pages(whole)...), "pdf", "PER TCD GHA"},
		{"pdftotext lost a State", strings.Replace(whole, "(Chad)", "(C had)", 1), pdftest.Pages(pages(whole)...), "pdf", "PER TCD GHA"},
		{"pdftotext found no report", "Nothing of this can be read as a report.", pdftest.Pages(pages(whole)...), "pdf", "PER TCD GHA"},
		{"pdftotext found no text", "", pdftest.Pages(pages(whole)...), "pdf", "PER TCD GHA"},
		{"the other lost a State", whole, broken, "pdftotext", "PER TCD GHA"},
		{"both lost as much", strings.Replace(whole, "(Chad)", "(C had)", 1), broken, "pdftotext", "PER GHA"},
	}
	for _, test := range tests {
		t.Run(test.why, func(t *testing.T) {
			dir := t.TempDir()
			err := os.WriteFile(filepath.Join(dir, "text"), []byte(test.pdftotext), 0o600)
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, "pdftotext"), []byte("#!/bin/sh\n/bin/cat >/dev/null\n/bin/cat '"+dir+"/text'\n"), 0o700)
			}
			if err != nil {
				t.Fatal(err)
			}
			t.Setenv("PATH", dir)
			r, text, err := uprreport.Read(t.Context(), test.file)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, rec := range r.Recommendations {
				for _, m := range rec.States {
					got = append(got, m.ISO3)
				}
			}
			if states := strings.Join(got, " "); text.Method != test.method || states != test.want {
				t.Errorf("read by %s: %s, want %s: %s", text.Method, states, test.method, test.want)
			}
		})
	}
}
