package clean

import (
	"archive/zip"
	"bytes"
	"errors"
	"image"
	"image/gif"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	_ "golang.org/x/image/webp"
)

var fixtures = []struct {
	format  string
	make    func(testing.TB) []byte
	removed []string
}{
	{"JPEG", jpegFixture, []string{place, author, camera, makerNotes, dates, xmp, press, comments, preview, profileText, density, extraParts, between, afterEnd}},
	{"PNG", pngFixture, []string{place, author, camera, makerNotes, dates, comments, profileText, density, extraParts, afterEnd}},
	{"WebP", webpFixture, []string{place, author, camera, makerNotes, dates, xmp, profileText, extraParts, afterEnd}},
	{"GIF", gifFixture, []string{xmp, comments, extraParts, afterEnd}},
	{"DOCX", docxFixture, []string{dates, comments, preview, reviewers, revisionIDs, properties, customData, paths, printer, template, inPictures}},
	{"XLSX", xlsxFixture, []string{dates, comments, reviewers, history, revisionIDs, paths, printer}},
	{"PPTX", pptxFixture, []string{dates, comments, reviewers, history, revisionIDs, properties, customData}},
	{"ODT", odtFixture, []string{dates, comments, preview, reviewers, revisionIDs, properties, paths, printer, macros, signature, inPictures, extraParts}},
	{"PDF", pdfFixture, []string{author, dates, software, captions, xmp, reviewers, history, revisionIDs, paths, macros, attachments, inPictures}},
	{"text", func(testing.TB) []byte { return []byte(bom + visible + "\n") }, []string{byteOrder}},
}

func clean(t testing.TB, b []byte) ([]byte, Result) {
	t.Helper()
	var out bytes.Buffer
	result, err := Copy(&out, bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), result
}

// everything is b and, for a zip file, all that is packed in it.
func everything(b []byte) []byte {
	all := bytes.Clone(b)
	if z, err := zip.NewReader(bytes.NewReader(b), int64(len(b))); err == nil {
		for _, f := range z.File {
			if r, err := f.Open(); err == nil {
				unpacked, _ := io.ReadAll(r)
				all = append(append(all, f.Name...), unpacked...)
			}
		}
	}
	return all
}

func TestNothingThatBetraysSurvives(t *testing.T) {
	exiftool, _ := exec.LookPath("exiftool")
	for _, f := range fixtures {
		t.Run(f.format, func(t *testing.T) {
			dirty := f.make(t)
			out, result := clean(t, dirty)
			if f.format != "text" && !bytes.Contains(everything(dirty), []byte(canary)) {
				t.Fatal("the fixture holds no canary: this test would check nothing")
			}
			for _, form := range []string{canary, "434152415259", "43414e415259"} {
				if bytes.Contains(bytes.ToUpper(everything(out)), bytes.ToUpper([]byte(form))) {
					t.Errorf("%q survived", form)
				}
			}
			if result.Format != f.format {
				t.Errorf("format %s", result.Format)
			}
			if diff := cmp.Diff(f.removed, result.Removed); diff != "" {
				t.Errorf("removed (-want +got):\n%s", diff)
			}
			if len(result.Remains) == 0 {
				t.Error("says that nothing remains")
			}
			if exiftool != "" {
				file := filepath.Join(t.TempDir(), "copy")
				if err := os.WriteFile(file, out, 0o600); err != nil {
					t.Fatal(err)
				}
				shown, _ := exec.Command(exiftool, "-a", "-u", "-ee", file).CombinedOutput()
				if strings.Contains(string(shown), canary) {
					t.Errorf("exiftool still finds the canary:\n%s", shown)
				}
			}
		})
	}
}

func TestWhatIsReadStays(t *testing.T) {
	for _, f := range fixtures {
		if all := everything(f.make(t)); bytes.Contains(all, []byte(visible)) {
			out, _ := clean(t, f.make(t))
			if got, want := bytes.Count(everything(out), []byte(visible)), bytes.Count(all, []byte(visible)); got != want {
				t.Errorf("%s: the text is there %d times, was %d", f.format, got, want)
			}
		}
	}
}

func TestPixelsStayAsTheyAre(t *testing.T) {
	for _, f := range fixtures[:4] {
		dirty := f.make(t)
		out, _ := clean(t, dirty)
		before, _, err := image.Decode(bytes.NewReader(dirty))
		if err != nil {
			t.Fatalf("%s: %v", f.format, err)
		}
		after, _, err := image.Decode(bytes.NewReader(out))
		if err != nil {
			t.Fatalf("%s: the copy does not decode: %v", f.format, err)
		}
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("%s: pixels changed", f.format)
		}
	}
}

