package drop_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"filippo.io/age"

	"unhindered/drop"
	"unhindered/report"
	"unhindered/seal"
	"unhindered/storage/storagetest"
)

// A browser makes parcels as the script of the drop does, of a receipt that the store never sees.
type browser struct {
	*room
	keys  seal.ReceiptKeys
	claim drop.Claim
}

func (r *room) browser(t testing.TB) *browser {
	t.Helper()
	keys, err := seal.NewReceipt().Keys()
	if err != nil {
		t.Fatal(err)
	}
	return &browser{r, keys, drop.Claim{LookupHash: seal.LookupHash(keys.Lookup), AnswerTo: keys.Identity.Recipient().String()}}
}

// sealed pads and seals for the team.
func (b *browser) sealed(t testing.TB, content []byte) []byte {
	t.Helper()
	return sealedTo(t, content, b.identity.Recipient())
}

func sealedTo(t testing.TB, content []byte, to ...age.Recipient) []byte {
	t.Helper()
	out, err := seal.Seal(content, to...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (b *browser) message(t testing.TB, kind report.Kind, what string) []byte {
	t.Helper()
	text, err := report.Message{Kind: kind, What: what}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return b.sealed(t, text)
}

// parcel starts a parcel with those parts.
func (b *browser) parcel(t testing.TB, on drop.Thread, parts ...[]byte) *drop.Parcel {
	t.Helper()
	p, err := b.BeginParcel(t.Context(), on, b.identity.Recipient().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Abort)
	for _, part := range parts {
		if _, err := p.AddPart(bytes.NewReader(part)); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func TestAParcelSealedInABrowserIsKeptAndOpensForTheTeam(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		r := newRoom(t, url)
		b := r.browser(t)
		file := bytes.Repeat([]byte("a picture "), 30_000)
		own := sealedTo(t, []byte(`[{"purpose":"hold","given":true,"wording":"Keep it."}]`), b.keys.Identity.Recipient())
		p := b.parcel(t, drop.Thread{}, b.message(t, report.Report, "what happened"), b.sealed(t, file))
		if err := p.Send(t.Context(), b.claim, own); err != nil {
			t.Fatal(err)
		}
		r.Close() // it must be on the disk by now
		r.open(t)
		e := r.waiting(t, 1)[0]
		if m := r.message(t, e.ID); m.What != "what happened" {
			t.Errorf("the message says %q", m.What)
		}
		if !bytes.Equal(r.read(t, e.ID, 1), file) {
			t.Error("the file is not what was sealed")
		}
		thread, err := r.Thread(t.Context(), b.keys.Lookup)
		if err != nil || thread.AnswerTo != b.claim.AnswerTo || e.AnswerTo != b.claim.AnswerTo {
			t.Errorf("thread %+v, envelope to be answered to %q: %v", thread, e.AnswerTo, err)
		}
		consents, err := r.Consents(t.Context(), thread, b.keys.Identity)
		if err != nil || len(consents) != 1 || !consents[0].Given {
			t.Errorf("the person's own copy gives %v, %v", consents, err)
		}
		found, err := r.Verify(t.Context())
		if err != nil || len(found.Faults) > 0 {
			t.Errorf("verify finds %v, %v", found.Faults, err)
		}
	})
}

func TestAParcelThatIsSentTwiceIsKeptOnce(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		r := newRoom(t, url)
		b := r.browser(t)
		message := b.message(t, report.Report, "once")
		if err := b.parcel(t, drop.Thread{}, message).Send(t.Context(), b.claim, nil); err != nil {
			t.Fatal(err)
		}
		again := b.parcel(t, drop.Thread{}, message)
		if err := again.Send(t.Context(), b.claim, nil); !errors.Is(err, drop.ErrKnown) {
			t.Errorf("the second time: %v, want ErrKnown", err)
		}
		again.Abort()
		r.waiting(t, 1)
		if n := len(r.blobs(t)); n != 1 {
			t.Errorf("%d sealed files are on the disk, want 1", n)
		}
	})
}

