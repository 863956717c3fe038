package drop_test

import (
	"errors"
	"strings"
	"testing"

	"unhindered/drop"
	"unhindered/report"
)

// keep keeps files named by their content, as a form that had to be corrected does.
func keep(t *testing.T, r *room, contents ...string) (token string) {
	t.Helper()
	sub, err := r.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range contents {
		if _, err := sub.AddFile(c, "", strings.NewReader(c)); err != nil {
			t.Fatal(err)
		}
	}
	if token, err = sub.Keep(); err != nil {
		t.Fatal(err)
	}
	sub.Abort()
	return token
}

func TestKeptFilesGoWithTheCorrectedForm(t *testing.T) {
	r := newRoom(t, "")
	token := keep(t, r, "one", "two", "three")
	if strings.Contains(token, "one") {
		t.Error("the token tells the name of a file")
	}
	sub, err := r.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := sub.AddKept(token, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := sub.AddFile("four", "", strings.NewReader("four")); err != nil {
		t.Fatal(err)
	}
	if _, err := sub.Finish(t.Context(), report.Message{}); err != nil {
		t.Fatal(err)
	}
	e := r.waiting(t, 1)[0]
	for i, f := range r.message(t, e.ID).Files {
		if text := r.read(t, e.ID, i+1); string(text) != f.Name || f.Name == "two" {
			t.Errorf("file %d is called %q and reads %q", i, f.Name, text)
		}
	}
	if n := len(r.blobs(t)); n != 4 {
		t.Errorf("%d sealed files, want the message and three", n)
	}

	again, err := r.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := again.AddKept(token); !errors.Is(err, drop.ErrGone) {
		t.Errorf("the same token after sending: %v, want ErrGone", err)
	}
}

func TestKeptFilesCannotBeReachedWithoutTheToken(t *testing.T) {
	r := newRoom(t, "")
	token := keep(t, r, "one")
	for name, wrong := range map[string]string{
		"no base64":       "!!",
		"made up":         strings.Repeat("A", len(token)),
		"one byte off":    "A" + token[1:],
		"of another room": keep(t, newRoom(t, ""), "one"),
	} {
		sub, err := r.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := sub.AddKept(wrong); !errors.Is(err, drop.ErrGone) && wrong != token {
			t.Errorf("%s: %v, want ErrGone", name, err)
		}
	}
}

func TestKeptFilesGoWhenTheRoomCloses(t *testing.T) {
	r := newRoom(t, "")
	keep(t, r, "one")
	r.Close()
	r.open(t)
	if n := len(r.blobs(t)); n != 0 {
		t.Errorf("%d files are left", n)
	}
}
