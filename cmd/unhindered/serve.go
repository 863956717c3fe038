package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"unhindered/desk"
	"unhindered/door"
	"unhindered/drop"
	"unhindered/record"
	"unhindered/record/register"
)

type serveCmd struct {
	places
	Rooms        []string `help:"Which rooms to run here." default:"drop,desk,record" enum:"drop,desk,record"`
	RecordListen string   `help:"Where the record listens." default:"127.0.0.1:8080"`
	DropListen   string   `help:"Where the drop listens." default:"127.0.0.1:8081"`
	DeskListen   string   `help:"Where the desk listens." default:"127.0.0.1:8082"`
	RecordURL    string   `help:"Public address of the record, for links; the default is where it listens." placeholder:"https://..."`
	DropURL      string   `help:"Public address of the drop, for links; the default is where it listens." placeholder:"https://..."`
	Runner       string   `help:"Who runs this record; shown to its readers."`
	Contact      string   `help:"Where readers ask for a correction or a removal."`
	HTTPS        bool     `help:"Visitors come over TLS (by a proxy in front): cookies are marked secure." name:"https"`
	MaxUpload    int64    `help:"Megabytes of files that one report may carry." default:"100"`

	DropDoorListen   string   `help:"Where a drop without a desk beside it lets its desk in (mutual TLS)." placeholder:"HOST:PORT"`
	RecordDoorListen string   `help:"Where a record without a desk beside it lets its desk in (mutual TLS)." placeholder:"HOST:PORT"`
	DeskKey          []string `help:"Fingerprint of the desk that may come in by these doors."`
	DropDoor         string   `help:"Address of the drop's door, for a desk on another machine." placeholder:"HOST:PORT"`
	DropKey          string   `help:"Fingerprint of that drop."`
	RecordDoor       string   `help:"Address of the record's door, for a desk on another machine." placeholder:"HOST:PORT"`
	RecordKey        string   `help:"Fingerprint of that record."`
	DoorProxy        string   `help:"Reach the doors through this SOCKS proxy, such as Tor's." placeholder:"socks5://..."`

	JSON bool `help:"Print one line with the addresses when all is ready." name:"json"`
}

func (c *serveCmd) runs(room string) bool { return slices.Contains(c.Rooms, room) }

func (c *serveCmd) Run(ctx context.Context) error {
	h, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer h.close()
	if h.desk != nil {
		switch ready, err := h.desk.Initialised(ctx); {
		case err != nil:
			return err
		case !ready:
			return fmt.Errorf("there is no installation in %s yet; make one with unhindered init --data %s", c.Data, c.Data)
		}
	}
	addresses, err := h.listen(c.listeners(), pageOptions{recordURL: c.RecordURL, dropURL: c.DropURL, runner: c.Runner,
		contact: c.Contact, https: c.HTTPS, maxUpload: c.MaxUpload * 1_000_000})
	if err != nil {
		return err
	}
	if err := c.listenDoors(h); err != nil {
		return err
	}
	addresses.print(c.JSON)
	return h.serve(ctx)
}

func (c *serveCmd) listeners() map[string]string {
	all := map[string]string{"record": c.RecordListen, "drop": c.DropListen, "desk": c.DeskListen}
	for room := range all {
		if !c.runs(room) {
			delete(all, room)
		}
	}
	return all
}

// open opens the rooms that run here and the doors of the desk to those that do not.
func (c *serveCmd) open(ctx context.Context) (*house, error) {
	h := &house{}
	fail := func(err error) (*house, error) { h.close(); return nil, err }
	var err error
	if c.runs("drop") {
		if h.drop, err = c.openDrop(ctx); err != nil {
			return fail(err)
		}
	}
	if c.runs("record") {
		if h.ledgers, err = c.openLedgers(ctx); err != nil {
			return fail(err)
		}
		h.record = h.ledgers.Register
	}
	if c.runs("desk") {
		intake, record, err := c.doors(h)
		if err != nil {
			return fail(err)
		}
		if h.desk, err = c.openDesk(ctx, intake, record); err != nil {
			return fail(err)
		}
	}
	return h, nil
}

