package main

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"strings"

	"unhindered/analysis/coding"
	"unhindered/importer/uprinfo"
	"unhindered/record/study"
	"unhindered/un"
	webanalysis "unhindered/web/record/analysis"
)

type analyseUPRCodingCmd struct {
	places
	Input string `type:"path" help:"An export of UPR Info, or any CSV file with a column Text; plain or gzipped, UTF-8 or as delivered (Mac OS Roman). Without it the rows of the record are coded and counted by State."`
	Side  string `default:"received" enum:"received,made" help:"Of the record: the recommendations that States received, or made."`
	State string `help:"Of the record: list the recommendations of this State, by alpha-3 code or name."`
	Model string `type:"path" help:"A model that train-upr-coding made, instead of that of the program."`
	Flags bool   `help:"Add columns: SMART criteria, reference to UN findings, praise alone, coded phrases with their risk."`
	output
}

// Help implements kong's detailed help.
func (analyseUPRCodingCmd) Help() string {
	return "With --input: one row for each row of data, in its order: row counts them, the one after the header is 1. action is McMahon's category, 1 minimal " +
		"to 5 specific; confidence the probability that people give it; verb the word that decides; issues the labels of UPR Info with commas " +
		"between. Only the column Text is read; Action and Issue never are, whether they are there or not. A row without a text has empty values. Without --input: " +
		"every State of the record with the number of recommendations in each category, by the model and by people."
}

func (c *analyseUPRCodingCmd) Run(ctx context.Context) error {
	m, err := codingModel(c.Model)
	if err != nil {
		return err
	}
	if c.Input == "" {
		return c.ledger(ctx, m)
	}
	rows, _, err := uprinfo.Texts(c.Input, false)
	if err != nil {
		return err
	}
	texts := make([]string, len(rows))
	for i, r := range rows {
		texts[i] = r.Body
		if r.Refused != "" {
			fmt.Fprintf(os.Stderr, "data row %d: %s; its values are empty\n", r.Row, r.Refused)
		}
	}
	command := "unhindered analyse upr-coding --input " + filepath.Base(c.Input)
	if c.Model != "" {
		command += " --model " + filepath.Base(c.Model)
	}
	if c.Flags {
		command += " --flags"
	}
	a := study.CodeTexts(m, texts, c.Flags, command+" --format csv")
	return c.print(a, func() template.HTML { return webanalysis.CodingPicture(a) })
}

