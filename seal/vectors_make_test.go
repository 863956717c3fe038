package seal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"filippo.io/age"
)

// How the vectors were made, for -update. What no correct writer makes is put together here by hand.

func makePadding() []paddingVector {
	var out []paddingVector
	for _, n := range []int64{0, 1, 255, 256, 257, 1000, 4094, 4095, 4096, 4351, 4352, 10_000, 65_535, 65_536, 1_000_000,
		1 << 20, 100_000_000, 1 << 30, 123_456_789_012} {
		out = append(out, paddingVector{n, PaddedSize(n), padme(n+1, recordFloor)})
	}
	return out
}

func sealRaw(t testing.TB, padded []byte, to ...age.Recipient) []byte {
	return ageFile(t, string(padded), to...)
}

func makeParts(t *testing.T) partVectors {
	id, other := newIdentity(t), newIdentity(t)
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	text := []byte("They took my passport at the airport on my way to Geneva.")
	hard := append(bytes.Repeat([]byte{marker, 0}, 2100), 0, 0)
	good := mustSeal(t, string(text), id.Recipient())
	flipped := bytes.Clone(good)
	flipped[len(flipped)-1] ^= 1
	padded := padStream(t, text)
	out := partVectors{Identity: id.String()}
	add := func(comment string, sealed []byte, outcome string, content []byte) {
		out.Parts = append(out.Parts, partVector{comment, sealed, outcome, content})
	}
	add("a sentence", good, "ok", text)
	add("no content at all", mustSeal(t, "", id.Recipient()), "ok", []byte{})
	add("content that looks like padding", mustSeal(t, string(hard), id.Recipient()), "ok", hard)
	add("sealed to two vaults", mustSeal(t, string(text), other.Recipient(), id.Recipient()), "ok", text)
	add("sealed to somebody else", mustSeal(t, string(text), other.Recipient()), "wrong key", nil)
	add("the last bit flipped", flipped, "damaged", nil)
	add("the last byte missing", good[:len(good)-1], "damaged", nil)
	add("a byte too many", append(bytes.Clone(good), 0), "damaged", nil)
	add("cut off in the header", good[:100], "damaged", nil)
	add("no padding", sealRaw(t, text, id.Recipient()), "damaged", nil)
	add("no marker: only zeros", sealRaw(t, make([]byte, 4096), id.Recipient()), "damaged", nil)
	add("too little padding", sealRaw(t, padded[:4095], id.Recipient()), "damaged", nil)
	add("too much padding", sealRaw(t, append(bytes.Clone(padded), make([]byte, 256)...), id.Recipient()), "damaged", nil)
	add("something behind the padding", sealRaw(t, append(bytes.Clone(padded), 'x'), id.Recipient()), "damaged", nil)
	add("a classic recipient only", sealRaw(t, padded, classic.Recipient()), "classic", nil)
	add("a classic recipient beside ours", sealRaw(t, padded, plainRecipient{id.Recipient()}, classic.Recipient()), "mixed", nil)
	return out
}

func makeForeign(t *testing.T) foreignVectors {
	id, other := newIdentity(t), newIdentity(t)
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	passphrase, err := age.NewScryptRecipient("correct horse battery staple")
	if err != nil {
		t.Fatal(err)
	}
	passphrase.SetWorkFactor(2)
	text := []byte("I seal this myself.")
	good := ageFile(t, string(text), id.Recipient())
	out := foreignVectors{Identity: id.String()}
	add := func(comment string, file []byte, header, outcome string, content []byte) {
		out.Files = append(out.Files, foreignVector{comment, file, header, outcome, content})
	}
	add("as age writes it", good, "ok", "ok", text)
	add("armored", armored(t, good), "ok", "ok", text)
	add("with a grease stanza", ageFile(t, string(text), grease{id.Recipient()}), "ok", "ok", text)
	add("sealed to another hybrid key", ageFile(t, string(text), other.Recipient()), "ok", "wrong key", nil)
	add("cut off in the content", good[:len(good)-1], "ok", "damaged", nil)
	add("cut off in the header", good[:500], "not age", "damaged", nil)
	add("sealed to a classic key", ageFile(t, string(text), classic.Recipient()), "classic", "classic", nil)
	add("sealed to ours and a classic key", ageFile(t, string(text), plainRecipient{id.Recipient()}, classic.Recipient()), "mixed", "mixed", nil)
	add("locked by a passphrase", ageFile(t, string(text), passphrase), "passphrase", "passphrase", nil)
	add("no age file", text, "not age", "damaged", nil)
	return out
}

