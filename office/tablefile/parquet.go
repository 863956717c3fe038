package tablefile

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"

	"unhindered/office/table"
)

// A parquetWriter writes Apache Parquet. Every column but id is optional, null where the source does not say. A Day is a
// DATE. A Date stays the text that the source gives, so that nobody takes 2013 for 1 January, with the first and the last day
// that it may be as DATE beside it: NAME_first and NAME_last. A List is a LIST of strings. The meaning of the columns and
// the notes are in the file's metadata.
type parquetWriter struct {
	table table.Table
	out   *parquet.GenericWriter[any]
	build *parquet.RowBuilder
	rows  []parquet.Row
	n     int
}

// rowGroup bounds the memory: that many rows are packed at a time.
const rowGroup = 64 << 10

func newParquet(w io.Writer, about About) (Writer, error) {
	var columns ordered
	for i, c := range about.Table.Columns {
		node := leaf(c.Type)
		if i > 0 {
			node = parquet.Optional(node)
		}
		columns.add(c.Name, node)
		if c.Type == table.Date {
			columns.add(c.Name+"_first", parquet.Optional(parquet.Date()))
			columns.add(c.Name+"_last", parquet.Optional(parquet.Date()))
		}
	}
	schema := parquet.NewSchema(strings.ReplaceAll(about.Table.Name, "-", "_"), columns)
	config, err := parquet.NewWriterConfig(schema, parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(rowGroup),
		parquet.CreatedBy("unhindered", "1", ""))
	if err != nil {
		return nil, err
	}
	p := &parquetWriter{table: about.Table, out: parquet.NewGenericWriter[any](w, config), build: parquet.NewRowBuilder(schema)}
	meaning := map[string]string{}
	for _, c := range about.Table.Columns {
		meaning[c.Name] = c.Help
	}
	text, err := json.Marshal(meaning)
	if err != nil {
		return nil, err
	}
	for key, value := range map[string]string{"title": about.Table.Title, "what": about.Table.Help, "columns": string(text),
		"notes": strings.Join(about.Notes, "\n")} {
		p.out.SetKeyValueMetadata(key, value)
	}
	return p, nil
}

func leaf(t table.Type) parquet.Node {
	switch t {
	case table.Int:
		return parquet.Int(64)
	case table.Float:
		return parquet.Leaf(parquet.DoubleType)
	case table.Bool:
		return parquet.Leaf(parquet.BooleanType)
	case table.Day:
		return parquet.Date()
	case table.List:
		return parquet.List(parquet.String())
	}
	return parquet.String()
}

func (p *parquetWriter) Write(row table.Row) error {
	if err := checkRow(p.table, row); err != nil {
		return err
	}
	at := 0
	for i, cell := range row {
		t := p.table.Columns[i].Type
		if err := p.add(at, t, cell); err != nil {
			return fmt.Errorf("column %s: %w", p.table.Columns[i].Name, err)
		}
		if at++; t == table.Date {
			date, _ := cell.(string)
			if day, ok := table.First(date); ok {
				p.build.Add(at, days(day))
			}
			if day, ok := table.Last(date); ok {
				p.build.Add(at+1, days(day))
			}
			at += 2
		}
	}
	p.rows = append(p.rows, p.build.Row())
	p.build.Reset()
	const batch = 256
	if len(p.rows) == batch {
		return p.flush()
	}
	return nil
}

func (p *parquetWriter) add(at int, t table.Type, cell any) error {
	switch v := cell.(type) {
	case nil:
	case string:
		if t != table.Day {
			p.build.Add(at, parquet.ByteArrayValue([]byte(v)))
			break
		}
		day, err := time.Parse(time.DateOnly, v)
		if err != nil {
			return err
		}
		p.build.Add(at, days(day))
	case []string:
		for _, text := range v {
			p.build.Add(at, parquet.ByteArrayValue([]byte(text)))
		}
	case int64:
		p.build.Add(at, parquet.Int64Value(v))
	case float64:
		p.build.Add(at, parquet.DoubleValue(v))
	case bool:
		p.build.Add(at, parquet.BooleanValue(v))
	default:
		return fmt.Errorf("a cell of type %T", cell)
	}
	return nil
}

// days is a DATE: the days since 1970.
func days(day time.Time) parquet.Value {
	return parquet.Int32Value(int32(day.Unix() / (24 * 60 * 60)))
}

func (p *parquetWriter) flush() error {
	_, err := p.out.WriteRows(p.rows)
	p.rows = p.rows[:0]
	return err
}

func (p *parquetWriter) Close() error {
	if err := p.flush(); err != nil {
		return err
	}
	return p.out.Close()
}

// ordered is a group whose columns keep their order, where parquet.Group sorts them by name.
type ordered struct {
	parquet.Group
	fields []parquet.Field
}

func (o *ordered) add(name string, node parquet.Node) {
	if o.Group == nil {
		o.Group = parquet.Group{}
	}
	o.Group[name] = node
	for _, f := range (parquet.Group{name: node}).Fields() {
		o.fields = append(o.fields, f)
	}
}

// Fields implements parquet.Node.
func (o ordered) Fields() []parquet.Field { return o.fields }
