package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"unhindered/desk"
	"unhindered/drop"
	"unhindered/record"
	"unhindered/record/log"
	"unhindered/record/register"
)

// places says where the rooms keep what they hold. It is part of every command that opens a room.
type places struct {
	Data           string `help:"The data folder." default:"unhindered-data" type:"path"`
	DropDatabase   string `help:"Database of the drop: a PostgreSQL address; the default is SQLite in the data folder." placeholder:"postgres://..."`
	DeskDatabase   string `help:"Database of the desk, likewise." placeholder:"postgres://..."`
	RecordDatabase string `help:"Database of the record, likewise." placeholder:"postgres://..."`
}

func (p places) dir(room string) string { return filepath.Join(p.Data, room) }

func (p places) database(room, url string) string {
	if url != "" {
		return url
	}
	return filepath.Join(p.dir(room), room+".db")
}

// exists tells whether the room has been set up here (or has a database elsewhere).
func (p places) exists(room, url string) bool {
	if url != "" {
		return true
	}
	_, err := os.Stat(p.database(room, url))
	return err == nil
}

// Validate is called by kong when the flags are read.
func (p places) Validate() error {
	given := map[string]string{}
	for room, url := range map[string]string{"drop": p.DropDatabase, "desk": p.DeskDatabase, "record": p.RecordDatabase} {
		if other := given[url]; url != "" && other != "" {
			return fmt.Errorf("%s and %s are given the same database; each room needs one of its own", room, other)
		}
		given[url] = room
	}
	return nil
}

func (p places) openDrop(ctx context.Context) (*drop.Store, error) {
	return drop.Open(ctx, p.dir("drop"), p.database("drop", p.DropDatabase))
}

func (p places) openDesk(ctx context.Context, intake desk.Intake, record desk.Record, options ...desk.Option) (*desk.Desk, error) {
	return desk.Open(ctx, p.dir("desk"), p.database("desk", p.DeskDatabase), intake, record, options...)
}

// openRecord opens the record, making its log key at the first time.
func (p places) openRecord(ctx context.Context) (*register.Store, error) {
	signer, err := p.logKey()
	if err != nil {
		return nil, err
	}
	r, err := record.Open(ctx, p.database("record", p.RecordDatabase), signer)
	if err != nil {
		return nil, err
	}
	return r.Register, nil
}

// logKey reads the signing key of the log. It makes one only where there is neither a key nor a record: a record whose
// key is lost must not go on under a new one unnoticed.
func (p places) logKey() (log.Signer, error) {
	path := filepath.Join(p.dir("record"), "log.key")
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if p.exists("record", "") {
			return log.Signer{}, fmt.Errorf("%s is missing, but there is a record: put the key back from a backup", path)
		}
		text, err = makeLogKey(path)
	}
	if err != nil {
		return log.Signer{}, fmt.Errorf("the log's signing key: %w", err)
	}
	return log.ParseSigner(strings.TrimSpace(string(text)))
}

func makeLogKey(path string) ([]byte, error) {
	private, public, err := log.NewKey("unhindered-record")
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	if err := os.WriteFile(strings.TrimSuffix(path, ".key")+".pub", []byte(public+"\n"), 0o644); err != nil {
		return nil, err
	}
	return []byte(private), os.WriteFile(path, []byte(private+"\n"), 0o600)
}