func makeEnvelope(t *testing.T) envelopeVector {
	id := newIdentity(t)
	files := [][]byte{[]byte("a photograph, it says\n"), {}}
	sum := func(b []byte) string { s := sha256.Sum256(b); return hex.EncodeToString(s[:]) }
	message := fmt.Sprintf(`{"version":1,"kind":"report","language":"en","what":"They took my passport at the airport.",`+
		`"where":"Examplestan","when":"last week","cooperation":"on my way to the Human Rights Council","consents":[`+
		`{"purpose":"hold","given":true,"wording":"Keep my report and work on it."},`+
		`{"purpose":"publish_named","given":false,"wording":"Publish it with my name."}],"files":[`+
		`{"name":"stamp.jpg","type":"image/jpeg","size":%d,"sha256":"%s"},{"name":"empty.txt","size":0,"sha256":"%s"}]}`,
		len(files[0]), sum(files[0]), sum(files[1]))
	out := envelopeVector{Identity: id.String(), Message: json.RawMessage(message), Files: files}
	for _, part := range append([][]byte{[]byte(message)}, files...) {
		out.Parts = append(out.Parts, mustSeal(t, string(part), id.Recipient()))
	}
	return out
}

func vectorOf(t testing.TB, r Receipt) receiptVector {
	t.Helper()
	keys, err := r.Keys()
	if err != nil {
		t.Fatal(err)
	}
	return receiptVector{
		Bits: hex.EncodeToString(r.bits[:]), Digits: r.Digits(),
		Words:  map[string][]string{"en": r.Words("en"), "ar": r.Words("ar")},
		Lookup: keys.Lookup, LookupHash: LookupHash(keys.Lookup),
		Identity: keys.Identity.String(), Recipient: keys.Identity.Recipient().String(),
	}
}

func makeReceipts() receiptVectors {
	var highest Receipt
	for i := range highest.bits {
		highest.bits[i] = 0xff
	}
	highest.bits[0] = 0x3f
	var lowest Receipt
	lowest.bits[receiptBytes-1] = 1
	random := Receipt{[receiptBytes]byte{0x2b, 0x91, 0x5e, 0x07, 0xc4, 0x38, 0xfa, 0x66, 0xd0, 0x1d, 0x83, 0x4f, 0xb9, 0x72}}
	var out receiptVectors
	var t testing.B
	for _, r := range []Receipt{lowest, fixed(), random, highest} {
		out.Receipts = append(out.Receipts, vectorOf(&t, r))
	}
	receipt := fixed()
	en, bits := receipt.Words("en"), hex.EncodeToString(receipt.bits[:])
	wrong := append([]string(nil), en...)
	wrong[3] = "abandnn"
	swapped := append([]string(nil), en...)
	swapped[0], swapped[1] = swapped[1], swapped[0]
	digits := strings.ReplaceAll(fixed().Digits(), " ", "")
	nines := strings.Repeat("9", receiptDigits)
	var numbered strings.Builder
	for i, word := range en {
		fmt.Fprintf(&numbered, "%d. %s\n", i+1, strings.ToUpper(word))
	}
	arabicIndic := strings.Map(func(d rune) rune {
		if d >= '0' && d <= '9' {
			return d - '0' + '٠'
		}
		return d
	}, fixed().Digits())
	out.Read = []receiptReading{
		{"numbered words in capitals", numbered.String(), "ok", bits},
		{"Arabic-Indic digits", arabicIndic, "ok", bits},
		{"digits without spaces", digits, "ok", bits},
		{"a word in no list", strings.Join(wrong, " "), "word 4", ""},
		{"two words that changed places", strings.Join(swapped, " "), "check", ""},
		{"a word too few", strings.Join(en[:10], " "), "length", ""},
		{"a digit too few", digits[:35], "length", ""},
		{"two digits that changed places", digits[:10] + digits[11:12] + digits[10:11] + digits[12:], "check", ""},
		{"more than 110 bits", nines + checkDigits(nines), "check", ""},
	}
	return out
}

