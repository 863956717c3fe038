package seal

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"

	"filippo.io/age"
	"pgregory.net/rapid"
)

func recipients(ids ...*age.HybridIdentity) []age.Recipient {
	var to []age.Recipient
	for _, id := range ids {
		to = append(to, id.Recipient())
	}
	return to
}

func TestAMemberWhoLeavesGetsNothingNew(t *testing.T) {
	amal, bruno := newIdentity(t), newIdentity(t)
	v1, e1, err := NewVault("team", recipients(amal, bruno))
	if err != nil {
		t.Fatal(err)
	}
	old, err := v1.Encrypt([]byte("old"), "case 1")
	if err != nil {
		t.Fatal(err)
	}
	oldReport := mustSeal(t, "old report", v1.Recipient())

	v2, e2, err := v1.Rotate(recipients(amal))
	if err != nil {
		t.Fatal(err)
	}
	if e1.Number != 1 || e2.Number != 2 || v2.Epoch() != 2 || e1.Recipient == e2.Recipient {
		t.Errorf("epochs %d and %d, vault at %d", e1.Number, e2.Number, v2.Epoch())
	}
	if e2.Recipient != v2.Recipient().String() {
		t.Error("the epoch publishes another recipient than the vault's")
	}
	again, err := OpenVault("team", e2.Bundle, amal)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := again.Encrypt([]byte("new"), "case 1")
	if err != nil {
		t.Fatal(err)
	}
	newReport := mustSeal(t, "new report", again.Recipient())

	// Who remains reads everything.
	for _, v := range []*Vault{v2, again} {
		for _, record := range []struct {
			sealed []byte
			want   string
		}{{old, "old"}, {fresh, "new"}} {
			if got, err := v.Decrypt(record.sealed, "case 1"); err != nil || string(got) != record.want {
				t.Errorf("got %q, %v, want %q", got, err, record.want)
			}
		}
		for _, sealed := range [][]byte{oldReport, newReport} {
			if _, err := Open(sealed, v.Identities()...); err != nil {
				t.Error(err)
			}
		}
	}
	// Who left reads what was there.
	left, err := OpenVault("team", e1.Bundle, bruno)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenVault("team", e2.Bundle, bruno); !errors.Is(err, ErrWrongKey) {
		t.Errorf("the new bundle opens for who left: %v", err)
	}
	if _, err := left.Decrypt(fresh, "case 1"); !errors.Is(err, ErrDamaged) {
		t.Errorf("a new record opens for who left: %v", err)
	}
	if _, err := Open(newReport, left.Identities()...); !errors.Is(err, ErrWrongKey) {
		t.Errorf("a new report opens for who left: %v", err)
	}
}

func TestAMemberWhoJoinsReadsEverything(t *testing.T) {
	amal, chen := newIdentity(t), newIdentity(t)
	v, e, err := NewVault("team", recipients(amal))
	if err != nil {
		t.Fatal(err)
	}
	record, err := v.Encrypt([]byte("text"), "case 1")
	if err != nil {
		t.Fatal(err)
	}
	joined, err := v.Reseal(recipients(amal, chen))
	if err != nil {
		t.Fatal(err)
	}
	if joined.Number != e.Number || joined.Recipient != e.Recipient {
		t.Error("a member who joins began another epoch")
	}
	theirs, err := OpenVault("team", joined.Bundle, chen)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := theirs.Decrypt(record, "case 1"); err != nil || string(got) != "text" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestTrusteesOpenAVault(t *testing.T) {
	amal := newIdentity(t)
	recipient, shares, err := NewRecovery(2, 3)
	if err != nil {
		t.Fatal(err)
	}
	recovery, err := ParseRecipient(recipient)
	if err != nil {
		t.Fatal(err)
	}
	_, e, err := NewVault("team", append(recipients(amal), recovery))
	if err != nil {
		t.Fatal(err)
	}
	id, err := CombineShares([]string{shares[2], shares[0]})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenVault("team", e.Bundle, id); err != nil {
		t.Error(err)
	}
}

func TestRecordsAreBoundToTheirPlace(t *testing.T) {
	id := newIdentity(t)
	v, _, err := NewVault("team", recipients(id))
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := NewVault("team", recipients(id)) // same name, other keys
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOfN(rapid.Byte(), 0, 2000).Draw(t, "plain")
		context := rapid.String().Draw(t, "context")
		sealed, err := v.Encrypt(plain, context)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := v.Decrypt(sealed, context); err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%d bytes came back as %d, %v", len(plain), len(got), err)
		}
		if want := padme(int64(len(plain))+1, recordFloor) + 45; int64(len(sealed)) != want {
			t.Errorf("%d bytes are sealed in %d, want %d", len(plain), len(sealed), want)
		}
		if _, err := other.Decrypt(sealed, context); !errors.Is(err, ErrDamaged) {
			t.Errorf("another vault opens it: %v", err)
		}
		elsewhere := rapid.String().Filter(func(s string) bool { return s != context }).Draw(t, "elsewhere")
		if _, err := v.Decrypt(sealed, elsewhere); !errors.Is(err, ErrDamaged) {
			t.Errorf("it opens in another place: %v", err)
		}
		changed := bytes.Clone(sealed)
		changed[rapid.IntRange(0, len(sealed)-1).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		if _, err := v.Decrypt(changed, context); !errors.Is(err, ErrDamaged) {
			t.Errorf("it opens though a bit was flipped: %v", err)
		}
		if _, err := v.Decrypt(sealed[:rapid.IntRange(0, len(sealed)-1).Draw(t, "cut")], context); !errors.Is(err, ErrDamaged) {
			t.Errorf("it opens though it was cut off: %v", err)
		}
	})
}

