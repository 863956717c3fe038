package seal

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"

	"filippo.io/age"
	"golang.org/x/crypto/argon2"

	"unhindered/seal/words"
)

// The strings that separate what is derived from a receipt; see docs/protocol.md, "Receipts".
const (
	receiptSalt          = "unhindered/receipt/v1"
	receiptLookupLabel   = "unhindered/receipt/v1/lookup"
	receiptIdentityLabel = "unhindered/receipt/v1/identity"
	receiptCheckLabel    = "unhindered/receipt/v1/check"
	receiptHashLabel     = "unhindered/receipt/v1/lookup-hash"
)

// Argon2id with the second recommended option of RFC 9106, section 4: 3 passes, 64 MiB, 4 lanes.
const (
	receiptPasses = 3
	receiptMemory = 64 << 10 // KiB
	receiptLanes  = 4
)

const (
	receiptBits   = 110 // ten words of 2048, or eleven of 1024
	receiptBytes  = 14  // the bits as a big-endian number; the two highest are zero
	receiptDigits = 34  // decimal digits that 110 bits need
)

// A Receipt is the one thing a person keeps of a report: 110 random bits, written as words or as digits. Whoever has it
// reads the answers to the report, adds to it and withdraws it. It is never stored by us.
//
// The zero Receipt belongs to nobody; Keys refuses it.
type Receipt struct{ bits [receiptBytes]byte }

// NewReceipt returns a new random receipt.
func NewReceipt() Receipt {
	var r Receipt
	rand.Read(r.bits[:]) // never fails: crypto/rand ends the program instead
	r.bits[0] &= 1<<(receiptBits-8*(receiptBytes-1)) - 1
	return r
}

// Words returns the receipt as words of the language (BCP 47; the region does not matter), the last one a check word: 11
// in English, 12 in Arabic. A language without a list gets the English words.
func (r Receipt) Words(lang string) []string {
	base, _, _ := strings.Cut(lang, "-")
	list := words.List(strings.ToLower(base))
	if len(list) == 0 {
		list = words.List("en")
	}
	width := wordBits(list)
	out := make([]string, 0, receiptBits/width+1)
	for i := 0; i < receiptBits; i += width {
		out = append(out, list[r.number(i, width)])
	}
	return append(out, list[r.check(width)])
}

// Digits returns the receipt as 36 digits in groups of four, the last two of them check digits.
func (r Receipt) Digits() string {
	number := fmt.Sprintf("%0*d", receiptDigits, new(big.Int).SetBytes(r.bits[:]))
	number += checkDigits(number)
	groups := make([]string, 0, len(number)/4)
	for i := 0; i < len(number); i += 4 {
		groups = append(groups, number[i:i+4])
	}
	return strings.Join(groups, " ")
}

// ReceiptKeys is what a receipt stands for.
type ReceiptKeys struct {
	// Lookup finds the thread: 64 hex digits. It is as secret as the receipt; the drop keeps only its LookupHash.
	Lookup string `json:"-"`
	// Identity opens the answers; its recipient is public.
	Identity *age.HybridIdentity `json:"-"`
}

// Keys derives the keys of the receipt by Argon2id, which takes about 0.3 s and 64 MiB: the caller bounds how many run at
// once.
func (r Receipt) Keys() (ReceiptKeys, error) {
	if r == (Receipt{}) {
		return ReceiptKeys{}, errors.New("deriving keys: the receipt is empty")
	}
	master := argon2.IDKey(r.bits[:], []byte(receiptSalt), receiptPasses, receiptMemory, receiptLanes, sha256.Size)
	defer clear(master)
	lookup, err := hkdf.Expand(sha256.New, master, receiptLookupLabel, sha256.Size)
	if err != nil {
		return ReceiptKeys{}, fmt.Errorf("deriving keys: %w", err)
	}
	defer clear(lookup)
	seed, err := hkdf.Expand(sha256.New, master, receiptIdentityLabel, 32)
	if err != nil {
		return ReceiptKeys{}, fmt.Errorf("deriving keys: %w", err)
	}
	id, err := identityFromSeed(seed)
	if err != nil {
		return ReceiptKeys{}, err
	}
	return ReceiptKeys{Lookup: hex.EncodeToString(lookup), Identity: id}, nil
}

// LookupHash returns what the drop stores of ReceiptKeys.Lookup, as 64 hex digits. Who seizes the drop learns from it
// nothing that would let them read, write or withdraw. lookup is taken as the text that it is.
func LookupHash(lookup string) string {
	sum := sha256.Sum256([]byte(receiptHashLabel + "\x00" + lookup))
	return hex.EncodeToString(sum[:])
}

// Format keeps receipts and keys out of logs and messages, whatever the verb.
func (Receipt) Format(s fmt.State, _ rune)     { io.WriteString(s, "[receipt]") }
func (ReceiptKeys) Format(s fmt.State, _ rune) { io.WriteString(s, "[receipt keys]") }

// number returns width bits from bit i on, where bit 0 is the highest of the 110.
func (r Receipt) number(i, width int) int {
	n := 0
	for j := i + 8*receiptBytes - receiptBits; width > 0; j, width = j+1, width-1 {
		n = n<<1 | int(r.bits[j/8]>>(7-j%8)&1)
	}
	return n
}

// setNumber is the reverse of number; the bits must be zero before.
func (r *Receipt) setNumber(i, width, n int) {
	for j := i + 8*receiptBytes - receiptBits; width > 0; j, width = j+1, width-1 {
		r.bits[j/8] |= byte(n>>(width-1)&1) << (7 - j%8)
	}
}

// check returns the number of the check word in a list of 2^width words.
func (r Receipt) check(width int) int {
	sum := sha256.Sum256(append([]byte(receiptCheckLabel+"\x00"), r.bits[:]...))
	return int(binary.BigEndian.Uint16(sum[:]) >> (16 - width))
}

// wordBits returns how many bits a word of the list carries: 11 for 2048 words, 10 for 1024.
func wordBits(list []string) int {
	if len(list) == 2048 {
		return 11
	}
	return 10
}

// checkDigits returns the two check digits of a decimal number, 02 to 98 (ISO/IEC 7064, MOD 97-10, as in an IBAN): they
// find every wrong digit and every two neighbours that changed places.
func checkDigits(number string) string {
	rest := 0
	for _, d := range []byte(number + "00") {
		rest = (rest*10 + int(d-'0')) % 97
	}
	return fmt.Sprintf("%02d", 98-rest)
}
