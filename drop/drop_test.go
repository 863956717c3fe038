package drop_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"unhindered/drop"
	"unhindered/report"
	"unhindered/seal"
	"unhindered/storage"
	"unhindered/storage/storagetest"
)

// A room is a store in a folder that can be closed and opened again, with the key of its one vault.
type room struct {
	*drop.Store
	dir, url string
	identity *age.HybridIdentity
}

func newRoom(t testing.TB, url string) *room {
	t.Helper()
	identity, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	r := &room{dir: t.TempDir(), url: url, identity: identity}
	r.open(t)
	t.Cleanup(func() { r.Close() })
	key := report.VaultKey{Vault: "v1", Epoch: 1, Recipient: identity.Recipient().String(), Team: "The team"}
	if err := r.SetVaults(context.Background(), []report.VaultKey{key}); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *room) open(t testing.TB) {
	t.Helper()
	store, err := drop.Open(context.Background(), r.dir, r.url)
	if err != nil {
		t.Fatal(err)
	}
	r.Store = store
}

func (r *room) blobs(t testing.TB) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(r.dir, "blobs", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// send sends a first report with one file and returns its receipt's keys.
func (r *room) send(t testing.TB, what string) seal.ReceiptKeys {
	t.Helper()
	sub, err := r.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sub.AddFile("photo.jpg", "image/jpeg", strings.NewReader("bytes of a photo")); err != nil {
		t.Fatal(err)
	}
	receipt, err := sub.Finish(t.Context(), report.Message{What: what, Consents: []report.Consent{{Purpose: report.Hold, Given: true, Wording: "Keep it."}}})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := r.Derive(t.Context(), receipt)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func (r *room) waiting(t testing.TB, want int) []report.Envelope {
	t.Helper()
	waiting, err := r.Waiting(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(waiting) != want {
		t.Fatalf("%d envelopes wait, want %d", len(waiting), want)
	}
	return waiting
}

// read opens a part as the desk would.
func (r *room) read(t testing.TB, envelope string, part int) []byte {
	t.Helper()
	sealed, err := r.OpenPart(t.Context(), envelope, part)
	if err != nil {
		t.Fatal(err)
	}
	defer sealed.Close()
	plain, err := seal.Reader(sealed, r.identity)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func (r *room) message(t testing.TB, envelope string) report.Message {
	t.Helper()
	m, err := report.Decode(r.read(t, envelope, 0))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAReportIsThereForTheDeskAndOnlySealed(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		r := newRoom(t, url)
		r.send(t, "What happened.")
		e := r.waiting(t, 1)[0]
		if today := time.Now().UTC().Format(time.DateOnly); e.Day != today || e.Vault != "v1" || len(e.Parts) != 2 {
			t.Errorf("envelope %+v; want day %s, vault v1 and two parts", e, today)
		}
		want := report.Message{
			Version: report.Version, Kind: report.Report, What: "What happened.",
			Consents: []report.Consent{{Purpose: report.Hold, Given: true, Wording: "Keep it."}},
			Files:    []report.File{{Name: "photo.jpg", Type: "image/jpeg", Size: 16}},
		}
		got := r.message(t, e.ID)
		want.Files[0].SHA256 = got.Files[0].SHA256 // checked below against the bytes
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if text := r.read(t, e.ID, 1); string(text) != "bytes of a photo" {
			t.Errorf("the file reads %q", text)
		}
		for _, name := range r.blobs(t) {
			info, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			if at := info.ModTime().UTC(); !at.Equal(at.Truncate(24 * time.Hour)) {
				t.Errorf("a sealed file tells the hour of its arrival: %v", at)
			}
		}
	})
}

func TestNothingIsTakenWithoutAVault(t *testing.T) {
	r := newRoom(t, "")
	if err := r.SetVaults(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Begin(t.Context()); !errors.Is(err, drop.ErrClosed) {
		t.Errorf("got %v, want ErrClosed", err)
	}
}

func TestAClassicKeyIsRefusedAndChangesNothing(t *testing.T) {
	r := newRoom(t, "")
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	err = r.SetVaults(t.Context(), []report.VaultKey{{Vault: "v2", Recipient: classic.Recipient().String()}})
	if !errors.Is(err, seal.ErrClassic) {
		t.Errorf("got %v, want ErrClassic", err)
	}
	if keys, err := r.Vaults(t.Context()); err != nil || len(keys) != 1 || keys[0].Vault != "v1" {
		t.Errorf("vaults are now %v, %v", keys, err)
	}
}

func TestOnlyTheReceiptFindsTheThread(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		r := newRoom(t, url)
		keys := r.send(t, "What happened.")
		thread, err := r.Thread(t.Context(), keys.Lookup)
		if err != nil || thread.Waiting != 1 || thread.Withdrawn {
			t.Fatalf("thread %+v, %v", thread, err)
		}
		for _, wrong := range []string{"", thread.ID, seal.LookupHash(keys.Lookup)} {
			if _, err := r.Thread(t.Context(), wrong); !errors.Is(err, drop.ErrNoThread) {
				t.Errorf("Thread(%q): %v, want ErrNoThread", wrong, err)
			}
		}
		consents, err := r.Consents(t.Context(), thread, keys.Identity)
		if err != nil || len(consents) != 1 || !consents[0].Given {
			t.Errorf("own consents: %v, %v", consents, err)
		}
		if _, err := r.Consents(t.Context(), thread, r.identity); err == nil {
			t.Error("the team's key opens the person's own copy")
		}
	})
}

func TestThingsSentOnAThreadComeInOrder(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		r := newRoom(t, url)
		keys := r.send(t, "first")
		thread, err := r.Thread(t.Context(), keys.Lookup)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{"second", "third", "fourth"} {
			sub, err := r.BeginOn(t.Context(), thread)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := sub.Finish(t.Context(), report.Message{Kind: report.Addition, What: text}); err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		for _, e := range r.waiting(t, 4) {
			got = append(got, r.message(t, e.ID).What)
		}
		if diff := cmp.Diff([]string{"first", "second", "third", "fourth"}, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTakenDeletesTheDropsCopy(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		r := newRoom(t, url)
		keys := r.send(t, "What happened.")
		e := r.waiting(t, 1)[0]
		for range 2 { // the second time nothing is left to do
			if err := r.Taken(t.Context(), e.ID); err != nil {
				t.Fatal(err)
			}
		}
		r.waiting(t, 0)
		if left := r.blobs(t); len(left) != 0 {
			t.Errorf("%d sealed files are left", len(left))
		}
		if _, err := r.OpenPart(t.Context(), e.ID, 0); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("OpenPart: %v, want ErrNotFound", err)
		}
		if thread, err := r.Thread(t.Context(), keys.Lookup); err != nil || thread.Waiting != 0 {
			t.Errorf("the thread is now %+v, %v", thread, err)
		}
	})
}

// brokenReader fails after some bytes, as a connection that is cut off does.
type brokenReader struct{ r io.Reader }

var errCut = errors.New("cut off")

func (b brokenReader) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if err == io.EOF {
		err = errCut
	}
	return n, err
}

func TestWhatIsNotFinishedLeavesNothing(t *testing.T) {
	r := newRoom(t, "")
	sub, err := r.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sub.AddFile("whole", "", strings.NewReader("whole")); err != nil {
		t.Fatal(err)
	}
	_, err = sub.AddFile("cut", "", brokenReader{bytes.NewReader(make([]byte, 300<<10))})
	if !errors.Is(err, errCut) {
		t.Fatalf("got %v, want the reader's own error", err)
	}
	if files := sub.Files(); len(files) != 1 {
		t.Errorf("the submission has %d files, want the whole one alone", len(files))
	}
	sub.Abort()
	if left := r.blobs(t); len(left) != 0 {
		t.Errorf("%d files are left", len(left))
	}
	r.waiting(t, 0)
}

func TestACrashBeforeTheEndLeavesNothingAfterTheNextStart(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		r := newRoom(t, url)
		r.send(t, "acknowledged")
		sub, err := r.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := sub.AddFile("lost", "", strings.NewReader("lost")); err != nil {
			t.Fatal(err)
		}
		if n := len(r.blobs(t)); n != 3 {
			t.Fatalf("%d sealed files before the crash, want 3", n)
		}
		r.Close()
		r.open(t)
		if n := len(r.blobs(t)); n != 2 {
			t.Errorf("%d sealed files after it, want 2", n)
		}
		if m := r.message(t, r.waiting(t, 1)[0].ID); m.What != "acknowledged" {
			t.Errorf("the report reads %q", m.What)
		}
	})
}

func TestTwoProcessesDoNotShareAFolder(t *testing.T) {
	r := newRoom(t, "")
	if _, err := drop.Open(t.Context(), r.dir, ""); !errors.Is(err, drop.ErrInUse) {
		t.Errorf("got %v, want ErrInUse", err)
	}
}
