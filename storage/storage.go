// Package storage opens the database of one room, on SQLite (embedded, the default) or PostgreSQL, behind one small
// face: SQL written once with $1, $2, ... parameters, one write transaction at a time, numbered migrations.
//
// It knows nothing of what it stores. Blobs (sealed files) lie beside the database; see Blobs.
package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/ncruces/go-sqlite3"
	_ "github.com/ncruces/go-sqlite3/driver"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

// ErrNewer is returned by Open for a database that a newer program has migrated. Nothing is changed.
var ErrNewer = errors.New("the database was written by a newer version of unhindered; install that version or restore an older backup")

// ErrNotFound is returned where exactly one row was expected and there is none.
var ErrNotFound = errors.New("not found")

// A DB is the database of one room. It is safe for concurrent use.
type DB struct {
	read, write *sql.DB
	sqlite      bool
	rewritten   sync.Map // query with $N -> query with ?N
}

// Open opens the database at url and brings it to the newest of the migrations, which are goose SQL files in the root
// of the file system, written once for both engines (write BYTEA for bytes, BIGINT for whole numbers, TEXT for text).
//
// url is either a connection string starting with postgres:// or postgresql://, or the path of an SQLite file, whose
// folder is made (mode 0700) if it is not there yet. Open returns ErrNewer if the database knows migrations that the
// program does not.
//
// More sets of migrations, such as those of ledgers that share the database, are run after the first, in their order.
func Open(ctx context.Context, url string, migrations fs.FS, more ...Set) (*DB, error) {
	var db *DB
	var dialect database.Dialect
	var err error
	if strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://") {
		dialect = database.DialectPostgres
		db, err = openPostgres(url)
	} else {
		dialect = database.DialectSQLite3
		db, err = openSQLite(url)
	}
	if err != nil {
		return nil, err
	}
	for _, set := range append([]Set{{FS: migrations}}, more...) {
		if err := db.migrate(ctx, dialect, set); err != nil {
			db.Close()
			return nil, err
		}
	}
	return db, nil
}

// A Set is the migrations of one part of a database, numbered by themselves, whose version is kept in a table of their
// own: version_NAME. The tables of a set are its own; no two sets make the same.
type Set struct {
	Name string // letters; empty for the first set of a database, whose table has goose's own name
	FS   fs.FS
}

func openPostgres(url string) (*DB, error) {
	pool, err := sql.Open("pgx", url)
	if err != nil {
		return nil, fmt.Errorf("opening PostgreSQL: %w", err)
	}
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(idleConns)
	return &DB{read: pool, write: pool}, nil
}

// busyTimeout is how long a statement waits for another process to finish with the file.
const busyTimeout = 10 * time.Second

func openSQLite(path string) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("making the folder of the database: %w", err)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	// synchronous=FULL: a commit is on the disk before it is acknowledged, also when the power fails.
	// secure_delete: what is withdrawn must not linger in free pages. temp_store=memory: no temporary files.
	dsn := "file:" + escapePath(abs) +
		fmt.Sprintf("?_pragma=busy_timeout(%d)", busyTimeout.Milliseconds()) + "&_pragma=journal_mode(wal)&_pragma=synchronous(full)" +
		"&_pragma=secure_delete(on)&_pragma=temp_store(memory)&_pragma=foreign_keys(on)"
	write, err := sql.Open("sqlite3", dsn+"&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	write.SetMaxOpenConns(1) // one writer; more would only wait for each other
	read, err := sql.Open("sqlite3", dsn+"&_pragma=query_only(on)")
	if err != nil {
		write.Close()
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	read.SetMaxOpenConns(max(4, runtime.NumCPU()))
	read.SetMaxIdleConns(idleConns)
	return &DB{read: read, write: write, sqlite: true}, nil
}

func escapePath(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.ToSlash(path))
}

func (db *DB) migrate(ctx context.Context, dialect database.Dialect, set Set) error {
	options := []goose.ProviderOption{goose.WithLogger(goose.NopLogger())}
	if set.Name != "" {
		options = append(options, goose.WithTableName("version_"+set.Name))
	}
	provider, err := goose.NewProvider(dialect, db.write, set.FS, options...)
	if err != nil {
		return fmt.Errorf("reading migrations %s: %w", set.Name, err)
	}
	have, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("reading the version of the database: %w", err)
	}
	sources := provider.ListSources()
	newest := sources[len(sources)-1].Version
	if have > newest {
		return fmt.Errorf("%w (it is at version %d, this program knows %d)", ErrNewer, have, newest)
	}
	if have == newest {
		return nil
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrating the database: %w", err)
	}
	return nil
}

// Close closes the database. It is an error to use it afterwards.
func (db *DB) Close() error {
	err := db.read.Close()
	if db.write != db.read {
		err = errors.Join(err, db.write.Close())
	}
	return err
}

// SQLite tells whether the database is SQLite, for the few statements that differ.
func (db *DB) SQLite() bool { return db.sqlite }

// Query runs a reading statement with $N parameters. The caller closes the rows.
func (db *DB) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return db.read.QueryContext(ctx, db.sql(query), args...)
}

// QueryRow runs a reading statement that returns at most one row; its Scan returns sql.ErrNoRows for none.
func (db *DB) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return db.read.QueryRowContext(ctx, db.sql(query), args...)
}

