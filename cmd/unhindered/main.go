// Command unhindered is the whole house in one program: it sets up, runs and checks the three rooms. It holds flags,
// wiring and progress, and no rule of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit statuses (design section 6).
const (
	exitFailed = 1 // nothing was changed
	exitUsage  = 2
)

type cli struct {
	Config kong.ConfigFlag `help:"Read settings from this file (TOML; keys are the names of the flags)." placeholder:"FILE" type:"existingfile"`

	Demo    demoCmd    `cmd:"" help:"Start all three rooms with the facts of the sources and a fictional case, ready to click."`
	Init    initCmd    `cmd:"" help:"Make a new installation: keys, the first vault, its first members, recovery shares."`
	Serve   serveCmd   `cmd:"" help:"Run the rooms."`
	Import  importCmd  `cmd:"" help:"Read files into the ledgers of the record."`
	Export  exportCmd  `cmd:"" help:"Write a table of the record as CSV, JSON, Excel or Parquet."`
	Analyse analyseCmd `cmd:"" help:"Numbers from the ledgers, with their method."`
	Verify  verifyCmd  `cmd:"" help:"Check the log, every entry against it, and the databases."`
	Member  memberCmd  `cmd:"" help:"Add or remove members of a vault."`
	Vault   vaultCmd   `cmd:"" help:"Make a vault, or recover one with its shares."`
	Key     keyCmd     `cmd:"" help:"Show the public keys of this installation."`
	Version versionCmd `cmd:"" help:"Show what this program is."`
}

func main() {
	hardenProcess()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	var c cli
	parser, err := kong.New(&c,
		kong.Name("unhindered"),
		kong.Description("For people who are punished for speaking to the United Nations, and for those who stand by them."),
		kong.DefaultEnvars("UNHINDERED"),
		kong.Configuration(readConfig),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.UsageOnError(),
	)
	if err != nil {
		panic(err) // a mistake in the struct above, found by any start
	}
	command, err := parser.Parse(os.Args[1:])
	if err != nil {
		fmt.Fprintf(os.Stderr, "unhindered: %v\n", err)
		os.Exit(exitUsage)
	}
	if err := command.Run(); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintf(os.Stderr, "unhindered: %v\n", err)
		if errors.As(err, new(misuse)) {
			os.Exit(exitUsage)
		}
		os.Exit(exitFailed)
	}
}

// A misuse is an error in what was asked, found after the flags were read.
type misuse string

func (m misuse) Error() string { return string(m) }

func wrongUse(format string, args ...any) error { return misuse(fmt.Sprintf(format, args...)) }
