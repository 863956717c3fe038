package register

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
)

// A leaf of the log is a text of lines. That of a published version, first or corrected:
//
//	unhindered leaf 1
//	publication
//	id 6XJ4...            26 random characters, no relation to the entry's own ID
//	sha256 9f86d081...    the commitment: SHA-256 over salt and canonical JSON
//
// That of a withdrawal tells that something went, never what:
//
//	unhindered leaf 1
//	withdrawal
//	id 6XJ4...
//
// Each line ends with a newline. Which leaf is whose, only the register says.
const (
	leafHeader  = "unhindered leaf 1"
	publication = "publication"
	withdrawal  = "withdrawal"
)

func publicationLeaf(commitment string) []byte {
	return fmt.Appendf(nil, "%s\n%s\nid %s\nsha256 %s\n", leafHeader, publication, rand.Text(), commitment)
}

func withdrawalLeaf() []byte {
	return fmt.Appendf(nil, "%s\n%s\nid %s\n", leafHeader, withdrawal, rand.Text())
}

var errLeaf = errors.New("not a leaf of this register")

// parseLeaf returns the commitment of a publication, or "" for a withdrawal.
func parseLeaf(text []byte) (commitment string, err error) {
	lines := strings.Split(string(text), "\n")
	if len(lines) < 4 || lines[0] != leafHeader || !strings.HasPrefix(lines[2], "id ") || lines[len(lines)-1] != "" {
		return "", errLeaf
	}
	switch {
	case lines[1] == withdrawal && len(lines) == 4:
		return "", nil
	case lines[1] == publication && len(lines) == 5:
		commitment, ok := strings.CutPrefix(lines[3], "sha256 ")
		if ok && len(commitment) == 64 {
			return commitment, nil
		}
	}
	return "", errLeaf
}
