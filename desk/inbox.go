package desk

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"unhindered/storage"
)

// threadState is what the desk keeps, sealed, of a thread beside its envelopes.
type threadState struct {
	Case       string   `json:"case,omitempty"`
	Withdrawn  string   `json:"withdrawn,omitempty"` // day
	Danger     bool     `json:"danger,omitempty"`
	Hold       string   `json:"hold,omitempty"` // what the person last said of keeping it: mayHold, mayNotHold
	Erased     bool     `json:"erased,omitempty"`
	Unreadable []string `json:"unreadable,omitempty"` // envelopes that did not open
}

func contextThread(id string) string { return "thread|" + id }

// readThreadStates opens the states of all threads of a vault.
func (d *Desk) readThreadStates(ctx context.Context, v *openVault) (map[string]threadState, error) {
	rows, err := d.db.Query(ctx, "SELECT id, state FROM thread WHERE vault = $1 AND state IS NOT NULL", v.id)
	type row struct {
		id     string
		sealed []byte
	}
	all, err := storage.Collect(rows, err, func(r storage.Row, one *row) error { return r.Scan(&one.id, &one.sealed) })
	if err != nil {
		return nil, err
	}
	states := make(map[string]threadState, len(all))
	for _, one := range all {
		state, err := openState(v, one.id, one.sealed)
		if err != nil {
			continue // verify says so; one bad byte on the disk must not keep a team from all the others
		}
		states[one.id] = state
	}
	return states, nil
}

func openState(v *openVault, id string, sealed []byte) (threadState, error) {
	var state threadState
	if sealed == nil {
		return state, nil
	}
	plain, err := v.keys().Decrypt(sealed, contextThread(id))
	if err != nil {
		return state, damaged(err, "the state of a thread")
	}
	defer clear(plain)
	if json.Unmarshal(plain, &state) != nil {
		return state, ErrDamaged
	}
	return state, nil
}

// changeState changes the state of a thread within a transaction. The caller puts what it returns into the index once
// the transaction is done.
func (d *Desk) changeState(ctx context.Context, tx *storage.Tx, v *openVault, id string, change func(*threadState)) (threadState, error) {
	var sealed []byte
	if err := tx.QueryRow(ctx, "SELECT state FROM thread WHERE id = $1 AND vault = $2", id, v.id).Scan(&sealed); err != nil {
		return threadState{}, err
	}
	state, err := openState(v, id, sealed)
	if err != nil {
		return threadState{}, err
	}
	change(&state)
	plain, err := json.Marshal(state)
	if err != nil {
		return threadState{}, err
	}
	defer clear(plain)
	if sealed, err = v.keys().Encrypt(plain, contextThread(id)); err != nil {
		return threadState{}, err
	}
	if state.Withdrawn != "" { // what was not sent yet cannot reach the person any more
		if _, err := tx.Exec(ctx, "UPDATE answer SET outgoing = $1 WHERE thread = $2 AND outgoing IS NOT NULL", []byte{}, id); err != nil {
			return threadState{}, err
		}
	}
	_, err = tx.Exec(ctx, "UPDATE thread SET state = $1 WHERE id = $2", sealed, id)
	return state, err
}

// setThread puts the state of a thread into the index.
func (i *index) setThread(id string, state threadState) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if !i.wiped {
		i.threads[id] = state
	}
}

// Threads lists the inbox, newest first.
func (s *Session) Threads(ctx context.Context) ([]ThreadInfo, error) {
	held, err := s.held()
	if err != nil {
		return nil, err
	}
	var all []ThreadInfo
	for _, m := range held {
		infos, err := s.desk.threadInfos(ctx, m.openVault, "")
		if err != nil {
			return nil, err
		}
		all = append(all, infos...)
	}
	slices.SortStableFunc(all, func(a, b ThreadInfo) int {
		if c := strings.Compare(b.LastDay, a.LastDay); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return all, nil
}

// threadInfos returns the lines of the inbox of a vault, or of one thread.
func (d *Desk) threadInfos(ctx context.Context, v *openVault, id string) ([]ThreadInfo, error) {
	query := `SELECT t.id, min(e.day), max(e.day), count(*), sum(1 - e.opened), sum(e.size),
			(SELECT count(*) FROM answer a WHERE a.thread = t.id)
		FROM thread t JOIN (
			SELECT e.thread, e.day, e.opened, coalesce((SELECT sum(p.size) FROM part p WHERE p.envelope = e.id), 0) AS size
			FROM envelope e WHERE e.vault = $1) e ON e.thread = t.id
		WHERE t.vault = $1`
	args := []any{v.id}
	if id != "" {
		query += " AND t.id = $2"
		args = append(args, id)
	}
	rows, err := d.db.Query(ctx, query+" GROUP BY t.id", args...)
	infos, err := storage.Collect(rows, err, func(r storage.Row, i *ThreadInfo) error {
		var bytes int64
		err := r.Scan(&i.ID, &i.Day, &i.LastDay, &i.Envelopes, &i.New, &bytes, &i.Answers)
		i.Vault, i.VaultName, i.Size = v.id, v.name, sizeClass(bytes)
		return err
	})
	if err != nil {
		return nil, err
	}
	v.index.mu.RLock()
	defer v.index.mu.RUnlock()
	for n := range infos {
		state := v.index.threads[infos[n].ID]
		infos[n].Case, infos[n].Withdrawn, infos[n].Danger, infos[n].Erased = state.Case, state.Withdrawn, state.Danger, state.Erased
		infos[n].unreadable = state.Unreadable
		var left rest
		if one := v.index.cases[state.Case]; one != nil {
			infos[n].CaseTitle = one.info.Title
			left = one.info.rests[infos[n].ID]
		}
		_, unkept := state.unkept(infos[n].ID, left)
		infos[n].MustErase = unkept && !state.Erased
	}
	return infos, nil
}

func sizeClass(bytes int64) SizeClass {
	switch {
	case bytes <= 64<<10:
		return TextOnly
	case bytes <= 1<<20:
		return Small
	case bytes <= 16<<20:
		return Medium
	}
	return Large
}
