package tablefile

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strconv"

	"unhindered/office/table"
)

// A jsonWriter writes one object: the table's name, its rows, each an object on a line of its own with every column, null
// where the source does not say, and their number at the end.
type jsonWriter struct {
	table table.Table
	out   *bufio.Writer
	keys  [][]byte // `"name":`
	n     int
	buf   bytes.Buffer
	enc   *json.Encoder
}

func newJSON(w io.Writer, about About) (Writer, error) {
	j := encoder(w, about.Table, 64<<10)
	if err := j.enc.Encode(about.Table.Name); err != nil {
		return nil, err
	}
	j.out.WriteString(`{"table":`)
	j.out.Write(bytes.TrimSpace(j.buf.Bytes()))
	_, err := j.out.WriteString(`,"rows":[`)
	return j, err
}

func (j *jsonWriter) Write(row table.Row) error {
	if err := checkRow(j.table, row); err != nil {
		return err
	}
	if j.n > 0 {
		j.out.WriteByte(',')
	}
	j.n++
	j.out.WriteByte('\n')
	return j.object(row)
}

func (j *jsonWriter) object(row table.Row) error {
	j.out.WriteByte('{')
	for i, cell := range row {
		if i > 0 {
			j.out.WriteByte(',')
		}
		j.out.Write(j.keys[i])
		switch v := cell.(type) {
		case nil:
			j.out.WriteString("null")
		case int64:
			j.out.Write(strconv.AppendInt(j.out.AvailableBuffer(), v, 10))
		default:
			j.buf.Reset()
			if err := j.enc.Encode(v); err != nil {
				return err
			}
			j.out.Write(bytes.TrimSuffix(j.buf.Bytes(), []byte("\n")))
		}
	}
	return j.out.WriteByte('}')
}

// WriteObject writes one row as an object, as it stands in a file.
func WriteObject(w io.Writer, t table.Table, row table.Row) error {
	if err := checkRow(t, row); err != nil {
		return err
	}
	j := encoder(w, t, 4<<10)
	if err := j.object(row); err != nil {
		return err
	}
	return j.out.Flush()
}

func encoder(w io.Writer, t table.Table, size int) *jsonWriter {
	j := &jsonWriter{table: t, out: bufio.NewWriterSize(w, size)}
	j.enc = json.NewEncoder(&j.buf)
	j.enc.SetEscapeHTML(false)
	for _, c := range t.Columns {
		j.keys = append(j.keys, []byte(strconv.Quote(c.Name)+":")) // names are plain letters
	}
	return j
}

func (j *jsonWriter) Close() error {
	j.out.WriteString("\n],\"total\":" + strconv.Itoa(j.n) + "}\n")
	return j.out.Flush()
}
