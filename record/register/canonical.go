package register

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// saltSize is enough that nobody finds out a withdrawn text by trying likely ones.
const saltSize = 32

// Commit returns the commitment to a text: SHA-256 over the salt followed by the text, in hex.
func Commit(salt, text []byte) string {
	sum := sha256.Sum256(append(append(make([]byte, 0, len(salt)+len(text)), salt...), text...))
	return hex.EncodeToString(sum[:])
}

// Canonical returns the entry as canonical JSON (RFC 8785): members sorted by name, no space, no needless escapes. Whoever
// has the members of an entry can so make the very text that was committed to, in any language.
func Canonical(e Entry) ([]byte, error) {
	plain, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("writing an entry as JSON: %w", err)
	}
	var members map[string]any // encoding/json sorts the keys of maps; ours are ASCII, so that the order is that of RFC 8785
	decoder := json.NewDecoder(bytes.NewReader(plain))
	decoder.UseNumber()
	if err := decoder.Decode(&members); err != nil {
		return nil, fmt.Errorf("writing an entry as JSON: %w", err)
	}
	var sorted bytes.Buffer
	encoder := json.NewEncoder(&sorted)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(members); err != nil {
		return nil, fmt.Errorf("writing an entry as JSON: %w", err)
	}
	return unescapeSeparators(bytes.TrimSuffix(sorted.Bytes(), []byte("\n"))), nil
}

// unescapeSeparators writes U+2028 and U+2029 as themselves, which encoding/json always escapes and RFC 8785 does not.
func unescapeSeparators(text []byte) []byte {
	if !bytes.Contains(text, []byte(`\u202`)) {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		rest := text[i:]
		switch {
		case bytes.HasPrefix(rest, []byte(`\u2028`)):
			out = append(out, "\u2028"...)
			i += 5
		case bytes.HasPrefix(rest, []byte(`\u2029`)):
			out = append(out, "\u2029"...)
			i += 5
		case rest[0] == '\\': // an escaped backslash must not be taken for the start of the next escape
			out = append(out, rest[0], rest[1])
			i++
		default:
			out = append(out, rest[0])
		}
	}
	return out
}
