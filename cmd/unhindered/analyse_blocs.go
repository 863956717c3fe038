package main

import (
	"context"
	"html/template"

	"unhindered/record/study"
	webanalysis "unhindered/web/record/analysis"
)

type analyseBlocsCmd struct {
	places
	rollCalls
	Resolution float64 `default:"1" help:"How fine: more than 1 gives more and smaller blocs, less gives fewer."`
	Runs       int     `default:"100" help:"How often the roll calls are drawn anew to see how sure the blocs are."`
	Seed       uint64  `default:"1" help:"Of the random orders and drawings; the same seed gives the same blocs."`
	Sweep      bool    `help:"Print what other resolutions give instead."`
	Moves      bool    `help:"Print the bloc of each State through the sessions instead."`
	output
}

// Help implements kong's detailed help.
func (analyseBlocsCmd) Help() string {
	return "iso3, bloc (1 is the largest), stay (share of drawings in which the State is in the same bloc), agreement_in_bloc, votes."
}

func (c *analyseBlocsCmd) Run(ctx context.Context) error {
	q, err := c.question()
	if err != nil {
		return err
	}
	if c.Sweep && c.Moves {
		return wrongUse("--sweep and --moves print different tables; choose one")
	}
	r, err := c.openLedgers(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	b, err := study.FindBlocs(ctx, r, study.BlocsQuestion{RollCallsQuestion: q, Resolution: c.Resolution, Runs: c.Runs, Seed: c.Seed}, nil)
	if err != nil {
		return err
	}
	a := b.Answer()
	switch {
	case c.Sweep:
		a = b.SweepAnswer()
	case c.Moves:
		a = b.MovesAnswer()
	}
	return c.print(a, func() template.HTML { return webanalysis.BlocsPicture(b) })
}
