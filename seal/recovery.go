package seal

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"filippo.io/age"
	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/secretsharing"
)

const (
	recoveryIdentityLabel = "unhindered/recovery/v1/identity"
	recoverySetLabel      = "unhindered/recovery/v1/set"
	shareHRP              = "share"
	shareVersion          = 1
	shareMost             = 32 // trustees
)

// share is one recovery share as written: 39 bytes behind the prefix "share", in bech32.
type share struct {
	need  byte    // how many shares make the key
	index byte    // from 1, its place in the polynomial
	set   [4]byte // the same in all shares of a set, and known again when they are combined
	value [32]byte
}

// NewRecovery makes a recovery identity that any k of n trustees can make again, and gives away its two halves: the
// recipient, to which every vault bundle is sealed too, and the shares, to be shown once and kept by n different people.
// k is at least 2, because nobody alone may open a vault, and n is at most 32.
//
// A share is some 90 characters of small letters and digits, in groups of five.
func NewRecovery(k, n int) (recipient string, shares []string, err error) {
	if k < 2 || n < k || n > shareMost {
		return "", nil, fmt.Errorf("making recovery shares: %d of %d cannot be: at least 2 must be needed, and there must be as many, up to %d", k, n, shareMost)
	}
	secret := group.Ristretto255.RandomNonZeroScalar(rand.Reader)
	id, err := recoveryIdentity(secret)
	if err != nil {
		return "", nil, err
	}
	recipient = id.Recipient().String()
	for i, s := range secretsharing.New(rand.Reader, uint(k-1), secret).Share(uint(n)) {
		value, err := s.Value.MarshalBinary()
		if err != nil {
			return "", nil, fmt.Errorf("making recovery shares: %w", err)
		}
		shares = append(shares, share{byte(k), byte(i + 1), recoverySet(recipient), [32]byte(value)}.text())
		clear(value)
	}
	return recipient, shares, nil
}

// CombineShares makes the recovery identity again from at least as many shares as are needed, in any order; case and
// spaces do not matter. Its errors are ErrShares with the reason: which share is mistyped (counted from 1 as given), is of
// another set, is there twice, or how many are missing.
func CombineShares(texts []string) (*age.HybridIdentity, error) {
	var shares []share
	for i, text := range texts {
		s, ok := parseShare(text)
		if !ok {
			return nil, fmt.Errorf("%w: share %d of those given is mistyped, or not whole", ErrShares, i+1)
		}
		for j, other := range shares {
			if s.set != other.set || s.need != other.need {
				return nil, fmt.Errorf("%w: shares %d and %d of those given are not of the same set", ErrShares, j+1, i+1)
			}
			if s.index == other.index {
				return nil, fmt.Errorf("%w: shares %d and %d of those given are the same one", ErrShares, j+1, i+1)
			}
		}
		shares = append(shares, s)
	}
	defer clear(shares)
	if len(shares) == 0 {
		return nil, fmt.Errorf("%w: none was given", ErrShares)
	}
	if have, need := len(shares), int(shares[0].need); have < need {
		return nil, fmt.Errorf("%w: %d given, %d needed", ErrShares, have, need)
	}
	id, err := interpolate(shares)
	if err != nil {
		return nil, err
	}
	if recoverySet(id.Recipient().String()) != shares[0].set {
		return nil, fmt.Errorf("%w: each is well written, but at least one was made up or belongs to another set", ErrShares)
	}
	return id, nil
}

func interpolate(shares []share) (*age.HybridIdentity, error) {
	var points []secretsharing.Share
	for _, s := range shares {
		value := group.Ristretto255.NewScalar()
		if err := value.UnmarshalBinary(s.value[:]); err != nil {
			return nil, fmt.Errorf("%w: one of them holds no number of the group", ErrShares)
		}
		points = append(points, secretsharing.Share{ID: group.Ristretto255.NewScalar().SetUint64(uint64(s.index)), Value: value})
	}
	secret, err := secretsharing.Recover(uint(shares[0].need)-1, points)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrShares, err)
	}
	return recoveryIdentity(secret)
}

// recoveryIdentity derives the identity from the shared secret, a scalar of Ristretto255.
func recoveryIdentity(secret group.Scalar) (*age.HybridIdentity, error) {
	number, err := secret.MarshalBinary()
	if err != nil {
		return nil, fmt.Errorf("making the recovery key: %w", err)
	}
	defer clear(number)
	seed, err := hkdf.Key(sha256.New, number, nil, recoveryIdentityLabel, 32)
	if err != nil {
		return nil, fmt.Errorf("making the recovery key: %w", err)
	}
	return identityFromSeed(seed)
}

// recoverySet names a set of shares by the recipient that they recover.
func recoverySet(recipient string) [4]byte {
	sum := sha256.Sum256([]byte(recoverySetLabel + "\x00" + recipient))
	return [4]byte(sum[:4])
}

// text writes the share in groups of five characters, which is how it is read aloud and copied by hand.
func (s share) text() string {
	data := slices.Concat([]byte{shareVersion, s.need, s.index}, s.set[:], s.value[:])
	defer clear(data)
	var b strings.Builder
	for i, c := range []byte(bech32Encode(shareHRP, data)) {
		if i > 0 && i%5 == 0 {
			b.WriteByte(' ')
		}
		b.WriteByte(c)
	}
	return b.String()
}

func parseShare(text string) (share, bool) {
	if len(text) > 1024 {
		return share{}, false
	}
	text = strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || unicode.Is(unicode.Cf, c) {
			return -1
		}
		return unicode.ToLower(c)
	}, text)
	hrp, data, err := bech32Decode(text)
	defer clear(data)
	if err != nil || hrp != shareHRP || len(data) != 39 || data[0] != shareVersion {
		return share{}, false
	}
	s := share{need: data[1], index: data[2], set: [4]byte(data[3:7]), value: [32]byte(data[7:])}
	return s, s.need >= 2 && s.need <= shareMost && s.index >= 1 && s.index <= shareMost
}
