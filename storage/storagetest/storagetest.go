// Package storagetest runs a test once on SQLite and once on PostgreSQL.
package storagetest

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Postgres is the environment variable that names the server on which the tests make, and drop, databases of their
// own: postgres://user@host:port/?... (make test starts a throwaway server and sets it).
const Postgres = "UNHINDERED_TEST_POSTGRES"

// Each runs test as a subtest on each engine, with the address of a new, empty database.
func Each(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		test(t, filepath.Join(t.TempDir(), "room.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		test(t, NewPostgres(t))
	})
}

// NewPostgres makes an empty database on the throwaway server and returns its address; it is dropped when the test ends.
// The test is skipped if there is no server.
func NewPostgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv(Postgres)
	if server == "" {
		t.Skip(Postgres + " is not set: run the tests with make test, which starts a throwaway PostgreSQL")
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	name := "test_" + strings.ToLower(rand.Text())
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatalf("making a test database: %v", err)
	}
	t.Cleanup(func() {
		admin.Exec("DROP DATABASE " + name + " WITH (FORCE)")
		admin.Close()
	})
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}
