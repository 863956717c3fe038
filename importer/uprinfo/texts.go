package uprinfo

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"unhindered/importer/csvfile"
	"unhindered/record/upr"
)

// A Text is a row of an export as the coding of recommendations needs it.
type Text struct {
	Row     int // of the data: the first one after the header is 1
	Body    string
	Session int // only if codes were asked for, like the rest
	Action  int // 0 if the file does not say
	Issues  []string
	Refused string // why the row could not be read; it has no body then
}

// Texts reads the rows of an export, plain or gzipped, in any encoding that an import takes, and the SHA-256 of the file.
// Without codes it needs and reads the column Text alone: Action and Issue are not looked at, whether they are there or not.
func Texts(path string, codes bool) ([]Text, string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	sum := sha256.New()
	name := filepath.Base(path)
	in := bufio.NewReaderSize(io.TeeReader(f, sum), 1<<16)
	var data io.Reader = in
	if start, err := in.Peek(2); err == nil && start[0] == 0x1f && start[1] == 0x8b {
		if data, err = gzip.NewReader(in); err != nil {
			return nil, "", fmt.Errorf("%s: not a whole gzip file: %w", name, err)
		}
	}
	need := []string{"Text"}
	if codes {
		need = []string{"Text", "Action", "Issue", "Session"}
	}
	r, err := csvfile.NewReader(data, csvfile.Options{Name: name, Required: need, Decode: Decode})
	if err != nil {
		return nil, "", err
	}
	at := r.Columns(need...)
	var all []Text
	for {
		err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		t := Text{Row: len(all) + 1}
		var bad *csvfile.RowError
		switch {
		case errors.As(err, &bad):
			t.Refused = bad.Reason
		case err != nil:
			return nil, "", err
		default:
			if t.Body = strings.TrimSpace(html.UnescapeString(r.Field(at[0]))); t.Body == "" {
				t.Refused = "there is no text"
			}
			if codes {
				if err := t.codes(r.Field(at[1]), r.Field(at[2]), r.Field(at[3])); err != nil {
					return nil, "", fmt.Errorf("%s: data row %d: %w", name, t.Row, err)
				}
			}
		}
		all = append(all, t)
	}
	if _, err := io.Copy(sum, f); err != nil {
		return nil, "", err
	}
	return all, hex.EncodeToString(sum.Sum(nil)), nil
}

func (t *Text) codes(action, issues, session string) (err error) {
	if action = strings.TrimSpace(action); action != "" {
		if t.Action, err = strconv.Atoi(action); err != nil || t.Action < 1 || t.Action > 5 {
			return fmt.Errorf("column Action: %q is not an action category, 1 to 5", action)
		}
	}
	if t.Session, err = strconv.Atoi(strings.TrimSpace(session)); err != nil {
		return fmt.Errorf("column Session: %q is not the number of a session", session)
	}
	t.Issues = upr.Issues(html.UnescapeString(issues))
	return nil
}

// Words are the words of a text by which overruled rows find theirs.
func Words(text string) string { return upr.Words(text) }

// taught are the columns of the sheet upr-coding that training reads; exports write some of the others otherwise.
var taught = []string{"text", "session", "action", "issues", "reason"}

// Overruled reads codings by people: the sheet upr-coding, filled by hand or exported from the record.
func Overruled(path string) ([]Text, string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, "", err
	}
	sum := sha256.Sum256(data)
	r, err := csvfile.NewReader(bytes.NewReader(data), csvfile.Options{Name: filepath.Base(path), Required: taught[:1], Optional: taught[1:]})
	if err != nil {
		return nil, "", err
	}
	var all []Text
	for {
		err := r.Next()
		if errors.Is(err, io.EOF) {
			return all, hex.EncodeToString(sum[:]), nil
		}
		if err != nil {
			return nil, "", err
		}
		cells := map[string]string{}
		for _, name := range taught {
			cells[name] = r.Get(name)
		}
		if strings.TrimSpace(cells["action"]) == "" && strings.TrimSpace(cells["issues"]) == "" {
			continue // a judgment that no machine learns
		}
		row, bad := upr.Codings.Read(cells)
		if bad != nil {
			return nil, "", fmt.Errorf("%s: row %d (the header is row 1): %w", filepath.Base(path), r.Row(), bad)
		}
		t := Text{Row: r.Row() - 1, Body: row.Get("text"), Issues: upr.Issues(row.Get("issues"))}
		t.Session, _ = row.Int("session")
		t.Action, _ = strconv.Atoi(row.Get("action"))
		all = append(all, t)
	}
}
