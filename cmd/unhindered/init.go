package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"unhindered/desk"
)

type initCmd struct {
	places
	Team   string   `help:"How the team calls itself to those who report; public." required:""`
	Member []string `help:"Sign-in name of a first member (twice: publication needs two). Take a pseudonym: it is stored in the clear." required:""`
	Shares int      `help:"How many recovery shares to make." default:"3"`
	Needed int      `help:"How many of them open the vaults." default:"2"`
	JSON   bool     `help:"Print one JSON object instead of text." name:"json"`
}

// Help implements kong's detailed help.
func (c *initCmd) Help() string {
	return "Passphrases, second factors and recovery shares are made here and printed once, on standard output; they are stored " +
		"nowhere. Give each person only their own, and each share to another trustee."
}

func (c *initCmd) Run(ctx context.Context) error {
	if len(c.Member) < 2 {
		return errors.New("name at least two members (--member twice): what one drafts, another has to approve")
	}
	drop, err := c.openDrop(ctx)
	if err != nil {
		return err
	}
	defer drop.Close()
	record, err := c.openRecord(ctx)
	if err != nil {
		return err
	}
	defer record.Close()
	d, err := c.openDesk(ctx, drop, record)
	if err != nil {
		return err
	}
	defer d.Close()

	setup := desk.Setup{Team: c.Team, K: c.Needed, N: c.Shares}
	for _, name := range c.Member {
		setup.Members = append(setup.Members, desk.NewMember{Name: name, Display: name, Role: desk.Approver})
	}
	initial, err := d.Init(ctx, setup)
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(os.Stdout).Encode(initial)
	}
	printInitial(os.Stdout, initial, c.Needed)
	fmt.Fprintf(os.Stderr, "The installation is in %s. Start it with: unhindered serve --data %s\n", c.Data, c.Data)
	return nil
}

func printInitial(w io.Writer, initial desk.Initial, needed int) {
	for _, m := range initial.Members {
		printEnrolment(w, m)
	}
	fmt.Fprintf(w, "RECOVERY SHARES: any %d of these %d open every vault. Each goes to another person, on paper.\n\n", needed, len(initial.Shares))
	for i, share := range initial.Shares {
		fmt.Fprintf(w, "  share %d  %s\n\n", i+1, share)
	}
	fmt.Fprintln(w, "None of this is stored, and none of it can be shown again.")
}

func printEnrolment(w io.Writer, e desk.Enrolment) {
	fmt.Fprintf(w, "MEMBER %s\n", e.Name)
	if e.Passphrase != "" {
		fmt.Fprintf(w, "  passphrase     %s\n", e.Passphrase)
	}
	fmt.Fprintf(w, "  second factor  %s\n\n", e.TOTPURI)
}
