package log

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// sign returns the signed note of a tree, after C2SP tlog-checkpoint: the log's name, the number of leaves and the root
// hash, one a line.
func (l *Log) sign(tree tlog.Tree) (string, error) {
	text := fmt.Sprintf("%s\n%d\n%s\n", l.signer.Name(), tree.N, base64.StdEncoding.EncodeToString(tree.Hash[:]))
	signed, err := note.Sign(&note.Note{Text: text}, l.signer.signer)
	if err != nil {
		return "", fmt.Errorf("signing the log's checkpoint: %w", err)
	}
	return string(signed), nil
}

// errCheckpoint is what every fault of a checkpoint comes to: it is not what this log signed.
var errCheckpoint = errors.New("the log's checkpoint is not one that was signed with the log's key; restore the database from a backup")

// open checks the signature of a checkpoint and returns the tree it speaks of.
func (l *Log) open(signed string) (tlog.Tree, error) {
	n, err := note.Open([]byte(signed), note.VerifierList(l.signer.verifier))
	if err != nil {
		return tlog.Tree{}, errCheckpoint
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != l.signer.Name() || lines[3] != "" {
		return tlog.Tree{}, errCheckpoint
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return tlog.Tree{}, errCheckpoint
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return tlog.Tree{}, errCheckpoint
	}
	return tlog.Tree{N: size, Hash: root}, nil
}
