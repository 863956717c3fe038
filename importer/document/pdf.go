package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sort"
	"strings"
	"time"

	"github.com/ledongthuc/pdf"
)

// pdfTime bounds how long one PDF may take.
const pdfTime = 60 * time.Second

// readPDF prefers the program pdftotext (poppler), which keeps the layout; without it, or if it fails, the text is put
// together from the characters and their places on the page.
func readPDF(ctx context.Context, data []byte) (Text, error) {
	ctx, cancel := context.WithTimeout(ctx, pdfTime)
	defer cancel()
	text, err := poppler(ctx, data)
	if err == nil {
		return finish(text, "pdftotext")
	}
	if errors.Is(err, ErrLocked) || ctx.Err() != nil {
		return Text{}, err
	}
	text, err = ownPDF(ctx, data)
	if err != nil {
		return Text{}, err
	}
	return finish(text, "pdf")
}

// poppler runs pdftotext, which reads the file from its input, so that nothing of it is written anywhere.
func poppler(ctx context.Context, data []byte) (string, error) {
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, program, "-q", "-layout", "-enc", "UTF-8", "-", "-")
	cmd.Stdin = bytes.NewReader(data)
	cmd.WaitDelay = time.Second
	out, complaints := &capped{most: MaxText}, &capped{most: 4096}
	cmd.Stdout, cmd.Stderr = out, complaints
	err = cmd.Run()
	switch {
	case out.over:
		return "", ErrTooLarge
	case ctx.Err() != nil:
		return "", fmt.Errorf("%w: reading it took longer than %v", ErrDamaged, pdfTime)
	case err != nil && bytes.Contains(bytes.ToLower(complaints.Bytes()), []byte("password")):
		return "", ErrLocked
	case err != nil:
		return "", damaged("pdftotext", err)
	}
	return out.String(), nil
}

// A capped buffer takes no more than most bytes; what comes after is an error for who writes.
type capped struct {
	bytes.Buffer
	most int
	over bool
}

func (c *capped) Write(p []byte) (int, error) {
	if c.Len()+len(p) > c.most {
		c.over = true
		return 0, io.ErrShortBuffer
	}
	return c.Buffer.Write(p)
}

// ownPDF reads a PDF without help. The library panics on some damaged files; that is an error here.
func ownPDF(ctx context.Context, data []byte) (text string, err error) {
	type result struct {
		text string
		err  error
	}
	done := make(chan result, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- result{err: fmt.Errorf("%w (pdf: %v)", ErrDamaged, p)}
			}
		}()
		text, err := layout(ctx, data)
		done <- result{text, err}
	}()
	select {
	case r := <-done:
		return r.text, r.err
	case <-ctx.Done():
		return "", fmt.Errorf("%w: reading it took too long", ErrDamaged)
	}
}

func layout(ctx context.Context, data []byte) (string, error) {
	r, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		if strings.Contains(err.Error(), "encrypt") || strings.Contains(err.Error(), "password") {
			return "", ErrLocked
		}
		return "", damaged("pdf", err)
	}
	const maxPages = 3000
	if r.NumPage() > maxPages {
		return "", ErrTooLarge
	}
	var out strings.Builder
	for n := 1; n <= r.NumPage(); n++ {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		page := r.Page(n)
		if page.V.IsNull() {
			continue
		}
		writePage(&out, page.Content().Text)
		out.WriteByte('\f')
		if out.Len() > MaxText {
			return "", ErrTooLarge
		}
	}
	return out.String(), nil
}

// writePage puts the characters of a page into lines: those whose baselines are near each other are one line, read from
// left to right; a gap wider than a quarter of the type size is a blank; a larger step down is an empty line.
func writePage(out *strings.Builder, chars []pdf.Text) {
	kept := chars[:0]
	for _, c := range chars {
		if c.S != "" && c.S != "\n" {
			kept = append(kept, c)
		}
	}
	sort.SliceStable(kept, func(i, j int) bool { return kept[i].Y > kept[j].Y })
	var last float64
	for i := 0; i < len(kept); {
		j := i + 1
		size := max(kept[i].FontSize, 4)
		for j < len(kept) && kept[i].Y-kept[j].Y < size*0.45 {
			size = max(size, kept[j].FontSize)
			j++
		}
		row := kept[i:j]
		row = inOrder(row)
		if i > 0 && last-row[0].Y > size*1.7 {
			out.WriteByte('\n')
		}
		last = row[0].Y
		end := row[0].X
		blank := true
		for _, c := range row {
			if c.X-end > c.FontSize*0.2 && !blank && c.S != " " {
				out.WriteByte(' ')
			}
			out.WriteString(c.S)
			blank = strings.HasSuffix(c.S, " ")
			end = c.X + c.W
		}
		out.WriteByte('\n')
		i = j
	}
}

// inOrder sorts the characters of a line from left to right, run by run: the widths of some fonts are not known, so that
// only the start of a run of characters tells where it stands.
func inOrder(row []pdf.Text) []pdf.Text {
	var runs [][]pdf.Text
	for i, c := range row {
		if i > 0 {
			before := row[i-1]
			if c.X >= before.X && c.X <= before.X+before.W+c.FontSize {
				runs[len(runs)-1] = append(runs[len(runs)-1], c)
				continue
			}
		}
		runs = append(runs, []pdf.Text{c})
	}
	sort.SliceStable(runs, func(i, j int) bool { return runs[i][0].X < runs[j][0].X })
	var sorted []pdf.Text
	for _, run := range runs {
		sorted = append(sorted, run...)
	}
	return sorted
}
