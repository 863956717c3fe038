package door

import (
	"context"
	"net"
	"path/filepath"
	"testing"

	"unhindered/drop"
	"unhindered/record/log"
	"unhindered/record/register"
	"unhindered/storage/storagetest"
)

func newKey(t testing.TB) Key {
	t.Helper()
	key, err := NewKey(filepath.Join(t.TempDir(), "door.pem"))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// listen serves on a free port until the test ends, and returns its address.
func listen(t testing.TB, s *Server) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the door ended with %v", err)
		}
	})
	return l.Addr().String()
}

func intakeDoor(t testing.TB, store Intake) *IntakeClient {
	t.Helper()
	dropKey, deskKey := newKey(t), newKey(t)
	server, err := IntakeServer(store, dropKey, []string{deskKey.Fingerprint()})
	if err != nil {
		t.Fatal(err)
	}
	client, err := NewIntakeClient(listen(t, server), deskKey, dropKey.Fingerprint(), "")
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func recordDoor(t testing.TB, store Record) *RecordClient {
	t.Helper()
	recordKey, deskKey := newKey(t), newKey(t)
	server, err := RecordServer(store, recordKey, []string{deskKey.Fingerprint()})
	if err != nil {
		t.Fatal(err)
	}
	client, err := NewRecordClient(listen(t, server), deskKey, recordKey.Fingerprint(), "")
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// eachIntake runs a test against a drop in the same process and against one behind a door, on each engine.
func eachIntake(t *testing.T, run func(t *testing.T, store *drop.Store, intake Intake)) {
	storagetest.Each(t, func(t *testing.T, url string) {
		for _, form := range []string{"in one process", "through a door"} {
			t.Run(form, func(t *testing.T) {
				store, err := drop.Open(context.Background(), t.TempDir(), url)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { store.Close() })
				if form == "in one process" {
					run(t, store, store)
				} else {
					run(t, store, intakeDoor(t, store))
				}
			})
		}
	})
}

// eachRecord does the same for the record.
func eachRecord(t *testing.T, run func(t *testing.T, store *register.Store, record Record)) {
	storagetest.Each(t, func(t *testing.T, url string) {
		private, _, err := log.NewKey("record.example/log")
		if err != nil {
			t.Fatal(err)
		}
		signer, err := log.ParseSigner(private)
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range []string{"in one process", "through a door"} {
			t.Run(form, func(t *testing.T) {
				store, err := register.Open(context.Background(), url, signer)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { store.Close() })
				if form == "in one process" {
					run(t, store, store)
				} else {
					run(t, store, recordDoor(t, store))
				}
			})
		}
	})
}
