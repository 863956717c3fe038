package treaties_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/importer/importertest"
	"unhindered/importer/kind"
	importer "unhindered/importer/treaties"
	"unhindered/record/imports"
	"unhindered/record/treaties"
	"unhindered/storage"
)

func run(t testing.TB, db *storage.DB, files ...string) imports.Report {
	t.Helper()
	report, err := importer.Run(t.Context(), kind.In{DB: db, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestTheStatusComesInFromOneFileOrFromEighteenAndGoesAgain(t *testing.T) {
	importertest.Each(t, func(t *testing.T, db *storage.DB) {
		joined := importertest.Shared(t, "data/treaties/ratification_status.csv")
		raw, err := filepath.Glob(importertest.Shared(t, "data/treaties/raw/*.csv"))
		if err != nil || len(raw) != 18 {
			t.Fatalf("%d raw files, want 18 (%v)", len(raw), err)
		}
		first := run(t, db, joined)
		f := first.Files[0]
		if f.Read != 3474 || f.New != 3473 {
			t.Errorf("read %d, new %d; the README says 3,474 rows, one of them Montserrat by mistake", f.Read, f.New)
		}
		want := []imports.Refusal{{Row: 2818, Column: "iso2", Value: "MS Montserrat", Reason: "neither code nor name is that of a State; a territory has no row of its own"}}
		if diff := cmp.Diff(want, f.Refusals()); diff != "" {
			t.Error(diff)
		}
		before := importertest.Dump(t, db)
		second := run(t, db, raw...)
		read, unchanged := 0, 0
		for _, f := range second.Files {
			read += f.Read
			unchanged += f.Unchanged
		}
		if read != 3474 || unchanged != 3473 || importertest.Dump(t, db) != before {
			t.Errorf("the raw files: %d read, %d unchanged, and the same content: %v", read, unchanged, importertest.Dump(t, db) == before)
		}
		for _, id := range []int64{second.Import, first.Import} {
			if err := imports.Undo(t.Context(), db, id); err != nil {
				t.Fatal(err)
			}
		}
		if left := importertest.Dump(t, db); left != "" {
			t.Errorf("undo left %.200s", left)
		}
	})
}

func TestEveryQuirkOfTheFilesIsKnown(t *testing.T) {
	db := importertest.DB(t)
	run(t, db, importertest.Shared(t, "data/treaties/ratification_status.csv"), importertest.Shared(t, "domain/facts/ratifications.csv"))
	l, err := treaties.New(db).Ledger(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		quirk, treaty, state string
		standing             treaties.Standing
		year                 int
		flag                 string
	}{
		{"NA is Namibia", "CAT", "NAM", treaties.Party, 1994, ""},
		{"TP is Timor-Leste", "CAT", "TLS", treaties.Party, 2003, ""},
		{"S is South Sudan, by its name", "OP-CRC-IC", "SSD", treaties.None, 0, `the code "S" is no State's`},
		{"status and column contradict, the year decides", "OP-CRC-IC", "BEL", treaties.Party, 2014, "state_party says 0"},
		{"status and column contradict, and no year", "OP-CEDAW", "ZWE", treaties.Unclear, 0, "a State party without a year"},
		{"empty cells", "ICERD", "GAB", treaties.Party, 1980, "signatory is empty"},
		{"party and no action at once", "CRC", "PRK", treaties.Party, 1990, "no_action says 1"},
		{"denounced, says the note", "ICCPR-OP1", "JAM", treaties.Denounced, 1975, "the note says denounced"},
		{"signed only", "ICCPR", "CHN", treaties.Signatory, 0, ""},
	} {
		s, ok := l.Of(tt.treaty, tt.state)
		if !ok || s.Standing != tt.standing || s.Year != tt.year || !strings.Contains(strings.Join(s.Flags, "; "), tt.flag) || (tt.flag == "" && s.Flags != nil) {
			t.Errorf("%s: %+v (%v)", tt.quirk, s, ok)
		}
	}
	if s, ok := l.Of("OP-CRC-IC", "GAB"); ok {
		t.Errorf("Gabon is missing in the file on OP-CRC-IC, but there is %+v", s)
	}
	counts := map[string]treaties.Count{}
	parties := 0
	for _, c := range l.Counts() {
		counts[c.Code] = c
		parties += c.Party + c.Denounced + c.Unclear
	}
	if parties != 2304 {
		t.Errorf("%d State parties with those unclear and denounced, want the 2,304 of the file", parties)
	}
	if c := counts["CRC"]; c.Party != 192 || c.Signatory != 1 {
		t.Errorf("CRC: %+v; all but the United States are parties", c)
	}
	if c := counts["OP-CRC-IC"]; len(c.Missing) != 1 || c.Missing[0] != "GAB" {
		t.Errorf("OP-CRC-IC lacks %v, want Gabon", c.Missing)
	}
	if n := len(l.ClaimsOn("CHN")); n != 11 {
		t.Errorf("%d claims on China, want 11", n)
	}
}

const head = "iso2,member,state party,year ratification or accession,signatory,no action,status\n"

func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestBadRowsAreRefusedByName(t *testing.T) {
	for _, tt := range []struct{ rule, text, column, reason string }{
		{"two States in one row", head + "DE,France,1,1990,0,0,state party\n", "iso2", "the code is that of Germany, the name that of France"},
		{"a year in words", head + "DE,Germany,1,long ago,0,0,state party\n", "year_ratification_or_accession", "not a year"},
		{"columns swapped", head + "Germany,DE,1,1990,0,0,state party\n", "iso2", "neither code nor name"},
		{"another status", head + "DE,Germany,1,1990,0,0,perhaps\n", "status", "not a status"},
		{"a number that is no mark", head + "DE,Germany,7,1990,0,0,state party\n", "state_party", "neither 0 nor 1"},
	} {
		t.Run(tt.rule, func(t *testing.T) {
			refused := run(t, importertest.DB(t), write(t, "hr_status_crc.csv", tt.text+"FR,France,1,1990,0,0,state party\n")).Files[0].Refusals()
			if len(refused) != 1 || refused[0].Column != tt.column || refused[0].Row != 2 || !strings.Contains(refused[0].Reason, tt.reason) {
				t.Errorf("%+v", refused)
			}
		})
	}
}

func TestAFileOfNoTreatyIsRefusedWhole(t *testing.T) {
	for name, text := range map[string]string{"hr_status_xyz.csv": head, "hr_status_crc.csv": "iso2,member\nDE,Germany\n", "crc.csv.gz": "\x1f\x8b\x08\x00"} {
		if _, err := importer.Run(t.Context(), kind.In{DB: importertest.DB(t), Files: []string{write(t, name, text)}}); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func FuzzStatus(f *testing.F) {
	f.Add(head + "NA,Namibia,1,1990,0,0,state party\nTP,East Timor,1,2003,0,0,state party\nS,South Sudan,0,,0,1,no action\nMS,Montserrat,0,,0,1,no action\n")
	f.Add("treaty,iso2,member,state_party,year_ratification_or_accession,signatory,no_action,status,note\nop_cedaw,ZW,Zimbabwe,0,,0,0,state party,Denounced\n")
	f.Add("state,treaty,status_in_source,status_as_of,year_reference,reference_source,source\nCHN,CAT,party,2017,1988,as above,000\n")
	f.Add(importertest.Head(f, "data/treaties/ratification_status.csv", 25))
	f.Add(importertest.Head(f, "data/treaties/raw/hr_status_op_crc_ic.csv", 25))
	db := importertest.DB(f)
	f.Fuzz(func(t *testing.T, text string) {
		report, err := importer.Run(t.Context(), kind.In{DB: db, DryRun: true, Files: []string{write(t, "hr_status_crc.csv", text)}})
		if err != nil {
			return
		}
		fi := report.Files[0]
		if got := fi.New + fi.Changed + fi.Unchanged + len(fi.Refusals()); got != fi.Read {
			t.Errorf("%d rows read, %d accounted for: %s", fi.Read, got, importertest.JSON(t, fi))
		}
	})
}