func makeVaults(t *testing.T) vaultVectors {
	id := newIdentity(t)
	v1, e1, err := NewVault("team", recipients(id))
	if err != nil {
		t.Fatal(err)
	}
	seal := func(v *Vault, content, context string) []byte {
		sealed, err := v.Encrypt([]byte(content), context)
		if err != nil {
			t.Fatal(err)
		}
		return sealed
	}
	old := seal(v1, "written in the first epoch", "case-1/record-1")
	v2, e2, err := v1.Rotate(recipients(newIdentity(t), id))
	if err != nil {
		t.Fatal(err)
	}
	other, foreign, err := NewVault("other", recipients(id))
	if err != nil {
		t.Fatal(err)
	}
	_, gone, err := v2.Rotate(recipients(newIdentity(t)))
	if err != nil {
		t.Fatal(err)
	}
	content := func(bundle []byte) json.RawMessage {
		plain, err := Open(bundle, id)
		if err != nil {
			t.Fatal(err)
		}
		return plain
	}
	fresh := seal(v2, "written in the second epoch", "case-1/record-2")
	changed := bytes.Clone(fresh)
	changed[len(changed)-1] ^= 1
	unpadded, err := v2.aead.Encrypt([]byte("text"), v2.associated("case-1/record-3"))
	if err != nil {
		t.Fatal(err)
	}
	out := vaultVectors{Vault: "team", Identity: id.String()}
	out.Bundles = []bundleVector{
		{"the second epoch, with the keys of the first", e2.Bundle, "ok", content(e2.Bundle), 2, []string{e1.Recipient, e2.Recipient}},
		{"the first epoch", e1.Bundle, "ok", content(e1.Bundle), 1, []string{e1.Recipient}},
		{"another vault's", foreign.Bundle, "damaged", nil, 0, nil},
		{"an epoch from which the member was left out", gone.Bundle, "wrong key", nil, 0, nil},
		{"cut off", e1.Bundle[:len(e1.Bundle)-1], "damaged", nil, 0, nil},
		{"numbered wrongly", mustSeal(t, strings.Replace(string(content(e1.Bundle)), `"number":1`, `"number":2`, 1), id.Recipient()), "damaged", nil, 0, nil},
		{"another version", mustSeal(t, strings.Replace(string(content(e1.Bundle)), `"version":1`, `"version":2`, 1), id.Recipient()), "damaged", nil, 0, nil},
	}
	record := func(comment, context string, sealed []byte, outcome, content string) {
		v := recordVector{comment, context, hex.EncodeToString(v2.associated(context)), sealed, outcome, nil}
		if outcome == "ok" {
			v.Content = []byte(content)
		}
		out.Records = append(out.Records, v)
	}
	record("of the present epoch", "case-1/record-2", fresh, "ok", "written in the second epoch")
	record("of an earlier epoch", "case-1/record-1", old, "ok", "written in the first epoch")
	record("without content or context", "", seal(v2, "", ""), "ok", "")
	record("moved to another place", "case-1/record-1", fresh, "damaged", "")
	record("changed", "case-1/record-2", changed, "damaged", "")
	record("without padding", "case-1/record-3", unpadded, "damaged", "")
	record("of another vault", "case-1/record-2", seal(other, "text", "case-1/record-2"), "damaged", "")
	return out
}

func makeRecovery(t *testing.T) []recoveryVector {
	recipient, shares, err := NewRecovery(3, 5)
	if err != nil {
		t.Fatal(err)
	}
	_, foreign, err := NewRecovery(3, 5)
	if err != nil {
		t.Fatal(err)
	}
	id, err := CombineShares(shares[:3])
	if err != nil {
		t.Fatal(err)
	}
	made, _ := parseShare(shares[1])
	made.value[0] ^= 1
	outside := made
	for i := range outside.value {
		outside.value[i] = 0xff
	}
	i := strings.LastIndexByte(shares[1], ' ') - 1
	mistyped := shares[1][:i] + string(bech32Charset[(strings.IndexByte(bech32Charset, shares[1][i])+1)%32]) + shares[1][i+1:]
	good := func(comment string, shares ...string) recoveryVector {
		return recoveryVector{comment, shares, "ok", id.String(), recipient}
	}
	bad := func(comment string, shares ...string) recoveryVector {
		return recoveryVector{Comment: comment, Shares: shares, Outcome: "shares"}
	}
	return []recoveryVector{
		good("the first three", shares[0], shares[1], shares[2]),
		good("others, in another order", shares[4], shares[2], shares[0]),
		good("all, in capitals and without spaces", strings.Split(strings.ToUpper(strings.ReplaceAll(strings.Join(shares, ","), " ", "")), ",")...),
		bad("too few", shares[0], shares[1]),
		bad("one twice", shares[0], shares[1], shares[1]),
		bad("one mistyped", shares[0], mistyped, shares[2]),
		bad("one of another set", shares[0], foreign[1], shares[2]),
		bad("one made up, with a good checksum", shares[0], made.text(), shares[2]),
		bad("one that holds no number of the group", shares[0], outside.text(), shares[2]),
	}
}
