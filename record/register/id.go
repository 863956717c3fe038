package register

import (
	"context"
	"crypto/rand"
	"errors"
	"regexp"

	"unhindered/storage"
)

// ids are safe in an address and in a file name, and readable aloud.
var ids = regexp.MustCompile(`^[A-Z0-9]+(-[A-Z0-9]+)*$`)

func checkID(id string) error {
	if len(id) > 40 || !ids.MatchString(id) {
		return &InvalidError{"id", "must be capital letters, digits and hyphens, at most 40"}
	}
	return nil
}

// crockford is the alphabet of Crockford's base 32: no letter that looks like a digit, none that makes words.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// newID returns a readable ID that no entry has or had. It is random: it tells neither order nor number.
func newID(ctx context.Context, tx *storage.Tx) (string, error) {
	for {
		var raw [8]byte
		rand.Read(raw[:])
		for i, b := range raw {
			raw[i] = crockford[b%32]
		}
		id := "UNH-" + string(raw[:])
		_, err := currentVersion(ctx, tx, id)
		if errors.Is(err, ErrNotFound) {
			return id, nil
		}
		if err != nil && !errors.Is(err, ErrWithdrawn) {
			return "", err
		}
	}
}
