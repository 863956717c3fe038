package log

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"unhindered/storage"
)

// MaxLeaf is the largest size of a leaf in bytes: a tile of entries writes the size in 16 bits.
const MaxLeaf = 1<<16 - 1

// Append appends leaves within the caller's transaction and signs the new checkpoint. It returns the number of the first
// of them; the others follow without gap. It refuses to sign anything over a log that does not match its own
// checkpoint.
func (l *Log) Append(ctx context.Context, tx *storage.Tx, leaves ...[]byte) (first int64, err error) {
	head, err := l.checkpoint(ctx, tx)
	if err != nil {
		return 0, err
	}
	edge := &edge{ctx: ctx, tx: tx, tiles: map[place][]byte{}, changed: map[place]bool{}}
	root, err := edge.root(head.Size)
	if err != nil {
		return 0, err
	}
	if root != head.Root {
		return 0, errors.New("the hashes of the log do not match its checkpoint: nothing was appended; " +
			"run unhindered verify, then restore the database from a backup")
	}
	for i, leaf := range leaves {
		if len(leaf) > MaxLeaf {
			return 0, fmt.Errorf("a leaf of %d bytes is more than the log can hold (%d)", len(leaf), MaxLeaf)
		}
		n := head.Size + int64(i)
		if _, err := tx.Exec(ctx, "INSERT INTO log_leaf (n, text) VALUES ($1, $2)", n, leaf); err != nil {
			return 0, fmt.Errorf("writing leaf %d of the log: %w", n, err)
		}
		if err := edge.add(n, tlog.RecordHash(leaf)); err != nil {
			return 0, err
		}
	}
	if err := edge.write(); err != nil {
		return 0, err
	}
	size := head.Size + int64(len(leaves))
	if root, err = edge.root(size); err != nil {
		return 0, err
	}
	signed, err := l.sign(tlog.Tree{N: size, Hash: root})
	if err != nil {
		return 0, err
	}
	if _, err := tx.Exec(ctx, "UPDATE log_head SET checkpoint = $1", signed); err != nil {
		return 0, fmt.Errorf("writing the log's checkpoint: %w", err)
	}
	return head.Size, nil
}

// An edge is the growing right side of the tree, in a transaction.
type edge struct {
	ctx     context.Context
	tx      *storage.Tx
	tiles   map[place][]byte
	changed map[place]bool
}

// add puts the hash of leaf n into its tile, and that of each tile that becomes full into the tile above it.
func (e *edge) add(n int64, hash tlog.Hash) error {
	for level := int64(0); ; level++ {
		at := place{level, n / tileWidth}
		tile, err := e.tile(at)
		if err != nil {
			return err
		}
		if int64(len(tile)) != n%tileWidth*tlog.HashSize {
			return fmt.Errorf("tile %d of level %d of the log holds %d bytes, not the %d of its place; run unhindered verify",
				at.n, at.level, len(tile), n%tileWidth*tlog.HashSize)
		}
		tile = append(tile, hash[:]...)
		e.tiles[at], e.changed[at] = tile, true
		if len(tile) < tileWidth*tlog.HashSize {
			return nil
		}
		hash, n = rootOfTile(tile), at.n
	}
}

// tile returns the hashes of a tile, none if it is not there yet.
func (e *edge) tile(at place) ([]byte, error) {
	if tile, ok := e.tiles[at]; ok {
		return tile, nil
	}
	tile, err := readTile(e.ctx, e.tx, at)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	e.tiles[at] = tile
	return tile, nil
}

func (e *edge) write() error {
	for at := range e.changed {
		_, err := e.tx.Exec(e.ctx, `INSERT INTO log_tile (level, n, hashes) VALUES ($1, $2, $3)
			ON CONFLICT (level, n) DO UPDATE SET hashes = excluded.hashes`, at.level, at.n, e.tiles[at])
		if err != nil {
			return fmt.Errorf("writing the hashes of the log: %w", err)
		}
	}
	return nil
}

func (e *edge) root(size int64) (tlog.Hash, error) { return rootOf(size, e.tile) }
