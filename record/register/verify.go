package register

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"unhindered/storage"
)

// A Report is what Verify found.
type Report struct {
	Entries    int       `json:"entries"`    // published now
	Tombstones int       `json:"tombstones"` // withdrawn
	Leaves     int64     `json:"leaves"`     // of the log
	Problems   []Problem `json:"problems"`   // none if all is well
}

// OK tells whether there is no problem.
func (r Report) OK() bool { return len(r.Problems) == 0 }

// A Problem is something that does not agree. Its String is for people.
type Problem struct {
	Entry   string `json:"entry,omitempty"` // empty if it is not about one
	Version int    `json:"version,omitempty"`
	Leaf    int64  `json:"leaf"` // -1 if it is not about one
	What    string `json:"what"`
}

func (p Problem) String() string {
	switch {
	case p.Entry != "" && p.Version > 0:
		return fmt.Sprintf("%s version %d: %s", p.Entry, p.Version, p.What)
	case p.Entry != "":
		return fmt.Sprintf("%s: %s", p.Entry, p.What)
	case p.Leaf >= 0:
		return fmt.Sprintf("leaf %d of the log %s", p.Leaf, p.What)
	}
	return p.What
}

// Verify recomputes everything that can be: each entry's commitment and what lists derive from it, each commitment's leaf,
// every hash of the log, and the signature of the checkpoint. What it finds is in the Report; the error is for a
// database that cannot be read.
//
// It cannot tell whether the log as a whole was put back to an older state or made anew with the same key: that takes
// somebody who kept a checkpoint, and a client that checks the new one against it.
func (s *Store) Verify(ctx context.Context) (Report, error) {
	var v *verification
	err := s.db.View(ctx, func(tx *storage.Tx) error {
		v = &verification{
			report:   Report{Problems: []Problem{}},
			versions: map[versionKey]VersionInfo{},
			newest:   map[string]int{},
			leaves:   map[int64]leafOwner{},
			logged:   map[int64]string{},
			keyed:    map[int64]versionKey{},
			live:     map[string]bool{},
			gone:     map[string]bool{},
		}
		for _, step := range []func(context.Context, *storage.Tx) error{
			v.readVersions, v.readTombstones, v.readKeys, v.readEntries,
		} {
			if err := step(ctx, tx); err != nil {
				return err
			}
		}
		return v.readLog(ctx, tx, s)
	})
	if err != nil {
		return Report{}, fmt.Errorf("verifying the register: %w", err)
	}
	v.compare()
	slices.SortStableFunc(v.report.Problems, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.Entry, b.Entry), cmp.Compare(a.Version, b.Version), cmp.Compare(a.Leaf, b.Leaf))
	})
	return v.report, nil
}

type versionKey struct {
	entry   string
	version int
}

// A leafOwner is what a leaf of the log belongs to. A withdrawal has version 0.
type leafOwner struct {
	versionKey
	commitment string
}

type verification struct {
	report   Report
	versions map[versionKey]VersionInfo
	newest   map[string]int       // newest version of each entry there ever was
	leaves   map[int64]leafOwner  // as the register has it
	logged   map[int64]string     // as the log has it: the commitment, "" for a withdrawal
	keyed    map[int64]versionKey // as the publication keys have it
	live     map[string]bool      // entries that are published
	gone     map[string]bool      // entries with a tombstone
}

func (v *verification) found(entry string, version int, leaf int64, what string) {
	v.report.Problems = append(v.report.Problems, Problem{entry, version, leaf, what})
}

func (v *verification) readVersions(ctx context.Context, tx *storage.Tx) error {
	type row struct {
		entry string
		VersionInfo
	}
	rows, err := tx.Query(ctx, "SELECT entry, version, commitment, leaf, day FROM entry_version")
	all, err := storage.Collect(rows, err, func(from storage.Row, r *row) error {
		return from.Scan(&r.entry, &r.Version, &r.Commitment, &r.Leaf, &r.Day)
	})
	for _, r := range all {
		key := versionKey{r.entry, r.Version}
		v.versions[key] = r.VersionInfo
		v.newest[r.entry] = max(v.newest[r.entry], r.Version)
		v.leaves[r.Leaf] = leafOwner{key, r.Commitment}
	}
	return err
}

func (v *verification) readTombstones(ctx context.Context, tx *storage.Tx) error {
	type row struct {
		entry string
		leaf  int64
	}
	rows, err := tx.Query(ctx, "SELECT entry, leaf FROM tombstone")
	all, err := storage.Collect(rows, err, func(from storage.Row, r *row) error { return from.Scan(&r.entry, &r.leaf) })
	for _, r := range all {
		v.gone[r.entry] = true
		v.leaves[r.leaf] = leafOwner{versionKey{r.entry, 0}, ""}
	}
	v.report.Tombstones = len(all)
	return err
}

