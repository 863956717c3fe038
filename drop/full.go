package drop

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/ncruces/go-sqlite3"
)

// full marks an error that says that a disk, a quota or a database is full with ErrFull.
func full(err error) error {
	var state interface{ SQLState() string }
	switch {
	case err == nil, errors.Is(err, ErrFull):
		return err
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, sqlite3.FULL):
	case errors.As(err, &state) && state.SQLState() == "53100": // disk_full of PostgreSQL
	default:
		return err
	}
	return fmt.Errorf("%w: %w", ErrFull, err)
}
