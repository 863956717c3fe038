package log

import (
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// What is taken for the path of a tile is the only spelling of it.
func FuzzParsePath(f *testing.F) {
	for _, seed := range []string{
		"tile/0/000", "tile/0/x001/x234/067", "tile/63/000.p/255", "tile/entries/000", "tile/entries/x001/000.p/1",
		"tile/data/000", "tile/8/0/000", "checkpoint", "", "tile/0/000.p/256", "tile/entries/x999/x999/x999/x999/x999/x999/999",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		tile, err := parsePath(path)
		if err != nil {
			return
		}
		if tile.H != 8 || tile.L < -1 || tile.L > 63 || tile.W < 1 || tile.W > 256 || tile.N < 0 || tile.N*tileWidth/tileWidth != tile.N {
			t.Errorf("%q is the impossible tile %+v", path, tile)
		}
		if again := written(tile); again != path {
			t.Errorf("%q is also %q", path, again)
		}
	})
}

// written is the path of a tile as tlog-tiles has it.
func written(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}
