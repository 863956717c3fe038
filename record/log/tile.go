package log

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// tlog-tiles fixes the height of a tile at 8: 256 hashes, or 256 leaves.
const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
)

// A place is where a tile of hashes is: tile n of a level, whose hashes are those of full tiles of the level below.
type place struct{ level, n int64 }

func readTile(ctx context.Context, from reader, at place) ([]byte, error) {
	var hashes []byte
	err := from.QueryRow(ctx, "SELECT hashes FROM log_tile WHERE level = $1 AND n = $2", at.level, at.n).Scan(&hashes)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("reading the hashes of the log: %w", err)
	}
	return hashes, nil
}

// rootOfTile returns the root of the tree over the hashes of a full tile.
func rootOfTile(hashes []byte) tlog.Hash {
	if len(hashes) == tlog.HashSize {
		return tlog.Hash(hashes)
	}
	middle := len(hashes) / 2
	return tlog.NodeHash(rootOfTile(hashes[:middle]), rootOfTile(hashes[middle:]))
}

// rootOf returns the root of the tree over the first size leaves, from its tiles.
func rootOf(size int64, tile func(place) ([]byte, error)) (tlog.Hash, error) {
	return tlog.TreeHash(size, tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			t := tlog.TileForIndex(tileHeight, index)
			data, err := tile(place{int64(t.L), t.N})
			if err != nil {
				return nil, err
			}
			if hashes[i], err = tlog.HashFromTile(t, data, index); err != nil {
				return nil, fmt.Errorf("tile %d of level %d of the log is too short; run unhindered verify", t.N, t.L)
			}
		}
		return hashes, nil
	}))
}
