// Package votes is the ledger of roll calls: of the General Assembly, the Commission on Human Rights and the Human
// Rights Council, with the texts that were adopted without one and the amendments put against them.
package votes

import (
	"embed"
	"io/fs"

	"unhindered/storage"
)

//go:embed migrations/*.sql
var embedded embed.FS

// Migrations returns the migrations of this ledger.
func Migrations() storage.Set {
	sub, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	return storage.Set{Name: "votes", FS: sub}
}

// A Store is the ledger. It is safe for concurrent use.
type Store struct {
	db *storage.DB
}

// New returns the ledger of a database that was opened with Migrations.
func New(db *storage.DB) *Store { return &Store{db: db} }