func TestAnimationStays(t *testing.T) {
	out, _ := clean(t, gifFixture(t))
	g, err := gif.DecodeAll(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Image) != 2 || g.LoopCount != 3 || !slices.Equal(g.Delay, []int{5, 7}) {
		t.Errorf("%d pictures, %d loops, delays %v", len(g.Image), g.LoopCount, g.Delay)
	}
}

func TestOrientationIsAllThatIsLeftOfEXIF(t *testing.T) {
	for _, f := range fixtures[:3] {
		out, _ := clean(t, f.make(t))
		if n := bytes.Count(out, orientationTIFF(6)); n != 1 {
			t.Errorf("%s: the orientation is there %d times", f.format, n)
		}
	}
}

func TestColourProfileKeepsItsColours(t *testing.T) {
	profile := cleanICC(iccProfile())
	if !bytes.Contains(profile, []byte("\x00\x00\x6f\xa2\x00\x00\x38\xf5\x00\x00\x03\x90")) {
		t.Error("the red of the profile is lost")
	}
	if again := cleanICC(profile); !bytes.Equal(again, profile) {
		t.Error("cleaning a cleaned profile changes it")
	}
	out, _ := clean(t, jpegFixture(t))
	if !bytes.Contains(out, profile) {
		t.Error("the JPEG lost its profile")
	}
}

func TestCleaningACleanCopyChangesNothing(t *testing.T) {
	for _, f := range fixtures {
		once, _ := clean(t, f.make(t))
		twice, result := clean(t, once)
		if !bytes.Equal(once, twice) {
			t.Errorf("%s: the second copy differs from the first", f.format)
		}
		for _, word := range []string{place, author, camera, makerNotes, comments, preview, xmp, press, afterEnd, properties, attachments} {
			if slices.Contains(result.Removed, word) {
				t.Errorf("%s: the second cleaning still found: %s", f.format, word)
			}
		}
	}
}

func TestEachWordIsInTheList(t *testing.T) {
	removed, remains := Words()
	for _, f := range fixtures {
		_, result := clean(t, f.make(t))
		for _, w := range append(result.Removed, result.Remains...) {
			if !slices.Contains(removed, w) && !slices.Contains(remains, w) {
				t.Errorf("%s: %q", f.format, w)
			}
		}
	}
	all := append(removed, remains...)
	slices.Sort(all)
	if n := len(slices.Compact(slices.Clone(all))); n != len(all) {
		t.Errorf("%d words, of which %d differ", len(all), n)
	}
}

func TestInvisibleMarksInTextAreNamed(t *testing.T) {
	for text, want := range map[string]bool{
		"plain":                       false,
		"Persian می‌خواهم needs this": false,
		"a\u200bb":                    true,
		"a\u2060b":                    true,
		"a\U000e0041b":                true,
	} {
		out, result := clean(t, []byte(text))
		if string(out) != text {
			t.Errorf("%q became %q", text, out)
		}
		if slices.Contains(result.Remains, invisible) != want {
			t.Errorf("%q: %v", text, result.Remains)
		}
	}
}

func TestNoFileIsWrittenAnywhere(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "TMPDIR"} {
		t.Setenv(name, home)
	}
	for _, f := range fixtures {
		clean(t, f.make(t))
	}
	entries, err := os.ReadDir(home)
	if err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v %v", entries, err)
	}
}

// A brokenDisk gives the first bytes, from which the format is known, and then fails.
type brokenDisk struct {
	io.ReaderAt
	broken bool
}

var errDisk = errors.New("disk")

func (b *brokenDisk) ReadAt(p []byte, off int64) (int, error) {
	if b.broken {
		return 0, errDisk
	}
	b.broken = true
	return b.ReaderAt.ReadAt(p, off)
}

func TestABrokenDiskIsNotTakenForABrokenFile(t *testing.T) {
	for _, f := range fixtures {
		b := f.make(t)
		if _, err := Copy(io.Discard, &brokenDisk{ReaderAt: bytes.NewReader(b)}, int64(len(b))); !errors.Is(err, errDisk) {
			t.Errorf("%s: %v", f.format, err)
		}
	}
}
