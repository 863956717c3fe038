package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"unhindered/record/votes"
	"unhindered/un"
)

type analyseCmd struct {
	Agreement   analyseAgreementCmd   `cmd:"" help:"How alike the members of groups, or two States, vote."`
	Amendments  analyseAmendmentsCmd  `cmd:"" help:"How States voted on the amendments put against a resolution."`
	Blocs       analyseBlocsCmd       `cmd:"" help:"Which States vote more alike with each other than with the rest, and how sure that is."`
	Drift       analyseDriftCmd       `cmd:"" help:"What became of amendments or texts, who put them forward, and how support changed."`
	Duplicates  analyseDuplicatesCmd  `cmd:"" help:"Texts that say the same or nearly the same."`
	Phrases     analysePhrasesCmd     `cmd:"" help:"Phrases that several States use in one review."`
	Waiting     analyseWaitingCmd     `cmd:"" help:"How long applications, requests and letters wait for an answer."`
	IdealPoints analyseIdealPointsCmd `cmd:"" help:"Where States stand on the line that best explains their votes."`
	Passages    analysePassagesCmd    `cmd:"" help:"Passages that longer texts, given as files, share."`
	Replies     analyseRepliesCmd     `cmd:"" help:"How many letters of special procedures States answer."`
	Reports     analyseReportsCmd     `cmd:"" help:"Which States the Secretary-General's reports name, how often in a row, and which cases vanish."`
	Undercount  analyseUndercountCmd  `cmd:"" help:"What lists of cases can and cannot say of the cases on none."`

	UPRCoding      analyseUPRCodingCmd      `cmd:"" name:"upr-coding" help:"How specific recommendations are and what they are about."`
	TrainUPRCoding analyseTrainUPRCodingCmd `cmd:"" name:"train-upr-coding" help:"Make the model for upr-coding from rows that people coded."`
}

type analyseAmendmentsCmd struct {
	places
	Resolution string   `required:"" help:"Symbol of the resolution, as A/HRC/RES/36/21."`
	States     []string `required:"" help:"States, by alpha-3 code or name, with commas between."`
	Format     string   `default:"table" enum:"table,csv,json" help:"table, csv or json."`
}

// Help implements kong's detailed help.
func (analyseAmendmentsCmd) Help() string {
	return "One row an amendment: symbol, result, tally, and a column a State: yes, no, abstain, absent (absent or not taking part), " +
		"not_member (no member of the Council then), or sponsor (sponsored it and, being no member, could not vote). An " +
		"amendment that was withdrawn has no votes. Amendments are joined to the resolution by the symbol of its draft."
}

// An amendmentRow is one amendment as data.
type amendmentRow struct {
	Symbol string            `json:"symbol"`
	Result string            `json:"result"`
	Tally  string            `json:"tally"` // yes-no-abstentions, official
	States map[string]string `json:"states"`
}

func (c *analyseAmendmentsCmd) Run(ctx context.Context) error {
	var codes []string
	for _, name := range c.States {
		s, ok := un.FindState(strings.TrimSpace(name))
		if !ok {
			return wrongUse("%q is no State; write its alpha-3 code, as CHN", name)
		}
		codes = append(codes, s.ISO3)
	}
	r, err := c.openLedgers(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	ledger, err := r.Votes.Ledger(ctx)
	if err != nil {
		return err
	}
	resolution, amendments, err := ledger.Amendments(c.Resolution)
	if errors.Is(err, votes.ErrNotFound) {
		return fmt.Errorf("there is no resolution %s in the record; import it first, as in: unhindered import votes-hrc resolutions.csv votes_long.csv", c.Resolution)
	}
	if err != nil {
		return err
	}
	rows := []amendmentRow{}
	for _, d := range amendments {
		row := amendmentRow{Symbol: d.Symbol, Result: d.Outcome(), States: map[string]string{}}
		if d.HasTally() {
			t := d.Tally()
			row.Tally = fmt.Sprintf("%d-%d-%d", t.Yes, t.No, t.Abstain)
		}
		for _, code := range codes {
			row.States[code] = ledger.Position(d, code)
		}
		rows = append(rows, row)
	}
	c.explain(resolution, amendments)
	switch c.Format {
	case "json":
		return json.NewEncoder(os.Stdout).Encode(map[string]any{"resolution": c.Resolution, "states": codes, "amendments": rows, "total": len(rows)})
	case "csv":
		out := csv.NewWriter(os.Stdout)
		out.Write(append([]string{"symbol", "result", "tally"}, codes...))
		for _, row := range rows {
			out.Write(row.cells(codes))
		}
		out.Flush()
		return out.Error()
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, strings.Join(append([]string{"symbol", "result", "tally"}, codes...), "\t"))
	for _, row := range rows {
		fmt.Fprintln(out, strings.Join(row.cells(codes), "\t"))
	}
	return out.Flush()
}

func (r amendmentRow) cells(codes []string) []string {
	cells := []string{r.Symbol, r.Result, r.Tally}
	for _, code := range codes {
		cells = append(cells, r.States[code])
	}
	return cells
}

// explain says on stderr what the rows rest on and what they lack.
func (c *analyseAmendmentsCmd) explain(resolution *votes.Decision, amendments []*votes.Decision) {
	if len(amendments) == 0 {
		fmt.Fprintf(os.Stderr, "%s: %s, %s. The data have no amendment to it; that does not mean that none was put.\n",
			resolution.Symbol, resolution.Title, resolution.Date)
		return
	}
	how := "the symbol of its draft"
	if resolution.ByTitle {
		how = "title and session, since the catalogue does not name its draft; by them it was"
	}
	fmt.Fprintf(os.Stderr, "%s: %s, %s. Joined by %s, %s. Tallies are the official ones.\n",
		resolution.Symbol, resolution.Title, resolution.Date, how, resolution.Draft)
	for _, gap := range votes.GapsIn(amendments) {
		fmt.Fprintf(os.Stderr, "missing: %s lies between the symbols of two amendments and is not in the data; it may have been withdrawn\n", gap)
	}
	for _, d := range amendments {
		for _, f := range d.Flags {
			fmt.Fprintf(os.Stderr, "contradiction: %s: %s: the catalogue says %s, the votes say %s\n", d.Symbol, f.What, f.Said, f.Counted)
		}
	}
}
