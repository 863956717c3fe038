package log_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"unhindered/record/log"
	"unhindered/storage"
	"unhindered/storage/storagetest"
)

const name = "record.example.org/log"

func newSigner(t testing.TB) log.Signer {
	t.Helper()
	private, public, err := log.NewKey(name)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := log.ParseSigner(private + "\n")
	if err != nil {
		t.Fatal(err)
	}
	if signer.Public() != public || signer.Name() != name {
		t.Fatalf("the private key gives %s, was made with %s", signer.Public(), public)
	}
	return signer
}

func openDB(t testing.TB, url string) *storage.DB {
	t.Helper()
	db, err := storage.Open(t.Context(), url, os.DirFS("../register/migrations"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func openLog(t testing.TB, db *storage.DB, signer log.Signer) *log.Log {
	t.Helper()
	l, err := log.Open(t.Context(), db, signer)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func leaf(n int) []byte { return fmt.Appendf(nil, "leaf %d\n", n) }

// grow appends leaves one by one, or in one go, up to a size.
func grow(t testing.TB, db *storage.DB, l *log.Log, from, to int) {
	t.Helper()
	var leaves [][]byte
	for n := from; n < to; n++ {
		leaves = append(leaves, leaf(n))
	}
	err := db.Update(t.Context(), func(tx *storage.Tx) error {
		first, err := l.Append(t.Context(), tx, leaves...)
		if err == nil && first != int64(from) {
			t.Errorf("leaf %d became leaf %d", from, first)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A client reads a log as a stranger does: by paths and the public key only.
type client struct {
	t   testing.TB
	log *log.Log
}

func (c client) get(path string) []byte {
	c.t.Helper()
	file, err := c.log.Read(c.t.Context(), path)
	if err != nil {
		c.t.Fatalf("reading %s: %v", path, err)
	}
	return file.Body
}

func (c client) tree(public string) tlog.Tree {
	c.t.Helper()
	verifier, err := note.NewVerifier(public)
	if err != nil {
		c.t.Fatal(err)
	}
	signed, err := note.Open(c.get("checkpoint"), note.VerifierList(verifier))
	if err != nil {
		c.t.Fatal(err)
	}
	lines := strings.Split(signed.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || lines[0] != name {
		c.t.Fatalf("checkpoint %q: %v", signed.Text, err)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		c.t.Fatal(err)
	}
	return tlog.Tree{N: size, Hash: root}
}

func (c client) Height() int                     { return 8 }
func (c client) SaveTiles([]tlog.Tile, [][]byte) {}
func (c client) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		file, err := c.log.Read(c.t.Context(), strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		all = append(all, file.Body)
	}
	return all, nil
}

// leaves reads all leaves as bundles.
func (c client) leaves(size int64) [][]byte {
	c.t.Helper()
	var all [][]byte
	for n := int64(0); n*256 < size; n++ {
		path := fmt.Sprintf("tile/entries/%03d", n)
		if rest := size - n*256; rest < 256 {
			path += fmt.Sprintf(".p/%d", rest)
		}
		for body := c.get(path); len(body) > 0; {
			length := binary.BigEndian.Uint16(body)
			all = append(all, body[2:2+length])
			body = body[2+length:]
		}
	}
	return all
}

// check proves to the client that every leaf is in the tree and that the older tree is a part of it.
func (c client) check(tree, older tlog.Tree) {
	c.t.Helper()
	hashes := tlog.TileHashReader(tree, c)
	leaves := c.leaves(tree.N)
	if int64(len(leaves)) != tree.N {
		c.t.Fatalf("%d leaves, the checkpoint says %d", len(leaves), tree.N)
	}
	for n, text := range leaves {
		if tree.N > 64 && n%37 != 0 && int64(n) < tree.N-3 { // all of them at small sizes, some at large ones
			continue
		}
		proof, err := tlog.ProveRecord(tree.N, int64(n), hashes)
		if err != nil {
			c.t.Fatalf("size %d: proving leaf %d: %v", tree.N, n, err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, int64(n), tlog.RecordHash(text)); err != nil {
			c.t.Fatalf("size %d: leaf %d: %v", tree.N, n, err)
		}
	}
	if older.N == 0 {
		return
	}
	proof, err := tlog.ProveTree(tree.N, older.N, hashes)
	if err != nil {
		c.t.Fatalf("size %d: proving the tree of size %d: %v", tree.N, older.N, err)
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash); err != nil {
		c.t.Fatalf("size %d: the tree of size %d is not part of it: %v", tree.N, older.N, err)
	}
}

// A stranger who reads tiles, with a stock library and the public key, can check every size from 1 to 600.
func TestEverySizeIsProvedToAStranger(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db, signer := openDB(t, url), newSigner(t)
		l := openLog(t, db, signer)
		c := client{t, l}
		older := c.tree(signer.Public())
		last := 600
		if testing.Short() || !db.SQLite() {
			last = 20 // and the sizes around each boundary, below
		}
		for size := 1; size <= last; size++ {
			grow(t, db, l, size-1, size)
			tree := c.tree(signer.Public())
			if tree.N != int64(size) {
				t.Fatalf("checkpoint of size %d after %d leaves", tree.N, size)
			}
			c.check(tree, older)
			if size%7 == 0 {
				older = tree // not always the one before
			}
		}
		for _, size := range []int{700, 767, 768, 769, 1024} {
			tree := c.tree(signer.Public())
			grow(t, db, l, int(tree.N), size)
			c.check(c.tree(signer.Public()), tree)
		}
	})
}

// 256 tiles of 256 leaves: the third level begins.
func TestThirdLevelOfTiles(t *testing.T) {
	db, signer := openDB(t, t.TempDir()+"/room.db"), newSigner(t)
	l := openLog(t, db, signer)
	grow(t, db, l, 0, 256*256-1)
	c := client{t, l}
	before := c.tree(signer.Public())
	if _, err := l.Read(t.Context(), "tile/2/000.p/1"); !errors.Is(err, log.ErrNotFound) {
		t.Errorf("level 2 before its time: %v", err)
	}
	for size := 256*256 - 1; size < 256*256+2; size++ {
		grow(t, db, l, size, size+1)
		c.check(c.tree(signer.Public()), before)
	}
	if got := c.get("tile/2/000.p/1"); len(got) != tlog.HashSize {
		t.Errorf("level 2 has %d bytes", len(got))
	}
}

func TestPaths(t *testing.T) {
	db, signer := openDB(t, t.TempDir()+"/room.db"), newSigner(t)
	l := openLog(t, db, signer)
	grow(t, db, l, 0, 300)
	for _, test := range []struct {
		rule, path string
		size       int // of the body; 0 means not found
		immutable  bool
	}{
		{"a full tile", "tile/0/000", 256 * 32, true},
		{"the last tile, as wide as it is", "tile/0/001.p/44", 44 * 32, true},
		{"a tile of an older checkpoint", "tile/0/001.p/3", 3 * 32, true},
		{"an older width of a tile that is full now", "tile/0/000.p/17", 17 * 32, true},
		{"the level above", "tile/1/000.p/1", 32, true},
		{"a full bundle", "tile/entries/000", 10*2 + 10*7 + 90*2 + 90*8 + 156*2 + 156*9, true},
		{"a part of a bundle", "tile/entries/001.p/2", 2*2 + 2*9, true},
		{"wider than it is", "tile/0/001.p/45", 0, false},
		{"full before its time", "tile/0/001", 0, false},
		{"a bundle wider than it is", "tile/entries/001.p/45", 0, false},
		{"a tile that is not there", "tile/0/002", 0, false},
		{"a level that is not there", "tile/2/000", 0, false},
		{"no width of 256", "tile/0/000.p/256", 0, false},
		{"no width of 0", "tile/0/001.p/0", 0, false},
		{"no leading nought in a width", "tile/0/001.p/03", 0, false},
		{"three digits", "tile/0/0", 0, false},
		{"no thousands that are not there", "tile/0/x000/000", 0, false},
		{"no level with a leading nought", "tile/00/000", 0, false},
		{"no level above 63", "tile/64/000", 0, false},
		{"the height is not in the path", "tile/8/0/000", 0, false},
		{"leaves have one name", "tile/data/000", 0, false},
		{"a number that is too large", "tile/entries/x036/x028/x797/x018/x963/968", 0, false},
		{"no slash before", "/tile/0/000", 0, false},
		{"nothing above", "tile/../checkpoint", 0, false},
		{"nothing", "", 0, false},
	} {
		file, err := l.Read(t.Context(), test.path)
		if test.size == 0 {
			if !errors.Is(err, log.ErrNotFound) {
				t.Errorf("%s: Read(%q): %v, want ErrNotFound", test.rule, test.path, err)
			}
			continue
		}
		if err != nil || len(file.Body) != test.size || file.Immutable != test.immutable || file.Type != "application/octet-stream" {
			t.Errorf("%s: Read(%q) = %d bytes of %s, immutable %v, %v; want %d bytes",
				test.rule, test.path, len(file.Body), file.Type, file.Immutable, err, test.size)
		}
	}
	if file, err := l.Read(t.Context(), "checkpoint"); err != nil || file.Immutable || file.Type != "text/plain; charset=utf-8" {
		t.Errorf("checkpoint: %s, immutable %v, %v", file.Type, file.Immutable, err)
	}
	if text, err := l.Leaf(t.Context(), 299); err != nil || string(text) != "leaf 299\n" {
		t.Errorf("leaf 299: %q, %v", text, err)
	}
	if _, err := l.Leaf(t.Context(), 300); !errors.Is(err, log.ErrNotFound) {
		t.Errorf("leaf 300: %v", err)
	}
}

func TestAnotherKeyIsRefused(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, url string) {
		db, signer := openDB(t, url), newSigner(t)
		openLog(t, db, signer)
		openLog(t, db, signer)
		if _, err := log.Open(t.Context(), db, newSigner(t)); !errors.Is(err, log.ErrOtherKey) {
			t.Errorf("got %v, want ErrOtherKey", err)
		}
	})
}

func TestBadKeysAreRefusedWithoutQuotingThem(t *testing.T) {
	private, public, err := log.NewKey(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", public, private[:len(private)-4], strings.Replace(private, "PRIVATE", "private", 1)} {
		_, err := log.ParseSigner(bad)
		if err == nil {
			t.Errorf("accepted a bad key")
		} else if len(bad) > 50 && strings.Contains(err.Error(), bad[len(bad)-20:]) {
			t.Errorf("the error quotes the key: %v", err)
		}
	}
	if _, _, err := log.NewKey("has space"); err == nil {
		t.Error("a name with a space was accepted")
	}
}

func TestALeafTooLongIsRefused(t *testing.T) {
	db := openDB(t, t.TempDir()+"/room.db")
	l := openLog(t, db, newSigner(t))
	appendOne := func(size int) error {
		return db.Update(t.Context(), func(tx *storage.Tx) error {
			_, err := l.Append(t.Context(), tx, make([]byte, size))
			return err
		})
	}
	if err := appendOne(log.MaxLeaf + 1); err == nil {
		t.Error("accepted")
	}
	if err := appendOne(log.MaxLeaf); err != nil {
		t.Error(err)
	}
	if size, problems := verify(t, db, l); size != 1 || len(problems) > 0 {
		t.Errorf("%d leaves, %v", size, problems)
	}
}