func TestMoreParcelsOnAThread(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		r := newRoom(t, url)
		b := r.browser(t)
		own := func(text string) []byte { return sealedTo(t, []byte(text), b.keys.Identity.Recipient()) }
		if err := b.parcel(t, drop.Thread{}, b.message(t, report.Report, "first")).Send(t.Context(), b.claim, own("[]")); err != nil {
			t.Fatal(err)
		}
		thread := func() drop.Thread {
			th, err := r.Thread(t.Context(), b.keys.Lookup)
			if err != nil {
				t.Fatal(err)
			}
			return th
		}
		if err := b.parcel(t, thread(), b.message(t, report.Addition, "second")).SendOn(t.Context(), thread(), nil); err != nil {
			t.Fatal(err)
		}
		if kept, err := r.Own(t.Context(), thread()); err != nil || len(kept) == 0 {
			t.Errorf("writing again took the person's copy of their consents away: %v", err)
		}
		if err := b.parcel(t, thread(), b.message(t, report.Consents, "")).SendOn(t.Context(), thread(), own(`[{"purpose":"hold"}]`)); err != nil {
			t.Fatal(err)
		}
		if consents, err := r.Consents(t.Context(), thread(), b.keys.Identity); err != nil || len(consents) != 1 {
			t.Errorf("the person's own copy gives %v, %v", consents, err)
		}
		r.waiting(t, 3)
		if err := r.PostAnswer(t.Context(), "k", thread().ID, sealedTo(t, []byte("{}"), b.keys.Identity.Recipient())); err != nil {
			t.Fatal(err)
		}
		if err := b.parcel(t, thread(), b.message(t, report.Withdraw, "stop")).Withdraw(t.Context(), thread()); err != nil {
			t.Fatal(err)
		}
		if m := r.message(t, r.waiting(t, 1)[0].ID); m.Kind != report.Withdraw || m.What != "stop" {
			t.Errorf("the team is told %+v", m)
		}
		if answers, err := r.Answers(t.Context(), thread()); err != nil || len(answers) != 0 || !thread().Withdrawn {
			t.Errorf("%d answers are left of %+v, %v", len(answers), thread(), err)
		}
		if n := len(r.blobs(t)); n != 1 {
			t.Errorf("%d sealed files are on the disk, want 1", n)
		}
		if _, err := r.BeginParcel(t.Context(), thread(), b.identity.Recipient().String()); !errors.Is(err, drop.ErrWithdrawn) {
			t.Errorf("more on a withdrawn thread: %v, want ErrWithdrawn", err)
		}
	})
}

