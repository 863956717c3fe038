package main

import (
	"context"
	"fmt"
	"html/template"
	"io"
	"os"
	"path/filepath"

	"unhindered/importer/document"
	"unhindered/record/study"
	webanalysis "unhindered/web/record/analysis"
)

type analysePassagesCmd struct {
	Files []string `arg:"" help:"Two texts or more: plain text, PDF, DOCX or DOC, such as statements as delivered." type:"existingfile"`
	Words int      `default:"8" help:"Words of the shortest passage."`
	output
}

// Help implements kong's detailed help.
func (analysePassagesCmd) Help() string {
	return "One row a passage that two of the texts share, as long as it is: a and b are the files, text is as it stands in a. It needs no " +
		"record and writes nothing down."
}

func (c *analysePassagesCmd) Run(ctx context.Context) error {
	if len(c.Files) < 2 {
		return wrongUse("name two texts or more: a passage is shared")
	}
	texts := make([]study.Text, len(c.Files))
	for i, path := range c.Files {
		body, err := readText(ctx, path)
		if err != nil {
			return fmt.Errorf("reading %s: %w", path, err)
		}
		texts[i] = study.Text{ID: filepath.Base(path), Body: body}
	}
	p, err := study.FindPassages(texts, c.Words)
	if err != nil {
		return err
	}
	return c.print(p.Answer(), func() template.HTML { return webanalysis.PassagesPicture(p) })
}

func readText(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, document.MaxSize+1))
	if err != nil {
		return "", err
	}
	text, err := document.Read(ctx, data)
	return text.Text, err
}
