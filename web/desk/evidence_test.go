package desk_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// photograph is a JPEG whose EXIF block tells, in its GPS part, a text.
func photograph(t *testing.T, told string) string {
	t.Helper()
	var b bytes.Buffer
	check(t, jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30)), nil))
	const first, gps = 8, 8 + 2 + 12 + 4
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

func TestACopyWithoutMetadata(t *testing.T) {
	const canary = "Canary 46 13 36 N"
	r := newRoom(t)
	anna := r.as("anna")
	c := newCase(t, anna)
	added := anna.to(anna.upload(c+"/evidence", map[string]string{"Zora at the gate.jpg": photograph(t, canary)})).
		says("make a copy without metadata", "Make a copy without metadata")
	evidence := added.find(`href="` + c + `/evidence/([0-9a-f]{32})"`)
	item, file := c+"/items/"+evidence, c+"/evidence/"+evidence
	if !strings.Contains(anna.get(file).body, canary) {
		t.Fatal("the original holds no canary: this test would prove nothing")
	}
	anna.get(file + "?clean=1").is(http.StatusNotFound)

	page := anna.get(item).says("Make a copy without metadata", "Or add one that you made yourself")
	if n := strings.Count(page.body, `class="primary"`); n != 1 {
		t.Errorf("%d primary actions on the page", n)
	}
	made := anna.to(anna.post(file+"/clean", page.fields(file+"/clean")))
	made.says("is made and sealed beside the original", "Removed:", "place where the picture was taken (GPS)",
		"What cleaning cannot take away:", "faces, places, papers")
	anna.get(c).says("Save the untouched original", "Save the copy without metadata", "place where the picture was taken (GPS)").
		lacks(">Make a copy without metadata")
	anna.get(c + "/history").says("What the copy lacks")

	copied := anna.get(file + "?clean=1").is(http.StatusOK)
	if strings.Contains(copied.body, "Canary") {
		t.Error("the copy tells where it was taken")
	}
	if _, err := jpeg.Decode(strings.NewReader(copied.body)); err != nil {
		t.Errorf("the copy is no picture: %v", err)
	}
	if name := copied.header.Get("Content-Disposition"); strings.Contains(name, "Zora") || !strings.Contains(name, ".jpg") {
		t.Errorf("the copy is called %s", name)
	}
	if !strings.Contains(anna.get(file).body, canary) {
		t.Error("the original has been touched")
	}
	// The page was made from a version that is not the newest any more.
	anna.post(file+"/clean", page.fields(file+"/clean")).is(http.StatusConflict)

	// Nothing of it was ever written to the disk in the clear.
	check(t, r.desk.Close())
	check(t, filepath.WalkDir(r.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte("Canary")) {
			t.Errorf("a canary in %s", path)
		}
		return err
	}))
}

func TestWhatCannotBeCleanedIsToldBesideTheButton(t *testing.T) {
	r := newRoom(t)
	anna := r.as("anna")
	c := newCase(t, anna)
	evidence := anna.to(anna.upload(c+"/evidence", map[string]string{"film.mp4": "\x00\x00\x00\x18ftypmp42 and so on"})).
		find(`href="` + c + `/evidence/([0-9a-f]{32})"`)
	item, file := c+"/items/"+evidence, c+"/evidence/"+evidence
	anna.post(file+"/clean", anna.get(item).fields(file+"/clean")).is(http.StatusUnprocessableEntity).
		says("Nothing was saved yet", "cannot be cleaned here", `id="f-clean"`)

	// So a copy that was made elsewhere is added.
	anna.upload(file+"/clean?base=1", nil).is(http.StatusUnprocessableEntity).says("Choose a file first")
	anna.to(anna.upload(file+"/clean?base=1", map[string]string{"a": "a still picture"})).says("not known here")
	if got := anna.get(file + "?clean=1").body; got != "a still picture" {
		t.Errorf("the copy is %q", got)
	}
	party := add(t, anna, c, "party", url.Values{"label": {"A"}, "role": {"subject"}, "is": {"person"}})
	anna.post(c+"/evidence/"+party+"/clean", url.Values{"base": {"1"}}).is(http.StatusNotFound)
}
