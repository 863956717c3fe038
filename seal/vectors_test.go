package seal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
)

// The vectors of docs/protocol.md. They are files for other implementations first; -update writes the named ones anew
// (`go test ./seal -run TestVectors -update receipts`), which changes what others have tested against: do not, unless the
// protocol changes.
var update = flag.String("update", "", "write the named test vectors anew, separated by commas")

// An outcome is "ok" or the reason for which a reader must refuse.
var outcomes = map[string]error{
	"ok": nil, "damaged": ErrDamaged, "wrong key": ErrWrongKey, "classic": ErrClassic, "mixed": ErrMixed,
	"passphrase": ErrPassphrase, "not age": ErrNotAge, "length": ErrLength, "check": ErrCheck, "shares": ErrShares,
}

func checkOutcome(t *testing.T, name, comment, outcome string, err error) {
	t.Helper()
	want, known := outcomes[outcome]
	if !known {
		t.Errorf("%s: %s: unknown outcome %q", name, comment, outcome)
	}
	if !errors.Is(err, want) || want == nil && err != nil {
		t.Errorf("%s: %s: got %v, want %q", name, comment, err, outcome)
	}
}

type paddingVector struct {
	Content int64 `json:"content"` // bytes
	Part    int64 `json:"part"`    // bytes after the padding of a part
	Record  int64 `json:"record"`  // bytes after the padding of a record
}

type partVectors struct {
	Identity string       `json:"identity"`
	Parts    []partVector `json:"parts"`
}

type partVector struct {
	Comment string `json:"comment"`
	Sealed  []byte `json:"sealed"`
	Outcome string `json:"outcome"`
	Content []byte `json:"content,omitempty"`
}

type foreignVectors struct {
	Identity string          `json:"identity"`
	Files    []foreignVector `json:"files"`
}

type foreignVector struct {
	Comment string `json:"comment"`
	File    []byte `json:"file"`
	Header  string `json:"header"`  // the outcome of looking at the header, without a key
	Outcome string `json:"outcome"` // of opening
	Content []byte `json:"content,omitempty"`
}

type envelopeVector struct {
	Identity string          `json:"identity"`
	Parts    [][]byte        `json:"parts"`
	Message  json.RawMessage `json:"message"`
	Files    [][]byte        `json:"files"`
}

type receiptVectors struct {
	Receipts []receiptVector  `json:"receipts"`
	Read     []receiptReading `json:"read"`
}

type receiptVector struct {
	Bits       string              `json:"bits"` // hex
	Digits     string              `json:"digits"`
	Words      map[string][]string `json:"words"`
	Lookup     string              `json:"lookup"`
	LookupHash string              `json:"lookup_hash"`
	Identity   string              `json:"identity"`
	Recipient  string              `json:"recipient"`
}

type receiptReading struct {
	Comment string `json:"comment"`
	Text    string `json:"text"`
	Outcome string `json:"outcome"` // "word N" if word N is in no list
	Bits    string `json:"bits,omitempty"`
}

type vaultVectors struct {
	Vault    string         `json:"vault"`
	Identity string         `json:"identity"` // of a member
	Bundles  []bundleVector `json:"bundles"`
	// Records are opened with the keys of the first bundle.
	Records []recordVector `json:"records"`
}

type bundleVector struct {
	Comment    string          `json:"comment"`
	Bundle     []byte          `json:"bundle"`
	Outcome    string          `json:"outcome"`
	Content    json.RawMessage `json:"content,omitempty"`
	Epoch      int             `json:"epoch,omitempty"`
	Recipients []string        `json:"recipients,omitempty"` // of all epochs
}

type recordVector struct {
	Comment    string `json:"comment"`
	Context    string `json:"context"`
	Associated string `json:"associated_data"` // hex
	Sealed     []byte `json:"sealed"`
	Outcome    string `json:"outcome"`
	Content    []byte `json:"content,omitempty"`
}

type recoveryVector struct {
	Comment   string   `json:"comment"`
	Shares    []string `json:"shares"`
	Outcome   string   `json:"outcome"`
	Identity  string   `json:"identity,omitempty"`
	Recipient string   `json:"recipient,omitempty"`
}