func TestTheVaultsNameIsBoundToo(t *testing.T) {
	v, _, err := NewVault("team", recipients(newIdentity(t)))
	if err != nil {
		t.Fatal(err)
	}
	renamed := *v
	renamed.id = "meat"
	sealed, err := v.Encrypt([]byte("text"), "case 1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := renamed.Decrypt(sealed, "case 1"); !errors.Is(err, ErrDamaged) {
		t.Errorf("the same keys under another name open it: %v", err)
	}
}

func TestOpenVaultRefuses(t *testing.T) {
	id := newIdentity(t)
	v, e, err := NewVault("team", recipients(id))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := Open(e.Bundle, id)
	if err != nil {
		t.Fatal(err)
	}
	with := func(change func(map[string]any)) []byte {
		var fields map[string]any
		if err := json.Unmarshal(plain, &fields); err != nil {
			t.Fatal(err)
		}
		change(fields)
		changed, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		return mustSeal(t, string(changed), id.Recipient())
	}
	epoch := func(number int) map[string]any {
		return map[string]any{"number": number, "identity": v.epochs[0].identity.String()}
	}
	for _, test := range []struct {
		name   string
		bundle []byte
		want   error
	}{
		{"the same again", with(func(map[string]any) {}), nil},
		{"a field of a later program", with(func(f map[string]any) { f["later"] = 1 }), nil},
		{"another version", with(func(f map[string]any) { f["version"] = 2 }), ErrDamaged},
		{"another vault's", with(func(f map[string]any) { f["vault"] = "meat" }), ErrDamaged},
		{"no epoch", with(func(f map[string]any) { f["epochs"] = []any{} }), ErrDamaged},
		{"an epoch that is not numbered in order", with(func(f map[string]any) { f["epochs"] = []any{epoch(2)} }), ErrDamaged},
		{"an epoch without a record key", with(func(f map[string]any) { f["epochs"] = []any{epoch(1), epoch(2)} }), ErrDamaged},
		{"a mistyped identity", with(func(f map[string]any) {
			f["epochs"] = []any{map[string]any{"number": 1, "identity": strings.ToLower(v.epochs[0].identity.String()) + "x"}}
		}), ErrDamaged},
		{"no keyset", with(func(f map[string]any) { delete(f, "keyset") }), ErrDamaged},
		{"an empty keyset", with(func(f map[string]any) { f["keyset"] = map[string]any{} }), ErrDamaged},
		{"no JSON", mustSeal(t, "text", id.Recipient()), ErrDamaged},
		{"no seal", plain, ErrDamaged},
		{"a seal for somebody else", mustSeal(t, string(plain), newIdentity(t).Recipient()), ErrWrongKey},
		{"a bundle cut off", e.Bundle[:len(e.Bundle)-1], ErrDamaged},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := OpenVault("team", test.bundle, id)
			if !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
			if err != nil && strings.Contains(err.Error(), "AGE-SECRET") {
				t.Error("the error quotes a key")
			}
		})
	}
	for _, name := range []string{"", "a b", "a\x00b", "é", strings.Repeat("x", 129)} {
		if _, _, err := NewVault(name, recipients(id)); err == nil {
			t.Errorf("a vault named %q was made", name)
		}
	}
	if _, _, err := NewVault("team", nil); !errors.Is(err, ErrNoRecipient) {
		t.Errorf("a vault for nobody: %v", err)
	}
	if _, _, err := v.Rotate(nil); !errors.Is(err, ErrNoRecipient) {
		t.Errorf("an epoch for nobody: %v", err)
	}
	if _, err := v.Reseal(nil); !errors.Is(err, ErrNoRecipient) {
		t.Errorf("a bundle for nobody: %v", err)
	}
}

func TestManyMembersUseAVaultAtOnce(t *testing.T) {
	id := newIdentity(t)
	v, _, err := NewVault("team", recipients(id))
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 20 {
				sealed, err := v.Encrypt([]byte("text"), "case")
				if err != nil {
					t.Error(err)
				}
				if _, err := v.Decrypt(sealed, "case"); err != nil {
					t.Error(err)
				}
				if _, _, err := v.Rotate(recipients(id)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if v.Epoch() != 1 || len(v.Identities()) != 1 {
		t.Error("rotating changed the vault that was rotated")
	}
}
