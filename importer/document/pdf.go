package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"

	"unhindered/importer/document/pdf"
)

// pdfTime bounds how long one PDF may take.
const pdfTime = 60 * time.Second

// readPDF prefers the program pdftotext (poppler), which knows more fonts and damages; without it, or if it fails, the text is put
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

// Again reads a PDF without pdftotext, for a caller who finds the first reading wanting. It returns ErrFormat for what is no
// PDF: there is no second way to read that.
func Again(ctx context.Context, data []byte) (Text, error) {
	if len(data) > MaxSize {
		return Text{}, ErrTooLarge
	}
	if !isPDF(data) {
		return Text{}, ErrFormat
	}
	ctx, cancel := context.WithTimeout(ctx, pdfTime)
	defer cancel()
	text, err := ownPDF(ctx, data)
	if err != nil {
		return Text{}, err
	}
	return finish(text, "pdf")
}

func isPDF(data []byte) bool { return bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) }

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

// ownPDF reads a PDF without help.
func ownPDF(ctx context.Context, data []byte) (string, error) {
	text, err := pdf.Text(ctx, data)
	switch {
	case errors.Is(err, pdf.ErrPassword):
		return "", ErrLocked
	case errors.Is(err, pdf.ErrTooLarge):
		return "", ErrTooLarge
	case ctx.Err() != nil:
		return "", fmt.Errorf("%w: reading it took longer than %v", ErrDamaged, pdfTime)
	case err != nil:
		return "", damaged("pdf", err)
	}
	return text, nil
}
