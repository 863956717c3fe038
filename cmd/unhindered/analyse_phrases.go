package main

import (
	"context"
	"html/template"

	"unhindered/record/study"
	"unhindered/un"
	webanalysis "unhindered/web/record/analysis"
)

type analysePhrasesCmd struct {
	places
	State string `required:"" help:"State under review, by alpha-3 code or name."`
	Cycle int    `required:"" help:"Cycle of the review."`
	Words int    `default:"5" help:"Words of the shortest phrase."`
	By    int    `default:"3" help:"States that must use it, at least 2."`
	output
}

func (c *analysePhrasesCmd) Run(ctx context.Context) error {
	s, ok := un.FindState(c.State)
	if !ok {
		return wrongUse("%q is no State; write its alpha-3 code, as CHN", c.State)
	}
	r, err := c.openLedgers(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	p, err := study.FindPhrases(ctx, r, study.PhrasesQuestion{State: s.ISO3, Cycle: c.Cycle, Words: c.Words, By: c.By})
	if err != nil {
		return err
	}
	return c.print(p.Answer(), func() template.HTML { return webanalysis.PhrasesPicture(p) })
}
