package main

import (
	"context"
	"html/template"

	"unhindered/record/study"
	"unhindered/un"
	webanalysis "unhindered/web/record/analysis"
)

type analyseDriftCmd struct {
	places
	Body       string `default:"hrc" enum:"unga,hrc,chr" help:"unga (General Assembly), hrc (Human Rights Council) or chr (Commission on Human Rights)."`
	Of         string `default:"amendments" enum:"amendments,texts" help:"Follow amendments, or the texts themselves."`
	Topic      string `help:"Only those with these words in their title."`
	Resolution string `help:"Only the amendments put against this resolution (or the texts of its title), by symbol, as A/HRC/RES/36/21."`
	State      string `help:"With --years: only this State."`
	Years      bool   `help:"Print support by State and year."`
	Fates      bool   `help:"Print what was tabled, withdrawn, adopted and rejected in each year."`
	Sponsors   bool   `help:"Print who put them forward."`
	output
}

// Help implements kong's detailed help.
func (analyseDriftCmd) Help() string {
	return "One row a State: votes, support with its interval, trend over the years, and steps from one vote on a title to the next. --years, " +
		"--fates and --sponsors print other tables."
}

func (c *analyseDriftCmd) Run(ctx context.Context) error {
	code := ""
	if c.State != "" {
		s, ok := un.FindState(c.State)
		if !ok {
			return wrongUse("%q is no State; write its alpha-3 code, as CHN", c.State)
		}
		code = s.ISO3
	}
	tables := 0
	for _, asked := range []bool{c.Years, c.Fates, c.Sponsors} {
		if asked {
			tables++
		}
	}
	if tables > 1 {
		return wrongUse("--years, --fates and --sponsors print different tables; choose one")
	}
	r, err := c.openLedgers(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	f, err := study.FindDrift(ctx, r, study.DriftQuestion{Body: c.Body, Of: c.Of, Topic: c.Topic, Resolution: c.Resolution})
	if err != nil {
		return err
	}
	a := f.Answer()
	switch {
	case c.Years:
		a = f.YearsAnswer(code)
	case c.Fates:
		a = f.FatesAnswer()
	case c.Sponsors:
		a = f.SponsorsAnswer()
	}
	return c.print(a, func() template.HTML { return webanalysis.DriftPicture(f, code) })
}
