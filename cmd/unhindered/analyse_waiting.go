package main

import (
	"context"
	"html/template"

	"unhindered/analysis/survival"
	"unhindered/record/study"
	webanalysis "unhindered/web/record/analysis"
)

type analyseWaitingCmd struct {
	places
	Ledger  string `default:"ngo" enum:"ngo,visits,letters" help:"ngo (applications to the NGO Committee), visits (requests for a visit) or letters (letters of special procedures)."`
	GroupBy string `help:"ngo: name (human rights in it or not), questioned, voted or entered (by five years); visits: state or mandate; letters: state or type."`
	Entry   string `default:"known" enum:"known,seen" help:"ngo: applications whose first session is known (known), or all from the first session that lists them in any way (seen)."`
	Band    string `default:"log" enum:"log,log-log,plain" help:"The scale on which the band is symmetric, by the names of R's survfit."`
	Rows    bool   `help:"Print the waits themselves instead of the curves."`
	output
}

// Help implements kong's detailed help.
func (analyseWaitingCmd) Help() string {
	return "group, days, at_risk, decided, survival, lower, upper: the Kaplan-Meier curve of each group with a 95 % band. --rows prints what R " +
		"needs to repeat it: survfit(Surv(days, decided) ~ group, conf.type = BAND)."
}

func (c *analyseWaitingCmd) Run(ctx context.Context) error {
	r, err := c.openLedgers(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := study.FindWaiting(ctx, r, study.WaitingQuestion{Ledger: c.Ledger, GroupBy: c.GroupBy, Entry: c.Entry, Band: survival.Band(c.Band)})
	if err != nil {
		return err
	}
	a := w.Answer()
	if c.Rows {
		a = w.RowsAnswer()
	}
	return c.print(a, func() template.HTML { return webanalysis.WaitingPicture(w) })
}