// Update runs do in one write transaction, committed and on the disk when Update returns nil, and undone whole if do or
// the commit fails. On PostgreSQL it is serializable: do is run again, up to ten times, when it met another writer, so
// do must have no effect outside the transaction that it cannot repeat.
func (db *DB) Update(ctx context.Context, do func(*Tx) error) error {
	if db.sqlite {
		return db.inTx(ctx, db.write, nil, do)
	}
	var err error
	for range 10 {
		err = db.inTx(ctx, db.write, &sql.TxOptions{Isolation: sql.LevelSerializable}, do)
		if !isSerializationFailure(err) {
			return err
		}
	}
	return err
}

// View runs do in one reading transaction: all its queries see the same state.
func (db *DB) View(ctx context.Context, do func(*Tx) error) error {
	opts := &sql.TxOptions{ReadOnly: true}
	if !db.sqlite {
		opts.Isolation = sql.LevelRepeatableRead
	}
	return db.inTx(ctx, db.read, opts, do)
}

func (db *DB) inTx(ctx context.Context, pool *sql.DB, opts *sql.TxOptions, do func(*Tx) error) error {
	tx, err := pool.BeginTx(ctx, opts)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(&Tx{tx: tx, db: db}); err != nil {
		return err
	}
	return tx.Commit()
}

func isSerializationFailure(err error) bool {
	var state interface{ SQLState() string }
	return errors.As(err, &state) && (state.SQLState() == "40001" || state.SQLState() == "40P01")
}

// IsDuplicate tells whether err says that a row with the same key is already there.
func IsDuplicate(err error) bool {
	if errors.Is(err, sqlite3.CONSTRAINT_UNIQUE) || errors.Is(err, sqlite3.CONSTRAINT_PRIMARYKEY) {
		return true
	}
	var state interface{ SQLState() string }
	return errors.As(err, &state) && state.SQLState() == "23505"
}

// Compact sees to it that nothing deleted lingers: on SQLite it empties the write-ahead log, waiting a while for readers
// that still need it; on PostgreSQL it has dead rows overwritten. An error says that old bytes may still be there; call it
// again.
func (db *DB) Compact(ctx context.Context) error {
	if !db.sqlite {
		_, err := db.write.ExecContext(ctx, "VACUUM")
		return err
	}
	defer db.forget()
	return db.emptyLog(ctx)
}

func (db *DB) emptyLog(ctx context.Context) error {
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "PRAGMA busy_timeout = 2000"); err != nil {
		return err
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), fmt.Sprintf("PRAGMA busy_timeout = %d", busyTimeout.Milliseconds()))
	var busy, frames, moved int
	if err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved); err != nil {
		return fmt.Errorf("emptying the write-ahead log: %w", err)
	}
	if busy != 0 {
		return errors.New("the write-ahead log is still being read; what was deleted may be in it until the next try")
	}
	return nil
}

// forget closes the idle connections, with the pages that their caches hold; new ones are opened when needed.
func (db *DB) forget() {
	for _, pool := range []*sql.DB{db.read, db.write} {
		pool.SetMaxIdleConns(0)
		pool.SetMaxIdleConns(idleConns)
	}
}

// idleConns is how many connections wait in a pool for the next statement.
const idleConns = 4

// Check runs the engine's own integrity check.
func (db *DB) Check(ctx context.Context) error {
	if !db.sqlite {
		return db.read.PingContext(ctx)
	}
	var result string
	if err := db.read.QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&result); err != nil {
		return err
	}
	if result != "ok" {
		return fmt.Errorf("the database is damaged: %s; restore it from a backup", result)
	}
	return nil
}

// A Tx is a transaction.
type Tx struct {
	tx *sql.Tx
	db *DB
}

// Exec runs a writing statement and returns the number of rows it touched.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := tx.tx.ExecContext(ctx, tx.db.sql(query), args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Prepare readies a writing statement that is run many times; it ends with the transaction.
func (tx *Tx) Prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	return tx.tx.PrepareContext(ctx, tx.db.sql(query))
}

// Query is like DB.Query, within the transaction.
func (tx *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return tx.tx.QueryContext(ctx, tx.db.sql(query), args...)
}

// QueryRow is like DB.QueryRow, within the transaction.
func (tx *Tx) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return tx.tx.QueryRowContext(ctx, tx.db.sql(query), args...)
}

// Collect scans all rows with scan and closes them. err is the error of the query, so that a call can be wrapped:
//
//	rows, err := db.Query(ctx, "SELECT id FROM t")
//	ids, err := storage.Collect(rows, err, func(r storage.Row, id *string) error { return r.Scan(id) })
func Collect[T any](rows *sql.Rows, err error, scan func(Row, *T) error) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var one T
		if err := scan(rows, &one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// A Row is one result row, or the only one.
type Row interface{ Scan(dest ...any) error }

var parameter = regexp.MustCompile(`\$(\d+)`)

// sql rewrites $N to ?N for SQLite, whose driver binds $N by order of appearance.
func (db *DB) sql(query string) string {
	if !db.sqlite {
		return query
	}
	if done, ok := db.rewritten.Load(query); ok {
		return done.(string)
	}
	done := parameter.ReplaceAllString(query, "?$1")
	db.rewritten.Store(query, done)
	return done
}
