package main

import (
	"context"
	"fmt"
	"os"

	"unhindered/desk"
)

type vaultCmd struct {
	List    vaultListCmd    `cmd:"" help:"List your vaults and who is in them."`
	Add     vaultAddCmd     `cmd:"" help:"Make a vault of its own, for another team or one sensitive case."`
	Recover vaultRecoverCmd `cmd:"" help:"Open every vault with recovery shares and make a member who can sign in."`
}

type vaultListCmd struct{ signedIn }

func (c *vaultListCmd) Run(ctx context.Context) error {
	s, end, err := c.session(ctx)
	if err != nil {
		return err
	}
	defer end()
	vaults, err := s.Vaults(ctx)
	if err != nil {
		return err
	}
	for _, v := range vaults {
		fmt.Printf("%s  %s (epoch %d)\n", v.ID, v.Name, v.Epoch)
		for _, m := range v.Members {
			fmt.Printf("    %-20s %-9s since %s\n", m.Name, m.Role, m.Since)
		}
	}
	return nil
}

type vaultAddCmd struct {
	signedIn
	Name   string   `arg:"" help:"Name of the vault; sealed."`
	Team   string   `help:"How its team calls itself to those who report; public." required:""`
	Member []string `help:"Sign-in names of further members, as approvers."`
}

func (c *vaultAddCmd) Run(ctx context.Context) error {
	s, end, err := c.session(ctx)
	if err != nil {
		return err
	}
	defer end()
	members := map[string]desk.Role{}
	for _, name := range c.Member {
		members[name] = desk.Approver
	}
	v, err := s.NewVault(ctx, c.Name, c.Team, members)
	if err != nil {
		return err
	}
	fmt.Println(v.ID)
	return nil
}

type vaultRecoverCmd struct {
	places
	Name   string `arg:"" help:"Sign-in name of the member who is to open the vaults again; may be new."`
	Shares int    `help:"How many shares you will type." default:"2"`
}

func (c *vaultRecoverCmd) Run(ctx context.Context) error {
	drop, err := c.openDrop(ctx)
	if err != nil {
		return err
	}
	defer drop.Close()
	d, err := c.openDesk(ctx, drop, nil)
	if err != nil {
		return err
	}
	defer d.Close()
	shares := make([]string, c.Shares)
	for i := range shares {
		if shares[i], err = ask(fmt.Sprintf("Share %d", i+1)); err != nil {
			return err
		}
	}
	enrolment, err := d.Recover(ctx, shares, c.Name, "")
	if err != nil {
		return err
	}
	printEnrolment(os.Stdout, enrolment)
	return nil
}
