package main

import (
	"context"
	"encoding/json"
	"html/template"
	"os"

	"unhindered/record/study"
	webanalysis "unhindered/web/record/analysis"
)

type analyseDuplicatesCmd struct {
	places
	Ledger    string `default:"upr" enum:"upr,ngo,statements" help:"Whose texts: upr (rows of UPR Info), ngo (questions in the NGO Committee) or statements."`
	Sessions  string `help:"Only these sessions of the UPR, as 1-13." placeholder:"FIRST-LAST"`
	Threshold string `default:"0.8" help:"The least share of common shingles, above 0 and at most 1."`
	Scope     string `default:"review" enum:"review,session,all" help:"Compare within a review (same State and session), within a session, or all with all."`
	JSON      bool   `help:"Print only how many pairs there are: {\"exact\":N,\"near\":N}; exact ones count as near too."`
	output
}

// Help implements kong's detailed help.
func (analyseDuplicatesCmd) Help() string {
	return "One row a pair: a and b are keys of rows, as the pages and exports of the ledger have them; jaccard is the share of their " +
		"common shingles of three words. Every pair at the threshold is found."
}

func (c *analyseDuplicatesCmd) Run(ctx context.Context) error {
	sessions, err := study.ParseSessions(c.Sessions)
	if err != nil {
		return err
	}
	r, err := c.openLedgers(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	d, err := study.FindDuplicates(ctx, r, study.DuplicatesQuestion{Ledger: c.Ledger, Sessions: sessions, Threshold: c.Threshold, Scope: c.Scope})
	if err != nil {
		return err
	}
	if c.JSON {
		explain(d.Method())
		return json.NewEncoder(os.Stdout).Encode(d.Counts)
	}
	a, err := d.Answer()
	if err != nil {
		return err
	}
	return c.print(a, func() template.HTML { return webanalysis.DuplicatesPicture(d) })
}
