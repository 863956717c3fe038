package desk

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"unhindered/seal"
	"unhindered/storage"
)

// stored is the first line of what is sealed in a row of item or identity; the data follow as the second, so that each
// is read only once. Both are JSON.
type stored struct {
	Kind Kind      `json:"kind"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	Made time.Time `json:"made"` // when version 1 was saved
	Op   Op        `json:"op"`
}

// A table is one of the two that hold items.
type table struct{ name, id string }

var (
	items      = table{"item", "id"}
	identities = table{"identity", "party"}
)

// context binds a sealed row to its place; the vault id is bound by the vault itself.
func (t table) context(caseID, id string, version int) string {
	return fmt.Sprintf("%s|%s|%s|%d", t.name, caseID, id, version)
}

// A kept item is one opened row.
type kept struct {
	Item
	Made time.Time
}

// read opens a sealed row.
func (t table) read(keys *seal.Vault, caseID, id string, version int, sealed []byte) (kept, error) {
	plain, err := keys.Decrypt(sealed, t.context(caseID, id, version))
	if err != nil {
		return kept{}, damaged(err, t.name)
	}
	defer clear(plain)
	return decodeItem(plain, id, version)
}

func decodeItem(plain []byte, id string, version int) (kept, error) {
	var s stored
	first, second, _ := bytes.Cut(plain, []byte("\n"))
	if json.Unmarshal(first, &s) != nil {
		return kept{}, ErrDamaged
	}
	data := NewData(s.Kind)
	if data == nil || json.Unmarshal(second, data) != nil {
		return kept{}, ErrDamaged // without the reason, which could quote content
	}
	return kept{Item{ID: id, Version: version, By: s.By, At: s.At, Op: s.Op, Data: data}, s.Made}, nil
}

// put adds a version. It fails with a duplicate key if that version is there.
func (t table) put(ctx context.Context, tx *storage.Tx, v *openVault, caseID string, k kept) error {
	data, err := json.Marshal(k.Data)
	if err != nil {
		return err
	}
	defer clear(data)
	plain, err := json.Marshal(stored{k.Data.Kind(), k.By, k.At, k.Made, k.Op})
	if err != nil {
		return err
	}
	plain = append(append(plain, '\n'), data...)
	defer clear(plain)
	sealed, err := v.keys().Encrypt(plain, t.context(caseID, k.ID, k.Version))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO "+t.name+" (vault, case_id, "+t.id+", version, sealed) VALUES ($1, $2, $3, $4, $5)",
		v.id, caseID, k.ID, k.Version, sealed)
	return err
}

// A querier is a database or a transaction.
type querier interface {
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) *sql.Row
}

// newest returns the newest version of an item, removed or not; ErrNotFound if there is none.
func (t table) newest(ctx context.Context, q querier, v *openVault, caseID, id string) (kept, error) {
	return t.one(ctx, q, v, caseID, id, "ORDER BY version DESC LIMIT 1")
}

// version returns one version of an item.
func (t table) version(ctx context.Context, q querier, v *openVault, caseID, id string, version int) (kept, error) {
	return t.one(ctx, q, v, caseID, id, "AND version = $4", version)
}

func (t table) one(ctx context.Context, q querier, v *openVault, caseID, id, rest string, more ...any) (kept, error) {
	var version int
	var sealed []byte
	err := q.QueryRow(ctx, "SELECT version, sealed FROM "+t.name+" WHERE vault = $1 AND case_id = $2 AND "+t.id+" = $3 "+rest,
		append([]any{v.id, caseID, id}, more...)...).Scan(&version, &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return kept{}, ErrNotFound
	}
	if err != nil {
		return kept{}, err
	}
	return t.read(v.keys(), caseID, id, version, sealed)
}

// A sealedRow is a row as it is in the database.
type sealedRow struct {
	caseID, id string
	version    int
	sealed     []byte
}

func scanSealed(r storage.Row, s *sealedRow) error {
	return r.Scan(&s.caseID, &s.id, &s.version, &s.sealed)
}

// ofCase returns the newest version of every item of a case that is not removed, in the order in which they were made.
func (t table) ofCase(ctx context.Context, q querier, v *openVault, caseID string) ([]kept, error) {
	return t.open(ctx, q, v, `SELECT case_id, `+t.id+`, version, sealed FROM `+t.name+` t
		WHERE vault = $1 AND case_id = $2 AND version =
			(SELECT max(version) FROM `+t.name+` u WHERE u.case_id = t.case_id AND u.`+t.id+` = t.`+t.id+`)`, false, caseID)
}

// history returns every version of every item of a case, or of one of them, removed ones too.
func (t table) history(ctx context.Context, q querier, v *openVault, caseID, id string) ([]kept, error) {
	query := `SELECT case_id, ` + t.id + `, version, sealed FROM ` + t.name + ` WHERE vault = $1 AND case_id = $2`
	if id != "" {
		return t.open(ctx, q, v, query+` AND `+t.id+` = $3`, true, caseID, id)
	}
	return t.open(ctx, q, v, query, true, caseID)
}

func (t table) open(ctx context.Context, q querier, v *openVault, query string, removed bool, args ...any) ([]kept, error) {
	rows, err := q.Query(ctx, query, append([]any{v.id}, args...)...)
	sealed, err := storage.Collect(rows, err, scanSealed)
	if err != nil {
		return nil, err
	}
	all := make([]kept, 0, len(sealed))
	keys := v.keys()
	for _, row := range sealed {
		k, err := t.read(keys, row.caseID, row.id, row.version, row.sealed)
		if err != nil {
			return nil, err
		}
		if removed || !k.gone() {
			all = append(all, k)
		}
	}
	sortByMade(all)
	return all, nil
}
