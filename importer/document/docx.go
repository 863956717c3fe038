package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// A Cell is the text of one cell of a table, line breaks and paragraphs as "\n".
type Cell struct {
	Text string
	Span int // columns that it covers, at least 1
}

// A Block is a paragraph outside tables, or a row of a table.
type Block struct {
	Text  string // of a paragraph
	Table int    // number of the table, from 1; 0 for a paragraph
	Row   []Cell
}

// Paragraphs returns the texts of a .docx document: of each paragraph, and of each cell.
func Paragraphs(data []byte) ([]string, error) {
	blocks, err := Blocks(data)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, b := range blocks {
		if b.Table == 0 {
			all = append(all, b.Text)
		}
		for _, c := range b.Row {
			all = append(all, c.Text)
		}
	}
	return all, nil
}

const maxDepth = 400 // of nested XML elements

// Blocks reads a .docx document: paragraphs and rows of tables in their order. What was deleted with changes tracked is
// left out.
func Blocks(data []byte) ([]Block, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged("zip", err)
	}
	for _, f := range archive.File {
		if f.Name != "word/document.xml" {
			continue
		}
		if f.Flags&1 != 0 {
			return nil, ErrLocked
		}
		in, err := f.Open()
		if err != nil {
			return nil, damaged("docx", err)
		}
		defer in.Close()
		numbers, err := newNumbering(archive)
		if err != nil {
			return nil, err
		}
		limited := &io.LimitedReader{R: in, N: 8 * MaxText}
		blocks, err := readBlocks(limited, numbers)
		if limited.N <= 0 {
			return nil, ErrTooLarge
		}
		return blocks, err
	}
	return nil, damaged("docx", errors.New("there is no word/document.xml in it"))
}

type wordReader struct {
	blocks []Block
	text   strings.Builder // of the paragraph or cell being read
	table  int             // number of the last table
	depth  int             // of tables in tables; an inner one is text of its cell
	inCell bool
	inText bool
	size   int
	gone   int // depth within deleted text, and within properties as they were before a change

	numbers   *numbering
	style     string // of the paragraph
	own       numbered
	labelled  bool // the number of the paragraph is written
	paragraph bool // within a paragraph
}

func readBlocks(in io.Reader, numbers *numbering) ([]Block, error) {
	d := xml.NewDecoder(in)
	w := &wordReader{numbers: numbers}
	nested := 0
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			if nested != 0 {
				return nil, damaged("docx", io.ErrUnexpectedEOF)
			}
			return w.blocks, nil
		}
		if err != nil {
			return nil, damaged("docx", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if nested++; nested > maxDepth {
				return nil, damaged("docx", errors.New("nested too deeply"))
			}
			w.start(t)
		case xml.EndElement:
			nested--
			w.end(t.Name.Local)
		case xml.CharData:
			if w.inText && w.gone == 0 {
				w.write(string(t))
			}
		}
		if w.size > MaxText {
			return nil, ErrTooLarge
		}
	}
}

func (w *wordReader) write(s string) { w.text.WriteString(s); w.size += len(s) }

func (w *wordReader) start(t xml.StartElement) {
	switch t.Name.Local {
	case "tbl":
		if w.depth++; w.depth == 1 {
			w.table++
		}
	case "tr":
		if w.depth == 1 {
			w.blocks = append(w.blocks, Block{Table: w.table})
			w.size += 16
		}
	case "tc":
		if w.depth == 1 && len(w.blocks) > 0 {
			w.inCell = true
			w.text.Reset()
			row := &w.blocks[len(w.blocks)-1]
			row.Row = append(row.Row, Cell{Span: 1})
			w.size += 16
		}
	case "gridSpan":
		if w.inCell {
			for _, a := range t.Attr {
				if a.Name.Local == "val" {
					row := w.blocks[len(w.blocks)-1].Row
					if n := atoi(a.Value); n > 1 && n < 1000 {
						row[len(row)-1].Span = n
					}
				}
			}
		}
	case "p":
		w.style, w.own, w.labelled, w.paragraph = "", numbered{}, false, true
	case "pStyle", "numId", "ilvl":
		if w.gone > 0 || !w.paragraph {
			return
		}
		switch v := val(t, "val"); t.Name.Local {
		case "pStyle":
			w.style = v
		case "numId":
			w.own.list = v
		default:
			w.own.level = min(atoi(v), maxLevels-1)
		}
	case "t":
		w.label()
		w.inText = true
	case "tab":
		w.write(" ")
	case "br", "cr":
		w.write("\n")
	case "noBreakHyphen":
		w.write("-")
	case "del", "moveFrom", "pPrChange", "rPrChange":
		w.gone++
	}
}

// label writes the automatic number of a paragraph before its first text. Cells of tables show bullets as they please.
func (w *wordReader) label() {
	if w.labelled || w.gone > 0 || !w.paragraph {
		return
	}
	w.labelled = true
	if label := w.numbers.label(w.style, w.own); label != "" && !(w.inCell && label == "•") {
		w.write(label + " ")
	}
}

func (w *wordReader) end(name string) {
	switch name {
	case "t":
		w.inText = false
	case "p":
		w.paragraph = false
		if w.inCell {
			w.write("\n")
			return
		}
		w.blocks = append(w.blocks, Block{Text: strings.TrimSpace(w.text.String())})
		w.size += 16
		w.text.Reset()
	case "tc":
		if w.depth == 1 && w.inCell {
			row := w.blocks[len(w.blocks)-1].Row
			row[len(row)-1].Text = strings.TrimSpace(w.text.String())
			w.text.Reset()
			w.inCell = false
		}
	case "tbl":
		w.depth = max(0, w.depth-1)
	case "del", "moveFrom", "pPrChange", "rPrChange":
		w.gone = max(0, w.gone-1)
	}
}

func atoi(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' || n > 1<<20 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}
