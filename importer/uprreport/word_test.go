package uprreport_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"html"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"unhindered/importer/document"
	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/uprreport"
	"unhindered/record/imports"
	"unhindered/record/upr"
)

// word makes a Word file of paragraphs, numbers and texts parted by a tab, as the UN's own files are.
func word(t *testing.T, paragraphs []string) []byte {
	t.Helper()
	var body strings.Builder
	body.WriteString(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	for _, p := range paragraphs {
		number, text, tabbed := strings.Cut(p, "\t")
		body.WriteString("<w:p><w:r><w:t>" + html.EscapeString(number) + "</w:t></w:r>")
		if tabbed {
			body.WriteString("<w:r><w:tab/><w:t>" + html.EscapeString(text) + "</w:t></w:r>")
		}
		body.WriteString("</w:p>")
	}
	body.WriteString("</w:body></w:document>")
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	w, err := z.Create("word/document.xml")
	if err == nil {
		_, err = w.Write([]byte(body.String()))
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestTheSameReportAsWord(t *testing.T) {
	folder := importertest.Shared(t, "data/upr/wg-reports")
	for _, name := range []string{"slovenia2019", "egypt2010", "mexico2009"} {
		t.Run(name, func(t *testing.T) {
			want := read(t, filepath.Join(folder, name+".txt"))
			paragraphs := []string{want.Symbol, "1.\tThe Working Group held its " + strconv.Itoa(want.Session) + "th session. The review of " + want.State.Name + " was held at the 1st meeting.",
				"II.\tConclusions and/or recommendations"}
			last := 0
			for _, r := range want.Recommendations {
				if r.Paragraph != last {
					paragraphs = append(paragraphs, strconv.Itoa(r.Paragraph)+".\t"+r.Said)
					last = r.Paragraph
				}
				number := r.Number
				if want.Session < 10 { // plain numbers until 2010
					number = strconv.Itoa(r.Index) + "."
				}
				paragraphs = append(paragraphs, number+"\t"+r.Text)
			}
			paragraphs = append(paragraphs, strconv.Itoa(last+1)+".\tAll conclusions and/or recommendations contained in the present report reflect the position of the States.", "Annex", "3", "Head of delegation")
			text, err := document.Read(t.Context(), word(t, paragraphs))
			if err != nil {
				t.Fatal(err)
			}
			got, err := uprreport.Parse(text.Text)
			if err != nil || len(got.Gaps) > 0 || len(got.Recommendations) != len(want.Recommendations) || got.State.ISO3 != want.State.ISO3 || got.Session != want.Session {
				t.Fatalf("%d recommendations, want %d; gaps %q; %s, session %d; %v", len(got.Recommendations), len(want.Recommendations), got.Gaps, got.State.ISO3, got.Session, err)
			}
			for i, r := range got.Recommendations {
				if w := want.Recommendations[i]; r.Number != w.Number || r.Text != w.Text || r.Position != w.Position || len(r.States) != len(w.States) {
					t.Errorf("%s %q %s, want %s %q %s", r.Number, r.Text, r.Position, w.Number, w.Text, w.Position)
				}
			}
		})
	}
}

func TestWhatIsNoReportIsRefused(t *testing.T) {
	dir := t.TempDir()
	files := map[string][]byte{
		"empty.pdf": nil, "cut.pdf": []byte("%PDF-1.4\n1 0 obj"), "letter.txt": []byte("Dear Sir or Madam, there is nothing here that counts."),
		"nobody.txt": []byte(head[:0] + "II. Conclusions and/or recommendations\n5. The recommendations below enjoy the support:\n5.1 Ratify (Peru);\nAnnex\n"),
		"locked.pdf": []byte("%PDF-1.4\ntrailer<</Encrypt 1 0 R>>"), "scan.docx": word(t, []string{""}),
	}
	var paths []string
	for name, data := range files {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	db := importertest.DB(t)
	report, err := uprreport.Run(t.Context(), kind.In{DB: db, Files: paths})
	if !errors.Is(err, imports.ErrUnreadable) {
		t.Fatal(err)
	}
	for _, f := range report.Files {
		if len(f.Refusals()) != 1 || f.New > 0 {
			t.Errorf("%s: %s", f.Name, importertest.JSON(t, f))
		}
	}
	if data, err := upr.New(db).Data(t.Context()); err != nil || len(data.Reviews) > 0 {
		t.Errorf("%d reviews, %v", len(data.Reviews), err)
	}
}