// doors returns the desk's ways to the other rooms: directly where they run here, else through their doors.
func (c *serveCmd) doors(h *house) (intake desk.Intake, record desk.Record, err error) {
	var key door.Key
	if c.DropDoor != "" || c.RecordDoor != "" {
		if key, err = c.doorKey("desk"); err != nil {
			return nil, nil, err
		}
	}
	switch {
	case h.drop != nil:
		intake = h.drop
	case c.DropDoor != "":
		if intake, err = door.NewIntakeClient(c.DropDoor, key, c.DropKey, c.DoorProxy); err != nil {
			return nil, nil, fmt.Errorf("the drop's door: %w", err)
		}
	}
	switch {
	case h.record != nil:
		record = h.record
	case c.RecordDoor != "":
		if record, err = door.NewRecordClient(c.RecordDoor, key, c.RecordKey, c.DoorProxy); err != nil {
			return nil, nil, fmt.Errorf("the record's door: %w", err)
		}
	}
	return intake, record, nil
}

// doorKey reads the key by which a room is known at the doors, making it at the first time.
func (p places) doorKey(room string) (door.Key, error) {
	path := filepath.Join(p.dir(room), "door.pem")
	if err := os.MkdirAll(p.dir(room), 0o700); err != nil {
		return door.Key{}, err
	}
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return door.NewKey(path)
	}
	return door.ReadKey(path)
}

// listenDoors opens the doors by which a desk elsewhere comes in.
func (c *serveCmd) listenDoors(h *house) error {
	faults := door.Faults(func(err error) { fmt.Fprintf(os.Stderr, "unhindered: at the door: %v\n", err) })
	open := func(room, address string, make func(door.Key) (*door.Server, error)) error {
		key, err := c.doorKey(room)
		if err != nil {
			return err
		}
		server, err := make(key)
		if err != nil {
			return fmt.Errorf("the door of the %s: %w", room, err)
		}
		listener, err := net.Listen("tcp", address)
		if err != nil {
			return fmt.Errorf("the door of the %s: %w", room, err)
		}
		h.run = append(h.run, func(ctx context.Context) error { return server.Serve(ctx, listener) })
		return nil
	}
	if c.DropDoorListen != "" && h.drop != nil {
		if err := open("drop", c.DropDoorListen, func(key door.Key) (*door.Server, error) {
			return door.IntakeServer(h.drop, key, c.DeskKey, faults)
		}); err != nil {
			return err
		}
	}
	if c.RecordDoorListen != "" && h.record != nil {
		return open("record", c.RecordDoorListen, func(key door.Key) (*door.Server, error) {
			return door.RecordServer(h.record, key, c.DeskKey, faults)
		})
	}
	return nil
}

// A house is the open rooms of one process; nil where a room does not run here.
type house struct {
	drop   *drop.Store
	desk   *desk.Desk
	record *register.Store

	ledgers *record.Record // the same database as record

	run []func(context.Context) error // each serves until its context ends
}

func (h *house) close() {
	if h.desk != nil {
		h.desk.Close()
	}
	if h.drop != nil {
		h.drop.Close()
	}
	if h.record != nil {
		h.record.Close()
	}
}

// serve runs everything until ctx ends or one part fails.
func (h *house) serve(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, run := range h.run {
		group.Go(func() error { return run(ctx) })
	}
	if h.desk != nil {
		group.Go(func() error { h.fetchNowAndThen(ctx); return nil })
	}
	return group.Wait()
}

// fetchNowAndThen brings waiting envelopes to the desk. They stay sealed; nobody need be signed in.
func (h *house) fetchNowAndThen(ctx context.Context) {
	const every = 15 * time.Second
	for {
		if _, err := h.desk.Fetch(ctx); err != nil && ctx.Err() == nil && !errors.Is(err, desk.ErrNoDoor) {
			fmt.Fprintf(os.Stderr, "unhindered: fetching from the drop: %v; trying again in %v\n", err, every)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
	}
}

// addresses are where visitors find the rooms.
type addresses map[string]string

func (a addresses) print(asJSON bool) {
	if asJSON {
		json.NewEncoder(os.Stdout).Encode(a)
		return
	}
	for _, room := range []string{"record", "drop", "desk"} {
		if a[room] != "" {
			fmt.Fprintf(os.Stderr, "  %-7s %s\n", room, a[room])
		}
	}
}