// readKeys reads what the publication keys came to: a second trace, by which an entry that was removed has a name.
func (v *verification) readKeys(ctx context.Context, tx *storage.Tx) error {
	type row struct {
		versionKey
		leaf int64
	}
	rows, err := tx.Query(ctx, "SELECT entry, version, leaf FROM publication")
	all, err := storage.Collect(rows, err, func(from storage.Row, r *row) error { return from.Scan(&r.entry, &r.version, &r.leaf) })
	for _, r := range all {
		v.keyed[r.leaf] = r.versionKey
	}
	return err
}

// readEntries checks each entry by itself and against its version.
func (v *verification) readEntries(ctx context.Context, tx *storage.Tx) error {
	rows, err := tx.Query(ctx, "SELECT id, version, leaf, text, salt, subject, date, facets, search FROM entry ORDER BY id")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var version int
		var leaf int64
		var text, salt []byte
		var have derived
		err := rows.Scan(&id, &version, &leaf, &text, &salt, &have.subject, &have.date, &have.facets, &have.search)
		if err != nil {
			return err
		}
		v.report.Entries++
		v.live[id] = true
		v.checkEntry(versionKey{id, version}, leaf, text, salt, have)
	}
	return rows.Err()
}

func (v *verification) checkEntry(key versionKey, leaf int64, text, salt []byte, have derived) {
	info, ok := v.versions[key]
	switch {
	case !ok:
		v.found(key.entry, key.version, leaf, "it was never published: the register has no such version")
		return
	case key.version != v.newest[key.entry]:
		v.found(key.entry, key.version, leaf, fmt.Sprintf("it is not the newest version, which is %d", v.newest[key.entry]))
	case info.Leaf != leaf:
		v.found(key.entry, key.version, leaf, fmt.Sprintf("it points to leaf %d of the log, its version to leaf %d", leaf, info.Leaf))
	case Commit(salt, text) != info.Commitment:
		v.found(key.entry, key.version, leaf, "its text is not what the log committed to")
		return
	}
	var e Entry
	if err := json.Unmarshal(text, &e); err != nil || e.ID != key.entry || e.Version != key.version {
		v.found(key.entry, key.version, leaf, "its text is that of another entry or version")
		return
	}
	if derive(e) != have {
		v.found(key.entry, key.version, leaf, "what lists and search know of it is not what its text says")
	}
}

func (v *verification) readLog(ctx context.Context, tx *storage.Tx, s *Store) error {
	size, problems, err := s.log.Verify(ctx, tx, func(n int64, text []byte) error {
		commitment, err := parseLeaf(text)
		if err != nil {
			commitment = unreadable
		}
		v.logged[n] = commitment
		return nil
	})
	if err != nil {
		return err
	}
	v.report.Leaves = size
	for _, p := range problems {
		owner, ok := v.leaves[p.Leaf]
		if ok {
			v.found(owner.entry, owner.version, p.Leaf, fmt.Sprintf("its leaf %d of the log %s", p.Leaf, p.What))
		} else {
			v.found("", 0, p.Leaf, p.What)
		}
	}
	return nil
}

// unreadable stands for the commitment of a leaf that has none and is no withdrawal.
const unreadable = "unreadable"

// compare compares what the register and the log say about each other.
func (v *verification) compare() {
	for n, commitment := range v.logged {
		owner, ok := v.leaves[n]
		switch {
		case commitment == unreadable && ok:
			v.found(owner.entry, owner.version, n, fmt.Sprintf("its leaf %d of the log is not one that the register writes", n))
		case commitment == unreadable:
			v.found("", 0, n, "is not one that the register writes")
		case !ok && v.keyed[n].entry == "" && commitment == "":
			v.found("", 0, n, "withdraws an entry, and the register no longer knows which")
		case !ok && v.keyed[n].entry == "":
			v.found("", 0, n, "publishes an entry, and the register no longer knows which")
		case !ok && commitment == "":
			v.found(v.keyed[n].entry, 0, n, fmt.Sprintf("leaf %d of the log withdraws it, and the register has no tombstone for it", n))
		case !ok:
			v.found(v.keyed[n].entry, v.keyed[n].version, n, fmt.Sprintf("leaf %d of the log publishes it, and the register no longer knows it", n))
		case owner.commitment != commitment:
			v.found(owner.entry, owner.version, n, fmt.Sprintf("its commitment is not the one in leaf %d of the log", n))
		}
	}
	for n, owner := range v.leaves {
		if _, ok := v.logged[n]; !ok {
			v.found(owner.entry, owner.version, n, fmt.Sprintf("its leaf %d is not in the log", n))
		}
	}
	for id := range v.newest {
		if !v.live[id] && !v.gone[id] {
			v.found(id, 0, -1, "it was published and is gone, without having been withdrawn")
		}
	}
	for id := range v.gone {
		if v.live[id] {
			v.found(id, 0, -1, "it was withdrawn and is there again")
		}
	}
}
