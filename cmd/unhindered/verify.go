package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"unhindered/drop"
)

type verifyCmd struct{ places }

// Help implements kong's detailed help.
func (verifyCmd) Help() string {
	return "Checks every entry of the record against its commitment, every commitment against the log, the log against its signed " +
		"checkpoint; that the databases of drop and desk are whole and every sealed file is there. It needs no passphrase and " +
		"changes nothing. A room that is being served is checked as far as that allows."
}

func (c *verifyCmd) Run(ctx context.Context) error {
	problems := 0
	found := false
	report := func(format string, args ...any) {
		problems++
		fmt.Fprintf(os.Stderr, "PROBLEM  "+format+"\n", args...)
	}
	if c.exists("record", c.RecordDatabase) {
		found = true
		if err := c.verifyRecord(ctx, report); err != nil {
			return err
		}
	}
	if c.exists("desk", c.DeskDatabase) {
		found = true
		if err := c.verifyDesk(ctx, report); err != nil {
			return err
		}
	}
	if c.exists("drop", c.DropDatabase) {
		found = true
		if err := c.verifyDrop(ctx, report); err != nil {
			return err
		}
	}
	switch {
	case !found:
		return fmt.Errorf("there is no room in %s; name the folder with --data", c.Data)
	case problems > 0:
		return fmt.Errorf("%d problems, named above; nothing was changed", problems)
	}
	fmt.Println("all is as it should be")
	return nil
}

func (c *verifyCmd) verifyRecord(ctx context.Context, report func(string, ...any)) error {
	record, err := c.openRecord(ctx)
	if err != nil {
		return err
	}
	defer record.Close()
	result, err := record.Verify(ctx)
	if err != nil {
		return err
	}
	for _, p := range result.Problems {
		report("record: %s", p)
	}
	fmt.Printf("record: %d entries, %d withdrawn, %d leaves in the log\n", result.Entries, result.Tombstones, result.Leaves)
	return nil
}

func (c *verifyCmd) verifyDesk(ctx context.Context, report func(string, ...any)) error {
	d, err := c.openDesk(ctx, nil, nil)
	if err != nil {
		return err
	}
	defer d.Close()
	result, err := d.Verify(ctx)
	if err != nil {
		return err
	}
	for _, fault := range result.Faults {
		report("desk: %s", fault)
	}
	fmt.Printf("desk: %d sealed items, %d envelopes, %d sealed files, %d audit lines in place\n",
		result.Items, result.Envelopes, result.Files, result.Lines)
	return nil
}

func (c *verifyCmd) verifyDrop(ctx context.Context, report func(string, ...any)) error {
	store, err := c.openDrop(ctx)
	if errors.Is(err, drop.ErrInUse) {
		fmt.Println("drop: is being served; stop it to have its files checked")
		return nil
	}
	if err != nil {
		return err
	}
	defer store.Close()
	waiting, err := store.Waiting(ctx)
	if err != nil {
		return err
	}
	for _, envelope := range waiting {
		for part := range envelope.Parts {
			r, err := store.OpenPart(ctx, envelope.ID, part)
			if err != nil {
				report("drop: part %d of envelope %s: %v", part, envelope.ID, err)
				continue
			}
			r.Close()
		}
	}
	fmt.Printf("drop: %d envelopes wait, every part is in place\n", len(waiting))
	return nil
}
