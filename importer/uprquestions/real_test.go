package uprquestions_test

import (
	"path/filepath"
	"strings"
	"testing"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	"unhindered/importer/uprquestions"
	"unhindered/record/imports"
	"unhindered/record/upr"
	"unhindered/storage"
)

func TestSloveniasBatches(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(importertest.Shared(t, "data/upr/advance-questions"), "*"))
	importertest.Each(t, func(t *testing.T, db *storage.DB) {
		before := importertest.Dump(t, db, "upr_question")
		var last imports.Report
		for range 2 {
			var err error
			if last, err = uprquestions.Run(t.Context(), kind.In{DB: db, Files: files}); err != nil {
				t.Fatal(err)
			}
		}
		for _, f := range last.Files {
			if len(f.Refusals()) > 0 || f.Unchanged != f.Read || f.Read == 0 {
				t.Errorf("again: %s", importertest.JSON(t, f))
			}
		}
		data, err := upr.New(db).Data(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for cycle, want := range map[int]string{
			2: "BEL7 DEU1 NLD3 NOR4 CZE2 ESP2 GBR3 MEX3",
			3: "PRT2 GBR4 DEU1 USA3 ESP2",
		} {
			o, err := data.Review("SVN", cycle)
			if err != nil {
				t.Fatal(err)
			}
			count := map[string]int{}
			for _, q := range o.Questions {
				count[q.From]++
			}
			for part := range strings.FieldsSeq(want) {
				if got := count[part[:3]]; got != int(part[3]-'0') {
					t.Errorf("cycle %d: %d questions by %s, want %s", cycle, got, part[:3], part)
				}
			}
		}
		if err := imports.Undo(t.Context(), db, 1); err != nil {
			t.Fatal(err)
		}
		if importertest.Dump(t, db, "upr_question") != before {
			t.Error("undo left questions behind")
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("ADVANCE QUESTIONS TO SLOVENIA (FIRST BATCH)\n\nPORTUGAL on behalf of the Group of Friends\n\nWhich?\n")
	f.Add("ADVANCE QUESTIONS TO\nSLOVENIA\n– ADD.1\nCZECH REPUBLIC\nWhat?\n")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := uprquestions.Parse(text)
		if err == nil && (b.To.ISO3 == "" || len(b.Questions) == 0) {
			t.Error("neither an error nor questions")
		}
		for _, q := range b.Questions {
			if !strings.Contains(strings.Join(strings.Fields(strings.ReplaceAll(text, "\f", " ")), " "), q.Text) {
				t.Errorf("a question that is not in the text: %q", q.Text)
			}
		}
	})
}
