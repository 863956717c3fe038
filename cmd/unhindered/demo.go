package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"strconv"
	"time"

	"unhindered/demo"
	"unhindered/desk"
	webdesk "unhindered/web/desk"
	webdrop "unhindered/web/drop"
	"unhindered/web/ui"
)

type demoCmd struct {
	Data   string `help:"Keep the demo in this folder; the default is a new one that is removed at the end." type:"path"`
	Listen string `help:"Where the record listens; drop and desk take the next two ports (any free ones for port 0)." default:"127.0.0.1:8080"`
	JSON   bool   `help:"Print one line with the addresses when all is ready." name:"json"`
}

func (c *demoCmd) Run(ctx context.Context) error {
	if c.Data == "" {
		dir, err := os.MkdirTemp("", "unhindered-demo-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		c.Data = dir
	}
	at, err := c.ports()
	if err != nil {
		return err
	}
	h, info, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer h.close()
	defer info.Wait()
	hints := func() []webdesk.Hint {
		var all []webdesk.Hint
		for _, m := range info.Members {
			all = append(all, webdesk.Hint{Name: m.Name, Passphrase: m.Passphrase, Note: m.Note, Code: demo.Code(m.TOTPSecret, time.Now())})
		}
		return all
	}
	found, err := h.listen(at, pageOptions{banner: ui.DemoBanner, hints: hints, maxUpload: webdrop.DefaultMaxUpload})
	if err != nil {
		return err
	}
	// Pages answer from now on; the addresses are printed when everything invented is there too.
	h.run = append(h.run, func(ctx context.Context) error {
		if err := info.Wait(); err != nil && ctx.Err() == nil {
			return fmt.Errorf("making the invented cases: %w", err)
		}
		if ctx.Err() == nil {
			c.announce(found, info)
		}
		return nil
	})
	return h.serve(ctx)
}

func (c *demoCmd) announce(found addresses, info demo.Info) {
	if c.JSON {
		found.print(true)
		return
	}
	fmt.Fprint(os.Stderr, "\nUnhindered, a demonstration. Three rooms:\n\n")
	found.print(false)
	fmt.Fprint(os.Stderr, "\nSign in to the desk as (the sign-in page shows the one-time codes):\n\n")
	for _, m := range info.Members {
		fmt.Fprintf(os.Stderr, "  %-7s %s\n          %s\n", m.Name, m.Passphrase, m.Note)
	}
	if receipt := info.Receipt(); receipt != "" {
		fmt.Fprintf(os.Stderr, "\nRead the team's answer in the drop, under \"Come back\", with this receipt:\n\n  %s\n", receipt)
	}
	fmt.Fprint(os.Stderr, "\nStop with Ctrl-C.\n\n")
}

// ports gives each room its address.
func (c *demoCmd) ports() (map[string]string, error) {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return nil, wrongUse("--listen %q is not an address such as 127.0.0.1:8080", c.Listen)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		return nil, wrongUse("--listen %q: the port is not a number", c.Listen)
	}
	at := map[string]string{}
	for i, room := range []string{"record", "drop", "desk"} {
		if n == 0 {
			i = 0
		}
		at[room] = net.JoinHostPort(host, strconv.Itoa(n+i))
	}
	return at, nil
}

// open opens the three rooms in the demo's folder and fills them at the first time.
func (c *demoCmd) open(ctx context.Context) (*house, demo.Info, error) {
	p := places{Data: c.Data}
	h := &house{}
	fail := func(err error) (*house, demo.Info, error) { h.close(); return nil, demo.Info{}, err }
	var err error
	if h.ledgers, err = p.openLedgers(ctx); err != nil {
		return fail(err)
	}
	h.record = h.ledgers.Register
	entries, err := demo.Entries()
	if err != nil {
		return fail(err)
	}
	if err := h.record.Import(ctx, entries); err != nil {
		return fail(err)
	}
	if err := demo.Ledgers(ctx, h.ledgers.DB); err != nil {
		return fail(err)
	}
	if h.drop, err = p.openDrop(ctx); err != nil {
		return fail(err)
	}
	if h.desk, err = p.openDesk(ctx, h.drop, h.record, desk.WorkFactor(demo.WorkFactor)); err != nil {
		return fail(err)
	}
	info, err := demo.Sandbox(ctx, c.Data, h.desk, h.drop)
	if err != nil {
		return fail(err)
	}
	return h, info, nil
}
