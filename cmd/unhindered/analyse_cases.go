package main

import (
	"context"
	"html/template"

	"unhindered/record/study"
	"unhindered/un"
	webanalysis "unhindered/web/record/analysis"
)

type analyseRepliesCmd struct {
	places
	output
}

func (c *analyseRepliesCmd) Run(ctx context.Context) error {
	r, err := c.openLedgers(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	p, err := study.FindReplies(ctx, r)
	if err != nil {
		return err
	}
	return c.print(p.Answer(), func() template.HTML { return webanalysis.RepliesPicture(p) })
}

type analyseReportsCmd struct {
	places
	Cases bool `help:"Follow the cases of the register from report to report instead of the States."`
	output
}

func (c *analyseReportsCmd) Run(ctx context.Context) error {
	r, err := c.openLedgers(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	p, err := study.FindReports(ctx, r)
	if err != nil {
		return err
	}
	a := p.Answer()
	if c.Cases {
		a = p.CasesAnswer()
	}
	return c.print(a, func() template.HTML { return webanalysis.ReportsPicture(p) })
}

type analyseUndercountCmd struct {
	places
	Lists string `default:"documents" enum:"bodies,documents" help:"bodies (the Secretary-General, special procedures, civil society) or documents (each report of civil society)."`
	State string `help:"Only cases that concern this State."`
	output
}

// Help implements kong's detailed help.
func (analyseUndercountCmd) Help() string {
	return "method, lists, seen, estimate, lower, upper, aic, df, why_not: an empty upper means that the data set no upper end, an empty estimate " +
		"that there is none, and why_not says why."
}

func (c *analyseUndercountCmd) Run(ctx context.Context) error {
	q := study.UndercountQuestion{Lists: c.Lists}
	if c.State != "" {
		s, ok := un.FindState(c.State)
		if !ok {
			return wrongUse("%q is no State; write its alpha-3 code, as CHN", c.State)
		}
		q.State = s.ISO3
	}
	r, err := c.openLedgers(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	u, err := study.FindUndercount(ctx, r, q)
	if err != nil {
		return err
	}
	return c.print(u.Answer(), func() template.HTML { return webanalysis.UndercountPicture(u) })
}
