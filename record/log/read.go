package log

import (
	"context"
	"encoding/binary"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"unhindered/storage"
)

// A File is one resource of the log as it goes over HTTP.
type File struct {
	Body      []byte
	Type      string // value of Content-Type
	Immutable bool   // never changes, so that it may be cached for ever
}

// Read returns the resource at path, relative to the address of the log, as C2SP tlog-tiles names them: "checkpoint",
// "tile/0/x001/x234/067", "tile/1/000.p/3", "tile/entries/000.p/17". It returns ErrNotFound for any other path and
// for tiles that are not there, or not as wide, yet.
func (l *Log) Read(ctx context.Context, path string) (File, error) {
	if path == "checkpoint" {
		head, err := l.checkpoint(ctx, l.db)
		return File{[]byte(head.Note), "text/plain; charset=utf-8", false}, err
	}
	tile, err := parsePath(path)
	if err != nil {
		return File{}, err
	}
	body, err := l.tileBody(ctx, tile)
	return File{body, "application/octet-stream", true}, err
}

// parsePath reads the path of a tile; level -1 is that of the leaves. There is one spelling for each tile.
func parsePath(path string) (tlog.Tile, error) {
	level, ok := strings.CutPrefix(path, "tile/")
	if !ok || strings.HasPrefix(level, "data/") { // the spelling of package tlog
		return tlog.Tile{}, ErrNotFound
	}
	if leaves, ok := strings.CutPrefix(level, "entries/"); ok {
		level = "data/" + leaves
	}
	tile, err := tlog.ParseTilePath("tile/8/" + level)
	if err != nil || tile.L > 63 || tile.N > maxTile {
		return tlog.Tile{}, ErrNotFound
	}
	return tile, nil
}

// maxTile keeps the number of a tile's first leaf within 63 bits.
const maxTile = 1 << (62 - tileHeight)

func (l *Log) tileBody(ctx context.Context, tile tlog.Tile) ([]byte, error) {
	if tile.L < 0 {
		return l.leaves(ctx, tile)
	}
	hashes, err := readTile(ctx, l.db, place{int64(tile.L), tile.N})
	if err != nil {
		return nil, err
	}
	if len(hashes) < tile.W*tlog.HashSize {
		return nil, ErrNotFound
	}
	return hashes[:tile.W*tlog.HashSize], nil
}

// leaves returns a bundle of leaves, each preceded by its size in two bytes, big-endian.
func (l *Log) leaves(ctx context.Context, tile tlog.Tile) ([]byte, error) {
	first := tile.N * tileWidth
	rows, err := l.db.Query(ctx, "SELECT text FROM log_leaf WHERE n >= $1 AND n < $2 ORDER BY n", first, first+int64(tile.W))
	texts, err := storage.Collect(rows, err, func(row storage.Row, text *[]byte) error { return row.Scan(text) })
	if err != nil {
		return nil, err
	}
	if len(texts) < tile.W {
		return nil, ErrNotFound
	}
	var body []byte
	for _, text := range texts {
		body = binary.BigEndian.AppendUint16(body, uint16(len(text)))
		body = append(body, text...)
	}
	return body, nil
}
