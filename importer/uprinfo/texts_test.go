package uprinfo_test

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"unhindered/importer/importertest"
	"unhindered/importer/uprinfo"
)

func TestTextsAreReadInEveryEncoding(t *testing.T) {
	text := header + "XEX,,,\"  Ratify the State’s treaty, café  \",XEX,,,Accepted,nonsense,\"nonsense\",not a session\nXEX,,,A &amp; B,XEX,,,,,,\n"
	mac, err := charmap.Macintosh.NewEncoder().String(strings.ReplaceAll(text, "\n", "\r"))
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte(text))
	z.Close()
	want := []uprinfo.Text{{Row: 1, Body: "Ratify the State’s treaty, café"}, {Row: 2, Body: "A & B"}}
	for name, content := range map[string]string{"UTF-8": text, "Mac OS Roman with CR": mac, "gzipped": packed.String(), "UTF-8 with CRLF": strings.ReplaceAll(text, "\n", "\r\n")} {
		got, sum, err := uprinfo.Texts(write(t, "a.csv", content), false) // nonsense in Action, Issue and Session is never looked at
		if err != nil || len(sum) != 64 {
			t.Errorf("%s: %v, sum %q", name, err, sum)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestEveryRowOfDataHasItsPlace(t *testing.T) {
	got, _, err := uprinfo.Texts(write(t, "a.csv", "Text,Other\nfirst,1\n,2\ntoo,many,fields\nlast,4\n"), false)
	if err != nil {
		t.Fatal(err)
	}
	want := []uprinfo.Text{{Row: 1, Body: "first"}, {Row: 2, Refused: "there is no text"}, {Row: 3, Refused: "3 fields, but the header has 2"}, {Row: 4, Body: "last"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCodesForTrainingMustBeRight(t *testing.T) {
	for _, test := range []struct{ rule, row, want string }{
		{"an action beyond 5", "XEX,,,a,XEX,,,Accepted,6,Other,1", `data row 1: column Action: "6" is not an action category`},
		{"no session", "XEX,,,a,XEX,,,Accepted,5,Other,", `data row 1: column Session: "" is not the number`},
	} {
		_, _, err := uprinfo.Texts(write(t, "a.csv", header+test.row+"\n"), true)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.rule, err)
		}
	}
	got, _, err := uprinfo.Texts(write(t, "a.csv", header+"XEX,,,a,XEX,,,Accepted,5,\"Other, Justice\",3\nXEX,,,b,XEX,,,Accepted,,,3\n"), true)
	want := []uprinfo.Text{{Row: 1, Body: "a", Action: 5, Issues: []string{"Other", "Justice"}, Session: 3}, {Row: 2, Body: "b", Session: 3}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if _, _, err := uprinfo.Texts(write(t, "a.csv", "Action\n5\n"), false); err == nil || !strings.Contains(err.Error(), `no column "Text"`) {
		t.Errorf("a file without texts: %v", err)
	}
}

func TestOverruledRowsAreReadAsTheSheetHasThem(t *testing.T) {
	got, _, err := uprinfo.Overruled(write(t, "upr-coding.csv", "id,text,action,issues,reason,import\n,Adopt the law,5,\"Other,Justice\",names a law,7\n,Think again,4,,,\n"))
	if err == nil || !strings.Contains(err.Error(), "row 3") || !strings.Contains(err.Error(), "reason") {
		t.Errorf("a row without a reason: %v, %v", got, err)
	}
	got, _, err = uprinfo.Overruled(write(t, "upr-coding.csv", "id,text,action,issues,achievable,reason,import\n,Adopt the law,5,\"Other,Justice\",true,names a law,7\n,Of this a person only says that it can be done,,,true,seen,7\n"))
	want := []uprinfo.Text{{Row: 1, Body: "Adopt the law", Action: 5, Issues: []string{"Other", "Justice"}}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestTheRealFilesHaveTheSameTexts(t *testing.T) {
	joined, _, err := uprinfo.Texts(importertest.Shared(t, "data/upr/upr-info-sessions-01-13.csv.gz"), true)
	if err != nil || len(joined) != 23484 {
		t.Fatalf("%d rows, %v", len(joined), err)
	}
	at := 0
	for _, name := range []string{"1-5.csv", "6-9.csv", "10-13.csv"} {
		raw, _, err := uprinfo.Texts(importertest.Shared(t, "data/upr/raw", name), true)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range raw {
			r.Row = at + i + 1
			if diff := cmp.Diff(joined[at+i], r); diff != "" {
				t.Fatalf("%s, row %d (-joined +raw):\n%s", name, i+1, diff)
			}
		}
		at += len(raw)
	}
}
