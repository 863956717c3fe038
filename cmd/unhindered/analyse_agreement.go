package main

import (
	"context"
	"html/template"

	"unhindered/record/study"
	"unhindered/un"
	webanalysis "unhindered/web/record/analysis"
)

// rollCalls are the flags that choose roll calls.
type rollCalls struct {
	Body     string `default:"unga" enum:"unga,hrc,chr" help:"Whose roll calls: unga (General Assembly), hrc (Human Rights Council) or chr (Commission on Human Rights)."`
	Sessions string `help:"Only these sessions, as 60-66." placeholder:"FIRST-LAST"`
	Issue    string `help:"Only roll calls of the General Assembly on hr (human rights), me, nu, di, co or ec, as Voeten's data name issues."`
}

func (c rollCalls) question() (study.RollCallsQuestion, error) {
	sessions, err := study.ParseSessions(c.Sessions)
	if err != nil {
		return study.RollCallsQuestion{}, err
	}
	q := study.RollCallsQuestion{Body: c.Body, Sessions: sessions, Issue: c.Issue}
	return q, q.Validate()
}

type analyseAgreementCmd struct {
	places
	rollCalls
	Group []string `sep:"none" help:"A group of States, with commas between; may be given several times. Without it, the permanent members of the Security Council and the regional groups."`
	With  string   `help:"Compare this State with every other instead."`
	Pairs bool     `help:"Compare all States with all others instead."`
	Rows  bool     `help:"Print the roll calls that are counted instead."`
	output
}

// Help implements kong's detailed help.
func (analyseAgreementCmd) Help() string {
	return "Groups: group, roll_calls, agreement_index (Hix, Noury and Roland 2005; mean over roll calls in which at least two of the group " +
		"voted). --with: iso3, shared, identical_share, most alike first. --pairs: a, b, shared, identical_share."
}

func (c *analyseAgreementCmd) Run(ctx context.Context) error {
	q, err := c.question()
	if err != nil {
		return err
	}
	groups := study.StandingGroups()
	if len(c.Group) > 0 {
		groups = nil
		for _, text := range c.Group {
			g, err := study.ParseGroup(text)
			if err != nil {
				return err
			}
			groups = append(groups, g)
		}
	}
	asked := 0
	for _, is := range []bool{len(c.Group) > 0, c.With != "", c.Pairs, c.Rows} {
		if is {
			asked++
		}
	}
	if asked > 1 {
		return wrongUse("--group, --with, --pairs and --rows ask different questions; ask one")
	}
	var with un.State
	if c.With != "" {
		var ok bool
		if with, ok = un.FindState(c.With); !ok {
			return wrongUse("%q is no State; write its alpha-3 code, as CHN", c.With)
		}
	}
	r, err := c.openLedgers(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	rolls, err := study.FindRollCalls(ctx, r, q)
	if err != nil {
		return err
	}
	var a study.Answer
	draw := func() template.HTML { return webanalysis.CohesionPicture(rolls, groups) }
	switch {
	case c.Rows:
		a = rolls.Answer()
	case c.Pairs:
		a = rolls.PairsAnswer()
		draw = func() template.HTML { return webanalysis.MatrixPicture(rolls) }
	case with.ISO3 != "":
		draw = func() template.HTML { return webanalysis.LikenessPicture(rolls, with.ISO3) }
		a, err = rolls.WithAnswer(with.ISO3)
	default:
		a, err = rolls.CohesionAnswer(groups)
	}
	if err != nil {
		return err
	}
	return c.print(a, draw)
}
