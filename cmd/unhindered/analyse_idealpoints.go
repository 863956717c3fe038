package main

import (
	"context"
	"html/template"

	"unhindered/record/study"
	webanalysis "unhindered/web/record/analysis"
)

type analyseIdealPointsCmd struct {
	places
	rollCalls
	Model string `default:"ordinal" enum:"binary,ordinal,dynamic" help:"binary (yes or not) or ordinal (no, abstain, yes), one point a State; or dynamic, ordinal with one point a session."`
	output
}

// Help implements kong's detailed help.
func (analyseIdealPointsCmd) Help() string {
	return "One row a State, or a State and session in the dynamic model: iso3, session (empty without one), estimate, se, votes. Points have " +
		"mean 0 and standard deviation 1; positive is the side of the United States. The dynamic model is fitted to all sessions, and " +
		"--sessions chooses which are shown. The picture shows the last session."
}

func (c *analyseIdealPointsCmd) Run(ctx context.Context) error {
	q, err := c.question()
	if err != nil {
		return err
	}
	r, err := c.openLedgers(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	p, err := study.FindIdealPoints(ctx, r, study.IdealPointsQuestion{RollCallsQuestion: q, Model: c.Model}, nil)
	if err != nil {
		return err
	}
	return c.print(p.Answer(), func() template.HTML { return webanalysis.IdealPointsPicture(p) })
}
