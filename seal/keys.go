package seal

import (
	"fmt"
	"strings"

	"filippo.io/age"
)

// NewIdentity returns a new random post-quantum hybrid identity.
func NewIdentity() (*age.HybridIdentity, error) {
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		return nil, fmt.Errorf("making a key: %w", err)
	}
	return id, nil
}

// ParseRecipient reads an age1pq1... recipient; space around it is ignored. It returns ErrClassic for other kinds of age
// recipients, and ErrNotRecipient for anything else.
func ParseRecipient(s string) (*age.HybridRecipient, error) {
	s = strings.TrimSpace(s)
	if r, err := age.ParseHybridRecipient(s); err == nil {
		return r, nil
	}
	if strings.HasPrefix(s, "ssh-") {
		return nil, ErrClassic
	}
	// "age" is an X25519 key, "age1NAME" a plugin's, of which we cannot know how strong it is.
	hrp, _, err := bech32Decode(s)
	if err == nil && (hrp == "age" || strings.HasPrefix(hrp, "age1")) && hrp != "age1pq" {
		return nil, ErrClassic
	}
	return nil, ErrNotRecipient // without the reason: age's own error would quote the text
}

// checkRecipients returns ErrNoRecipient for an empty list and ErrClassic if one is not hybrid. age itself refuses only
// a mixed list.
func checkRecipients(to []age.Recipient) error {
	if len(to) == 0 {
		return ErrNoRecipient
	}
	for _, r := range to {
		hybrid, ok := r.(*age.HybridRecipient)
		if !ok {
			return ErrClassic
		}
		if hybrid == nil {
			return ErrNoRecipient
		}
	}
	return nil
}

// identityFromSeed returns the hybrid identity whose secret is the 32 bytes of seed, and overwrites seed.
func identityFromSeed(seed []byte) (*age.HybridIdentity, error) {
	defer clear(seed)
	id, err := age.ParseHybridIdentity(strings.ToUpper(bech32Encode("age-secret-key-pq-", seed)))
	if err != nil {
		return nil, fmt.Errorf("making a key from its seed: %w", err)
	}
	return id, nil
}
