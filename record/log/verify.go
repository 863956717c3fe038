package log

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"unhindered/storage"
)

// A Problem is something that Verify found.
type Problem struct {
	Leaf int64 // the leaf concerned, or -1
	What string
}

// Verify recomputes the whole log within a transaction: every hash from the leaves up, the root, and the signature of the
// checkpoint. It hands each leaf to each, in order. Problems are what is wrong with the log; an error means that it could
// not be read, or comes from each.
func (l *Log) Verify(ctx context.Context, tx *storage.Tx, each func(n int64, text []byte) error) (size int64, problems []Problem, err error) {
	v := &verification{stored: map[place][]byte{}}
	if err := v.readTiles(ctx, tx); err != nil {
		return 0, nil, err
	}
	if err := v.readLeaves(ctx, tx, each); err != nil {
		return 0, nil, err
	}
	var signed string
	if err := tx.QueryRow(ctx, "SELECT checkpoint FROM log_head").Scan(&signed); err != nil {
		return 0, nil, fmt.Errorf("reading the log's checkpoint: %w", err)
	}
	head, err := l.open(signed)
	if err != nil {
		v.found(-1, "%v", err)
		head = tlog.Tree{N: -1}
	}
	if err := v.compare(head); err != nil {
		return 0, nil, err
	}
	slices.SortFunc(v.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Leaf, b.Leaf), strings.Compare(a.What, b.What))
	})
	return int64(len(v.hashes)) - v.missing, v.problems, nil
}

type verification struct {
	stored   map[place][]byte
	hashes   []tlog.Hash // of the leaves
	missing  int64       // number of leaves that are not there
	problems []Problem
}

func (v *verification) found(leaf int64, format string, args ...any) {
	v.problems = append(v.problems, Problem{leaf, fmt.Sprintf(format, args...)})
}

func (v *verification) readTiles(ctx context.Context, tx *storage.Tx) error {
	type tile struct {
		place
		hashes []byte
	}
	rows, err := tx.Query(ctx, "SELECT level, n, hashes FROM log_tile")
	tiles, err := storage.Collect(rows, err, func(row storage.Row, t *tile) error { return row.Scan(&t.level, &t.n, &t.hashes) })
	if err != nil {
		return fmt.Errorf("reading the hashes of the log: %w", err)
	}
	for _, t := range tiles {
		v.stored[t.place] = t.hashes
	}
	return nil
}

func (v *verification) readLeaves(ctx context.Context, tx *storage.Tx, each func(int64, []byte) error) error {
	rows, err := tx.Query(ctx, "SELECT n, text FROM log_leaf ORDER BY n")
	if err != nil {
		return fmt.Errorf("reading the leaves of the log: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		var text []byte
		if err := rows.Scan(&n, &text); err != nil {
			return fmt.Errorf("reading the leaves of the log: %w", err)
		}
		for next := int64(len(v.hashes)); next < n; next++ {
			v.found(next, "is missing from the log")
			v.hashes = append(v.hashes, v.storedHash(next)) // so that one gap does not hide what else there is
			v.missing++
		}
		v.hashes = append(v.hashes, tlog.RecordHash(text))
		if err := each(n, text); err != nil {
			return err
		}
	}
	return rows.Err()
}

// storedHash returns the hash of a leaf that the tiles hold, or zeros.
func (v *verification) storedHash(n int64) (hash tlog.Hash) {
	tile := v.stored[place{0, n / tileWidth}]
	if at := n % tileWidth * tlog.HashSize; int64(len(tile)) >= at+tlog.HashSize {
		copy(hash[:], tile[at:])
	}
	return hash
}

// compare compares the tree over the leaves with the checkpoint and with the tiles.
func (v *verification) compare(head tlog.Tree) error {
	size := int64(len(v.hashes))
	for n := size; n < head.N && n < size+int64(len(v.stored))*tileWidth; n++ { // as far as there is a trace of them
		v.found(n, "is missing from the log")
		v.hashes = append(v.hashes, v.storedHash(n))
		v.missing++
	}
	computed := tilesOver(v.hashes)
	root, err := rootOf(int64(len(v.hashes)), func(at place) ([]byte, error) { return computed[at], nil })
	if err != nil {
		return err
	}
	sound := head.N == int64(len(v.hashes)) && root == head.Hash
	if head.N >= 0 && head.N != int64(len(v.hashes)) {
		v.found(-1, "the log has %d leaves, its checkpoint speaks of %d", len(v.hashes), head.N)
	}
	before := len(v.problems)
	v.compareTiles(computed, sound)
	if head.N == int64(len(v.hashes)) && !sound && len(v.problems) == before {
		v.found(-1, "the tree over the leaves is not the one that was signed")
	}
	return nil
}

// compareTiles finds the hashes that differ. If the leaves are sound, it is the hash that was altered; else it is taken
// to be the leaf.
func (v *verification) compareTiles(computed map[place][]byte, sound bool) {
	for at, stored := range v.stored {
		if len(stored) > len(computed[at]) || len(stored)%tlog.HashSize != 0 {
			v.found(-1, "tile %d of level %d holds more than the tree has there", at.n, at.level)
		}
	}
	for at, want := range computed {
		have := v.stored[at]
		for i := 0; i < len(want); i += tlog.HashSize {
			end := i + tlog.HashSize
			if len(have) >= end && bytes.Equal(have[i:end], want[i:end]) {
				continue
			}
			switch n := at.n*tileWidth + int64(i/tlog.HashSize); {
			case at.level == 0 && !sound:
				v.found(n, "is not the text that was appended, or its hash was altered")
			case at.level == 0:
				v.found(n, "has a sound text, but its hash in tile %d of level 0 was altered", at.n)
			case sound:
				v.found(-1, "hash %d of level %d was altered", n, at.level)
			}
		}
	}
}

// tilesOver returns all tiles of the tree over leaves with the given hashes.
func tilesOver(hashes []tlog.Hash) map[place][]byte {
	tiles := map[place][]byte{}
	for level := int64(0); len(hashes) > 0; level++ {
		var above []tlog.Hash
		for n := int64(0); n*tileWidth < int64(len(hashes)); n++ {
			chunk := hashes[n*tileWidth : min((n+1)*tileWidth, int64(len(hashes)))]
			var tile []byte
			for _, hash := range chunk {
				tile = append(tile, hash[:]...)
			}
			tiles[place{level, n}] = tile
			if len(chunk) == tileWidth {
				above = append(above, rootOfTile(tile))
			}
		}
		hashes = above
	}
	return tiles
}