// vectors reads a file of vectors, after writing it anew if that was asked for.
func vectors[T any](t testing.TB, name string, make func() T) T {
	t.Helper()
	path := filepath.Join("testdata", "vectors", name+".json")
	for asked := range strings.SplitSeq(*update, ",") {
		if asked != name {
			continue
		}
		text, err := json.MarshalIndent(make(), "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out T
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&out); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return out
}

func parseIdentity(t testing.TB, text string) *age.HybridIdentity {
	t.Helper()
	id, err := age.ParseHybridIdentity(text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestVectorsOfPadding(t *testing.T) {
	all := vectors(t, "padding", makePadding)
	if len(all) == 0 {
		t.Fatal("no vectors")
	}
	for _, v := range all {
		if got := PaddedSize(v.Content); got != v.Part {
			t.Errorf("a part of %d bytes is padded to %d, want %d", v.Content, got, v.Part)
		}
		if got := padme(v.Content+1, recordFloor); got != v.Record {
			t.Errorf("a record of %d bytes is padded to %d, want %d", v.Content, got, v.Record)
		}
	}
}

func TestVectorsOfParts(t *testing.T) {
	all := vectors(t, "parts", func() partVectors { return makeParts(t) })
	id := parseIdentity(t, all.Identity)
	for _, v := range all.Parts {
		got, err := Open(v.Sealed, id)
		checkOutcome(t, "parts", v.Comment, v.Outcome, err)
		if err == nil && !bytes.Equal(got, v.Content) {
			t.Errorf("parts: %s: got %d bytes, want %d", v.Comment, len(got), len(v.Content))
		}
	}
}

func TestVectorsOfForeignFiles(t *testing.T) {
	all := vectors(t, "foreign", func() foreignVectors { return makeForeign(t) })
	id := parseIdentity(t, all.Identity)
	for _, v := range all.Files {
		checkOutcome(t, "foreign header", v.Comment, v.Header, CheckForeign(bytes.NewReader(v.File)))
		r, err := OpenForeign(bytes.NewReader(v.File), id)
		var got []byte
		if err == nil {
			got, err = io.ReadAll(r)
		}
		checkOutcome(t, "foreign", v.Comment, v.Outcome, err)
		if err == nil && !bytes.Equal(got, v.Content) {
			t.Errorf("foreign: %s: got %q", v.Comment, got)
		}
	}
}

func TestVectorOfAnEnvelope(t *testing.T) {
	v := vectors(t, "envelope", func() envelopeVector { return makeEnvelope(t) })
	id := parseIdentity(t, v.Identity)
	if len(v.Parts) != len(v.Files)+1 {
		t.Fatalf("%d parts for a message and %d files", len(v.Parts), len(v.Files))
	}
	got, err := Open(v.Parts[0], id)
	if err != nil {
		t.Fatal(err)
	}
	var message struct {
		Files []struct {
			Size   int64  `json:"size"`
			SHA256 string `json:"sha256"`
		} `json:"files"`
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, v.Message); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(compact.String(), string(got)); diff != "" {
		t.Error(diff)
	}
	if err := json.Unmarshal(got, &message); err != nil {
		t.Fatal(err)
	}
	for i, file := range v.Files {
		content, err := Open(v.Parts[i+1], id)
		if err != nil || !bytes.Equal(content, file) {
			t.Errorf("file %d: %v", i, err)
		}
		sum := sha256.Sum256(content)
		if hex.EncodeToString(sum[:]) != message.Files[i].SHA256 || int64(len(content)) != message.Files[i].Size {
			t.Errorf("file %d is not the one of which the message speaks", i)
		}
	}
}

func TestVectorsOfReceipts(t *testing.T) {
	all := vectors(t, "receipts", makeReceipts)
	for _, v := range all.Receipts {
		r := receiptOf(t, v.Bits)
		if diff := cmp.Diff(v, vectorOf(t, r)); diff != "" {
			t.Errorf("receipt %s: %s", v.Bits, diff)
		}
		for lang, list := range v.Words {
			if got, err := ParseReceipt(strings.Join(list, " ")); err != nil || got != r {
				t.Errorf("receipt %s in %s: %v", v.Bits, lang, err)
			}
		}
	}
	for _, v := range all.Read {
		got, err := ParseReceipt(v.Text)
		var wrong *WordError
		if errors.As(err, &wrong) {
			if v.Outcome != "word "+string(rune('0'+wrong.Position)) {
				t.Errorf("receipts: %s: got word %d, want %q", v.Comment, wrong.Position, v.Outcome)
			}
			continue
		}
		checkOutcome(t, "receipts", v.Comment, v.Outcome, err)
		if err == nil && got != receiptOf(t, v.Bits) {
			t.Errorf("receipts: %s: another receipt", v.Comment)
		}
	}
}

func receiptOf(t testing.TB, bits string) Receipt {
	t.Helper()
	decoded, err := hex.DecodeString(bits)
	if err != nil || len(decoded) != receiptBytes {
		t.Fatalf("bits %q: %v", bits, err)
	}
	return Receipt{[receiptBytes]byte(decoded)}
}

func TestVectorsOfVaults(t *testing.T) {
	all := vectors(t, "vaults", func() vaultVectors { return makeVaults(t) })
	id := parseIdentity(t, all.Identity)
	var first *Vault
	for i, v := range all.Bundles {
		vault, err := OpenVault(all.Vault, v.Bundle, id)
		checkOutcome(t, "bundles", v.Comment, v.Outcome, err)
		if err != nil {
			continue
		}
		if i == 0 {
			first = vault
		}
		var recipients []string
		for _, e := range vault.epochs {
			recipients = append(recipients, e.identity.Recipient().String())
		}
		if diff := cmp.Diff(v.Recipients, recipients); diff != "" || vault.Epoch() != v.Epoch {
			t.Errorf("bundles: %s: epoch %d, %s", v.Comment, vault.Epoch(), diff)
		}
	}
	if first == nil {
		t.Fatal("the first bundle does not open")
	}
	for _, v := range all.Records {
		if got := hex.EncodeToString(first.associated(v.Context)); got != v.Associated {
			t.Errorf("records: %s: associated data %s, want %s", v.Comment, got, v.Associated)
		}
		got, err := first.Decrypt(v.Sealed, v.Context)
		checkOutcome(t, "records", v.Comment, v.Outcome, err)
		if err == nil && !bytes.Equal(got, v.Content) {
			t.Errorf("records: %s: got %q", v.Comment, got)
		}
	}
}

func TestVectorsOfRecovery(t *testing.T) {
	all := vectors(t, "recovery", func() []recoveryVector { return makeRecovery(t) })
	if len(all) == 0 {
		t.Fatal("no vectors")
	}
	for _, v := range all {
		id, err := CombineShares(v.Shares)
		checkOutcome(t, "recovery", v.Comment, v.Outcome, err)
		if err == nil && (id.String() != v.Identity || id.Recipient().String() != v.Recipient) {
			t.Errorf("recovery: %s: another key", v.Comment)
		}
	}
}