// ledger codes the rows of the record.
func (c *analyseUPRCodingCmd) ledger(ctx context.Context, m *coding.Model) error {
	r, err := c.openLedgers(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	coded, err := study.CodeLedger(ctx, r, m)
	if err != nil {
		return err
	}
	side := study.Side(c.Side)
	draw := func() template.HTML { return webanalysis.SpecificityPicture(coded, side) }
	if c.State != "" {
		s, ok := un.FindState(c.State)
		if !ok {
			return wrongUse("%q is no State; write its alpha-3 code, as CHN", c.State)
		}
		return c.print(coded.AnswerOf(s.ISO3, side), draw)
	}
	return c.print(coded.Answer(side), draw)
}

// codingModel reads a model, or gives that of the program.
func codingModel(path string) (*coding.Model, error) {
	if path == "" {
		return coding.Default()
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, err := coding.Load(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

type analyseTrainUPRCodingCmd struct {
	Files     []string `arg:"" type:"existingfile" help:"Exports of UPR Info with Text, Action, Issue and Session."`
	Output    string   `required:"" type:"path" help:"Where to write the model."`
	Overruled []string `type:"existingfile" placeholder:"FILE" help:"Sheets upr-coding, or exports of them: what people say of texts goes before what the files say."`
	Report    string   `type:"path" placeholder:"FILE" help:"Where to write how well it does, as Markdown; judges models of early sessions on later ones too, which takes three times as long."`
}

// Help implements kong's detailed help.
func (analyseTrainUPRCodingCmd) Help() string {
	return "Makes the model with which upr-coding works; the same files give the same model. It takes a minute or two: five trainings to " +
		"measure it on sessions that it has not seen, and one on all. The model holds hashes, single words and numbers, no texts."
}

func (c *analyseTrainUPRCodingCmd) Run(ctx context.Context) error {
	var examples []coding.Example
	var files []coding.File
	for _, path := range c.Files {
		rows, sum, err := uprinfo.Texts(path, true)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.Refused == "" {
				examples = append(examples, coding.Example{Text: r.Body, Action: r.Action, Issues: r.Issues, Session: r.Session})
			}
		}
		files = append(files, coding.File{Name: filepath.Base(path), SHA256: sum})
	}
	for _, path := range c.Overruled {
		rows, sum, err := uprinfo.Overruled(path)
		if err != nil {
			return err
		}
		changed, added := 0, 0
		examples, changed, added = overrule(examples, rows)
		fmt.Fprintf(os.Stderr, "%s: %d examples changed, %d added\n", filepath.Base(path), changed, added)
		files = append(files, coding.File{Name: filepath.Base(path), SHA256: sum})
	}
	m, trial, err := coding.Train(examples, steps())
	if err != nil {
		return err
	}
	m.Origin.Files = files
	fmt.Fprintf(os.Stderr, "%s: accuracy %.4f, kappa %.4f, micro-F1 %.4f\n", trial.Name, trial.Accuracy(), trial.Kappa(), trial.MicroF1)
	if err := write(c.Output, func(f *os.File) error { _, err := m.WriteTo(f); return err }); err != nil {
		return err
	}
	if c.Report == "" {
		return nil
	}
	trials := []*coding.Trial{trial}
	sessions := coding.Sessions(examples)
	for _, last := range []int{(2*len(sessions) + 2) / 3, len(sessions) - 2} {
		if last < 3 || ctx.Err() != nil {
			continue
		}
		later, err := coding.Forward(examples, sessions[last-1])
		if err != nil {
			return err
		}
		trials = append(trials, later)
		fmt.Fprintf(os.Stderr, "%s: accuracy %.4f, kappa %.4f, micro-F1 %.4f\n", later.Name, later.Accuracy(), later.Kappa(), later.MicroF1)
	}
	return write(c.Report, func(f *os.File) error { return coding.Report(f, m, examples, trials...) })
}

// overrule puts what people say in the place of what the examples have; a text that none has is added.
func overrule(examples []coding.Example, rows []uprinfo.Text) (all []coding.Example, changed, added int) {
	last := 0
	same := map[string][]int{}
	for i, e := range examples {
		last = max(last, e.Session)
		same[uprinfo.Words(e.Text)] = append(same[uprinfo.Words(e.Text)], i)
	}
	for _, r := range rows {
		where := same[uprinfo.Words(r.Body)]
		if where == nil && (r.Action == 0 || r.Issues == nil) {
			continue // half a coding of a text that nobody else has coded teaches what is not so
		}
		if where == nil {
			if r.Session == 0 {
				r.Session = last
			}
			examples = append(examples, coding.Example{Text: r.Body, Action: r.Action, Issues: r.Issues, Session: r.Session})
			added++
			continue
		}
		for _, i := range where {
			if r.Action > 0 {
				examples[i].Action = r.Action
			}
			if len(r.Issues) > 0 {
				examples[i].Issues = r.Issues
			}
			changed++
		}
	}
	return examples, changed, added
}

// steps tells on stderr how far a training is.
func steps() func(done, of int) {
	return func(done, of int) { fmt.Fprintf(os.Stderr, "training %d of %d done\n", done, of) }
}

// write makes a file beside its place and moves it there when it is whole.
func write(path string, fill func(*os.File) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+strings.TrimPrefix(filepath.Base(path), ".")+"-*")
	if err != nil {
		return err
	}
	err = errors.Join(fill(f), f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
