package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

type keyCmd struct{ places }

// Help implements kong's detailed help.
func (keyCmd) Help() string {
	return "Prints what others need in order to trust this installation: the key that reports are sealed to, the key that the log is " +
		"signed with, and the fingerprints by which the rooms know each other at their doors (made at the first call)."
}

func (c *keyCmd) Run(ctx context.Context) error {
	if public, err := os.ReadFile(filepath.Join(c.dir("record"), "log.pub")); err == nil {
		fmt.Printf("log verifier       %s\n", strings.TrimSpace(string(public)))
	}
	for _, room := range []string{"drop", "desk", "record"} {
		key, err := c.doorKey(room)
		if err != nil {
			return err
		}
		fmt.Printf("door of the %-6s %s\n", room, key.Fingerprint())
	}
	if !c.exists("drop", c.DropDatabase) {
		return nil
	}
	store, err := c.openDrop(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	vaults, err := store.Vaults(ctx)
	if err != nil {
		return err
	}
	for _, v := range vaults {
		fmt.Printf("reports to %s (epoch %d)\n%s\n", v.Team, v.Epoch, v.Recipient)
	}
	return nil
}
