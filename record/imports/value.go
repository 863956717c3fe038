package imports

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
)

// plain turns a value into one of the types that come back from a database: string, int64, float64, []byte or nil.
func plain(v any) any {
	switch v := v.(type) {
	case int:
		return int64(v)
	case bool:
		if v {
			return int64(1)
		}
		return int64(0)
	case fmt.Stringer: // a named text with words of its own would be kept as those words
		panic(fmt.Sprintf("imports: convert %T to string", v))
	case []byte:
		if v == nil {
			return []byte{} // the engines differ in what a nil slice is; NULL is nil
		}
		return v
	case string, int64, float64, nil:
		return v
	}
	panic(fmt.Sprintf("imports: a value of type %T cannot be kept", v))
}

func equal(a, b any) bool {
	x, ok := a.([]byte)
	if y, both := b.([]byte); ok && both {
		return bytes.Equal(x, y)
	}
	if ok {
		return false
	}
	if _, other := b.([]byte); other {
		return false
	}
	return a == b
}

// A row in the journal is a JSON object of columns; bytes, numbers and texts are told apart by a letter before.
func encodeRow(columns []string, values []any) (string, error) {
	row := make(map[string]*string, len(columns))
	for i, v := range values {
		var s string
		switch v := v.(type) {
		case nil:
			row[columns[i]] = nil
			continue
		case string:
			s = "t" + v
		case int64:
			s = "n" + strconv.FormatInt(v, 10)
		case float64:
			s = "f" + strconv.FormatFloat(v, 'g', -1, 64)
		case []byte:
			s = "b" + base64.StdEncoding.EncodeToString(v)
		default:
			return "", fmt.Errorf("imports: column %s holds a %T", columns[i], v)
		}
		row[columns[i]] = &s
	}
	text, err := json.Marshal(row)
	return string(text), err
}

func decodeRow(text string) (map[string]any, error) {
	var row map[string]*string
	if err := json.Unmarshal([]byte(text), &row); err != nil {
		return nil, err
	}
	values := make(map[string]any, len(row))
	for column, s := range row {
		if s == nil {
			values[column] = nil
			continue
		}
		var v any
		var err error
		switch kind, rest := (*s)[0], (*s)[1:]; kind {
		case 't':
			v = rest
		case 'n':
			v, err = strconv.ParseInt(rest, 10, 64)
		case 'f':
			v, err = strconv.ParseFloat(rest, 64)
		case 'b':
			v, err = base64.StdEncoding.DecodeString(rest)
		default:
			err = fmt.Errorf("unknown kind %q", kind)
		}
		if err != nil {
			return nil, err
		}
		values[column] = v
	}
	return values, nil
}

func (tx *Tx) journal(ctx context.Context, t Table, id string, before oldRow) error {
	text, err := encodeRow(t.Columns, before.values)
	if err != nil {
		return err
	}
	tx.changes++
	_, err = tx.inner.Exec(ctx, "INSERT INTO import_change (n, import_id, tab, id, made_by, before) VALUES ($1, $2, $3, $4, $5, $6)",
		tx.changes, tx.ID(), t.Name, id, before.madeBy, text)
	return err
}
