package desk_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"slices"
	"strings"
	"sync"
	"testing"

	"unhindered/clean"
	"unhindered/desk"
)

// photograph is a JPEG whose EXIF block tells, in its GPS part, a text.
func photograph(t *testing.T, told string) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	const first, gps = 8, 8 + 2 + 12 + 4 // a little-endian TIFF: one entry that points to the GPS part, and that part
	const data = gps + 2 + 12 + 4
	le := binary.LittleEndian
	exif := append([]byte("II*\x00"), le.AppendUint32(nil, first)...)
	exif = append(exif, 1, 0, 0x25, 0x88, 4, 0, 1, 0, 0, 0, gps, 0, 0, 0, 0, 0, 0, 0)
	exif = append(exif, 1, 0, 0x1b, 0, 2, 0)
	exif = le.AppendUint32(exif, uint32(len(told)+1))
	exif = le.AppendUint32(exif, data)
	exif = append(exif, 0, 0, 0, 0)
	exif = append(exif, told+"\x00"...)
	segment := append([]byte("Exif\x00\x00"), exif...)
	head := []byte{0xff, 0xe1, byte((len(segment) + 2) >> 8), byte(len(segment) + 2)}
	return b.String()[:2] + string(head) + string(segment) + b.String()[2:]
}

func TestACleanCopyLacksWhatTheOriginalTells(t *testing.T) {
	h := newHouse(t, "")
	s := h.signIn("ada")
	id, _ := aCase(t, s)
	original := photograph(t, "Canary at 46.2266 N")
	row, err := s.AddEvidence(t.Context(), id, "photo.jpg", "image/jpeg", strings.NewReader(original))
	if err != nil {
		t.Fatal(err)
	}
	row, err = s.MakeCleanCopy(t.Context(), id, row.ID, row.Version)
	if err != nil {
		t.Fatal(err)
	}
	copied := readEvidence(t, s, id, row.ID, true)
	if holdsCanary([]byte(copied)) || int64(len(copied)) != row.Data.CleanSize {
		t.Errorf("the copy of %d bytes tells where it was taken", len(copied))
	}
	if _, err := jpeg.Decode(strings.NewReader(copied)); err != nil {
		t.Errorf("the copy is no picture: %v", err)
	}
	if readEvidence(t, s, id, row.ID, false) != original {
		t.Error("the original has been touched")
	}
	removed, remains := clean.Words()
	if !slices.Contains(row.Data.CleanRemoved, removed[0]) || !slices.Contains(row.Data.CleanRemains, remains[0]) {
		t.Errorf("removed %q, remains %q", row.Data.CleanRemoved, row.Data.CleanRemains)
	}

	// What the form changes later takes nothing of it away; a copy made elsewhere replaces it, and nobody knows what of.
	meta := row.Data
	meta.Title, meta.CleanBlob, meta.CleanRemoved = "The gate", "", nil
	saved, err := s.Save(t.Context(), id, desk.Item{ID: row.ID, Data: &meta}, row.Version)
	if err != nil {
		t.Fatal(err)
	}
	if now := saved.Data.(*desk.Evidence); now.CleanBlob != row.Data.CleanBlob || len(now.CleanRemoved) == 0 || len(now.CleanRemains) == 0 {
		t.Errorf("after a save: %+v", now)
	}
	var conflict *desk.Conflict
	if _, err := s.MakeCleanCopy(t.Context(), id, row.ID, row.Version); !errors.As(err, &conflict) {
		t.Errorf("a copy of what somebody has changed: %v", err)
	}
	if row, err = s.AddCleanCopy(t.Context(), id, row.ID, saved.Version, strings.NewReader("mine")); err != nil || len(row.Data.CleanRemoved)+len(row.Data.CleanRemains) > 0 {
		t.Errorf("a copy made elsewhere: %+v, %v", row.Data, err)
	}
	if report, err := h.desk.Verify(t.Context()); err != nil || len(report.Faults) > 0 || report.Files != 3 {
		t.Errorf("verify: %+v, %v", report, err)
	}
	s.Lock()
	h.desk.Close()
	lookForCanaries(t, h)
}

func TestWhatCannotBeCleanedIsSaidAndKeepsNothing(t *testing.T) {
	h := newHouse(t, "")
	s := h.signIn("ada")
	id, _ := aCase(t, s)
	whole := photograph(t, "somewhere")
	for _, c := range []struct{ what, content, says string }{
		{"a film is of no kind that is known", "\x00\x00\x00\x18ftypmp42 and so on", "cannot be cleaned here"},
		{"half a photograph", whole[:len(whole)/2], "could not be trusted"},
		{"nothing", "", "here"},
	} {
		row, err := s.AddEvidence(t.Context(), id, "x", "", strings.NewReader(c.content))
		if err != nil {
			t.Fatal(err)
		}
		var fields desk.FieldErrors
		if _, err := s.MakeCleanCopy(t.Context(), id, row.ID, row.Version); !errors.As(err, &fields) || !strings.Contains(fields.For("clean"), c.says) {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	if report, err := h.desk.Verify(t.Context()); err != nil || len(report.Faults) > 0 || report.Files != 3 {
		t.Errorf("verify: %+v, %v", report, err)
	}
	note := save(t, s, id, &desk.Note{Text: "x"})
	if _, err := s.MakeCleanCopy(t.Context(), id, note, 1); !errors.Is(err, desk.ErrNotFound) {
		t.Errorf("a copy of a note: %v", err)
	}
}

func TestFilesAreCleanedOneAfterTheOther(t *testing.T) {
	h := newHouse(t, "")
	s := h.signIn("ada")
	id, _ := aCase(t, s)
	var rows []desk.Row[desk.Evidence]
	for range 5 {
		row, err := s.AddEvidence(t.Context(), id, "photo.jpg", "", strings.NewReader(photograph(t, "somewhere")))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	var all sync.WaitGroup
	for _, row := range rows {
		all.Go(func() {
			if _, err := s.MakeCleanCopy(t.Context(), id, row.ID, row.Version); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, row := range openCase(t, s, id).Evidence {
		if row.Data.CleanBlob == "" {
			t.Error("a copy is missing")
		}
	}
}