func TestPartsThatAreNotSealedAsWeSealAreRefused(t *testing.T) {
	r := newRoom(t, "")
	b := r.browser(t)
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	locked, err := age.NewScryptRecipient("one two three four five")
	if err != nil {
		t.Fatal(err)
	}
	locked.SetWorkFactor(10)
	stock := func(content []byte, to ...age.Recipient) []byte {
		var out bytes.Buffer
		w, err := age.Encrypt(&out, to...)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(content)
		w.Close()
		return out.Bytes()
	}
	hybrid := b.identity.Recipient()
	good := b.sealed(t, make([]byte, 200_000))
	for _, test := range []struct {
		name string
		part []byte
		want error
	}{
		{"nothing", nil, seal.ErrNotAge},
		{"clear text", []byte("what happened"), seal.ErrNotAge},
		{"a classic key", stock(make([]byte, 4096), classic.Recipient()), seal.ErrClassic},
		{"a passphrase", stock(make([]byte, 4096), locked), seal.ErrPassphrase},
		{"no padding", stock(make([]byte, 5000), hybrid), drop.ErrPadding},
		{"less than the smallest size", stock(make([]byte, 100), hybrid), drop.ErrPadding},
		{"no content", stock(nil, hybrid), drop.ErrPadding},
		{"one byte cut off", good[:len(good)-1], drop.ErrPadding},
		{"one byte added", append(bytes.Clone(good), 0), drop.ErrPadding},
		{"a head alone", good[:500], seal.ErrNotAge},
		{"the smallest size", b.sealed(t, nil), nil},
		{"a size of four chunks", good, nil},
		{"a size of whole chunks", stock(make([]byte, 131072), hybrid), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, err := b.BeginParcel(t.Context(), drop.Thread{}, hybrid.String())
			if err != nil {
				t.Fatal(err)
			}
			defer p.Abort()
			if _, err := p.AddPart(iotest.OneByteReader(bytes.NewReader(test.part))); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
	if left := r.blobs(t); len(left) != 0 {
		t.Errorf("%d files are left of refused parts", len(left))
	}
}

func TestParcelsThatAreNotCompleteAreRefused(t *testing.T) {
	r := newRoom(t, "")
	b := r.browser(t)
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	message := b.message(t, report.Report, "x")
	for _, test := range []struct {
		name  string
		claim drop.Claim
		own   []byte
		want  error
	}{
		{"no lookup hash", drop.Claim{AnswerTo: b.claim.AnswerTo}, nil, drop.ErrParcel},
		{"a hash that is no hash", drop.Claim{LookupHash: "up", AnswerTo: b.claim.AnswerTo}, nil, drop.ErrParcel},
		{"a hash in other letters than ours", drop.Claim{LookupHash: string(bytes.ToUpper([]byte(b.claim.LookupHash))), AnswerTo: b.claim.AnswerTo}, nil, drop.ErrParcel},
		{"no key for answers", drop.Claim{LookupHash: b.claim.LookupHash}, nil, seal.ErrNotRecipient},
		{"a classic key for answers", drop.Claim{LookupHash: b.claim.LookupHash, AnswerTo: classic.Recipient().String()}, nil, seal.ErrClassic},
		{"consents in the clear", b.claim, []byte(`[{"purpose":"hold"}]`), seal.ErrNotAge},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := b.parcel(t, drop.Thread{}, message)
			if err := p.Send(t.Context(), test.claim, test.own); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
			p.Abort()
		})
	}
	if err := b.parcel(t, drop.Thread{}).Send(t.Context(), b.claim, nil); !errors.Is(err, drop.ErrParcel) {
		t.Errorf("without parts: %v", err)
	}
	r.waiting(t, 0)
	if left := r.blobs(t); len(left) != 0 {
		t.Errorf("%d files are left of refused parcels", len(left))
	}
}

func TestAParcelForAnotherKeyIsRefused(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		r := newRoom(t, url)
		b := r.browser(t)
		next, err := seal.NewIdentity()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.BeginParcel(t.Context(), drop.Thread{}, next.Recipient().String()); !errors.Is(err, drop.ErrKey) {
			t.Errorf("before the change: %v, want ErrKey", err)
		}
		p := b.parcel(t, drop.Thread{}, b.message(t, report.Report, "x"))
		key := report.VaultKey{Vault: "v1", Epoch: 2, Recipient: next.Recipient().String()}
		if err := r.SetVaults(context.Background(), []report.VaultKey{key}); err != nil {
			t.Fatal(err)
		}
		if err := p.Send(t.Context(), b.claim, nil); !errors.Is(err, drop.ErrKey) {
			t.Errorf("where the key changed while the parts came: %v, want ErrKey", err)
		}
		if err := r.SetVaults(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
		if _, err := r.BeginParcel(t.Context(), drop.Thread{}, next.Recipient().String()); !errors.Is(err, drop.ErrClosed) {
			t.Errorf("without any key: %v, want ErrClosed", err)
		}
		r.waiting(t, 0)
	})
}

func TestAPartWhoseReaderFailsLeavesNothing(t *testing.T) {
	r := newRoom(t, "")
	b := r.browser(t)
	p := b.parcel(t, drop.Thread{})
	cut := errors.New("the line is cut")
	part := b.sealed(t, make([]byte, 300_000))
	if _, err := p.AddPart(io.MultiReader(bytes.NewReader(part[:150_000]), iotest.ErrReader(cut))); !errors.Is(err, cut) {
		t.Errorf("got %v, want the reader's own error", err)
	}
	if left := r.blobs(t); p.Parts() != 0 || len(left) != 0 {
		t.Errorf("%d parts and %d files are left", p.Parts(), len(left))
	}
}
