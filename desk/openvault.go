package desk

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"unhindered/seal"
	"unhindered/storage"
)

// An openVault is a vault that at least one session holds: its keys, and what is kept in memory of its cases.
type openVault struct {
	id, name string
	current  atomic.Pointer[seal.Vault] // another one after each change of members
	refs     int                        // sessions that hold it; guarded by Desk.mu
	writing  sync.Mutex                 // audit lines of a vault follow each other
	index    index
}

func (v *openVault) keys() *seal.Vault { return v.current.Load() }

// A logger adds audit lines within a transaction.
type logger func(AuditLine) error

// write runs do in one transaction together with the audit lines that it logs.
func (d *Desk) write(ctx context.Context, v *openVault, who string, do func(tx *storage.Tx, log logger) error) error {
	err := d.writeOnce(ctx, v, who, do)
	if errors.Is(err, errOldKeys) { // somebody left the vault in another process
		d.lockVault(v)
		return ErrLocked
	}
	return err
}

// errOldKeys says that the vault has a newer epoch than the keys in memory.
var errOldKeys = errors.New("the keys of the vault have changed")

func (d *Desk) writeOnce(ctx context.Context, v *openVault, who string, do func(tx *storage.Tx, log logger) error) error {
	v.writing.Lock()
	defer v.writing.Unlock()
	return d.db.Update(ctx, func(tx *storage.Tx) error {
		var epoch int
		err := tx.QueryRow(ctx, "SELECT epoch FROM vault WHERE id = $1", v.id).Scan(&epoch)
		if err != nil && !errors.Is(err, sql.ErrNoRows) { // none: it is being made
			return err
		}
		if err == nil && epoch != v.keys().Epoch() {
			return errOldKeys
		}
		n, prev, err := lastLine(ctx, tx, v.id)
		if err != nil {
			return err
		}
		return do(tx, func(line AuditLine) error {
			n++
			line.N, line.Prev, line.At = n, prev, d.now().UTC().Truncate(time.Second)
			if line.By == "" {
				line.By = who
			}
			plain, err := json.Marshal(line)
			if err != nil {
				return err
			}
			defer clear(plain)
			sealed, err := v.keys().Encrypt(plain, auditContext(n))
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, "INSERT INTO audit (vault, n, sealed) VALUES ($1, $2, $3)", v.id, n, sealed); err != nil {
				return fmt.Errorf("writing an audit line: %w", err)
			}
			prev = hashLine(sealed)
			return nil
		})
	})
}

// audit writes one line by itself, before something is shown.
func (s *Session) audit(ctx context.Context, v *openVault, line AuditLine) error {
	return s.desk.write(ctx, v, s.name, func(_ *storage.Tx, log logger) error { return log(line) })
}

func auditContext(n int64) string { return fmt.Sprintf("audit|%d", n) }

func hashLine(sealed []byte) string {
	sum := sha256.Sum256(sealed)
	return hex.EncodeToString(sum[:])
}

// lastLine returns the number of the last audit line of a vault and its hash; 0 and "" if there is none.
func lastLine(ctx context.Context, q querier, vault string) (int64, string, error) {
	var n int64
	var sealed []byte
	err := q.QueryRow(ctx, "SELECT n, sealed FROM audit WHERE vault = $1 ORDER BY n DESC LIMIT 1", vault).Scan(&n, &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, "", nil
	}
	return n, hashLine(sealed), err
}

func sortByMade(all []kept) {
	slices.SortStableFunc(all, func(a, b kept) int {
		if c := a.Made.Compare(b.Made); c != 0 {
			return c
		}
		if c := strings.Compare(a.ID, b.ID); c != 0 {
			return c
		}
		return a.Version - b.Version
	})
}
