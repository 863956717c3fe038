// Package demotest fills a record with the facts of the demonstration, for tests of its pages.
package demotest

import (
	"path/filepath"
	"testing"

	"unhindered/demo"
	"unhindered/record"
	"unhindered/record/log"
)

// Record opens a record in a folder of the test, with the entries and ledgers of the demonstration. The test closes it.
func Record(t testing.TB) *record.Record {
	t.Helper()
	return At(t, filepath.Join(t.TempDir(), "record.db"))
}

// At is Record in the database at an address.
func At(t testing.TB, address string) *record.Record {
	t.Helper()
	private, _, err := log.NewKey("record.example.org/log")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := log.ParseSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	r, err := record.Open(t.Context(), address, signer)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	entries, err := demo.Entries()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Register.Import(t.Context(), entries); err != nil {
		t.Fatal(err)
	}
	if err := demo.Ledgers(t.Context(), r.DB); err != nil {
		t.Fatal(err)
	}
	return r
}
