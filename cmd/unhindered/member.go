package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"unhindered/desk"
)

type memberCmd struct {
	Add    memberAddCmd    `cmd:"" help:"Make somebody new a member of your vaults."`
	Remove memberRemoveCmd `cmd:"" help:"Take a member out of every vault of yours and out of the desk."`
}

// signedIn is part of the commands that change who may open what: somebody who may do so signs in first. The desk must
// not be served at the same time by another process.
type signedIn struct {
	places
	As string `help:"Your sign-in name; the passphrase and the code are asked for." required:""`
}

// session opens the desk and signs in. The caller calls end.
func (c signedIn) session(ctx context.Context) (s *desk.Session, end func(), err error) {
	drop, err := c.openDrop(ctx)
	if err != nil {
		return nil, nil, err
	}
	d, err := c.openDesk(ctx, drop, nil)
	if err != nil {
		drop.Close()
		return nil, nil, err
	}
	end = func() { d.Close(); drop.Close() }
	passphrase, err := ask("Passphrase of " + c.As)
	if err == nil {
		var code string
		if code, err = ask("Code"); err == nil {
			s, err = d.SignIn(ctx, c.As, passphrase, code)
		}
	}
	if err != nil {
		end()
		return nil, nil, err
	}
	return s, end, nil
}

// ask reads one line: without echo from a terminal, else from standard input.
func ask(what string) (string, error) {
	fmt.Fprintf(os.Stderr, "%s: ", what)
	if fd := int(os.Stdin.Fd()); term.IsTerminal(fd) {
		line, err := term.ReadPassword(fd)
		fmt.Fprintln(os.Stderr)
		return strings.TrimSpace(string(line)), err
	}
	line, err := stdin.ReadString('\n')
	if err != nil && line == "" {
		return "", fmt.Errorf("reading %s from standard input: %w", strings.ToLower(what), err)
	}
	return strings.TrimSpace(line), nil
}

var stdin = bufio.NewReader(os.Stdin)

type memberAddCmd struct {
	signedIn
	Name     string   `arg:"" help:"Sign-in name: a pseudonym, stored in the clear."`
	Approver bool     `help:"May approve publications and change members."`
	Vault    []string `help:"Only these vaults (their ids); the default is all in which you are an approver."`
}

func (c *memberAddCmd) Run(ctx context.Context) error {
	s, end, err := c.session(ctx)
	if err != nil {
		return err
	}
	defer end()
	vaults := c.Vault
	if len(vaults) == 0 {
		mine, err := s.Vaults(ctx)
		if err != nil {
			return err
		}
		for _, v := range mine {
			if v.Role == desk.Approver {
				vaults = append(vaults, v.ID)
			}
		}
	}
	if len(vaults) == 0 {
		return errors.New("you are an approver in no vault, so you cannot add members")
	}
	role := desk.Member
	if c.Approver {
		role = desk.Approver
	}
	enrolment, err := s.AddMember(ctx, desk.NewMember{Name: c.Name, Display: c.Name, Role: role}, vaults...)
	if err != nil {
		return err
	}
	printEnrolment(os.Stdout, enrolment)
	return nil
}

type memberRemoveCmd struct {
	signedIn
	Name string `arg:"" help:"Sign-in name of the member."`
}

func (c *memberRemoveCmd) Run(ctx context.Context) error {
	s, end, err := c.session(ctx)
	if err != nil {
		return err
	}
	defer end()
	if err := s.RemoveMember(ctx, c.Name); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s is out. Each vault has a new epoch that %s cannot open; what %s read before stays read.\n", c.Name, c.Name, c.Name)
	return nil
}
