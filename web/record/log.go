package record

import (
	"encoding/hex"
	"errors"
	"net/http"
	"strings"

	"unhindered/record/log"
	"unhindered/web/record/ledger"
	"unhindered/web/ui"
)

// A leaf is one line of the log as page and as data.
type leaf struct {
	Number int64  `json:"leaf"`
	Kind   string `json:"kind"`             // "publication" or "withdrawal"
	ID     string `json:"id"`               // random; no relation to an entry's number
	SHA256 string `json:"sha256,omitempty"` // commitment of a publication
}

// A logPage is what the page log.html shows.
type logPage struct {
	Size       int64  `json:"size"`
	Root       string `json:"root"` // hex
	Checkpoint string `json:"checkpoint"`
	Key        string `json:"key"` // with which anyone can check the checkpoint
	Leaves     []leaf `json:"leaves"`
	Origin     string `json:"-"`
}

// recentLeaves is how many of the newest leaves the page lists; the tiles hold all.
const recentLeaves = 25

func (h *Handler) log(w http.ResponseWriter, r *http.Request) error {
	l := h.store.Log()
	head, err := l.Checkpoint(r.Context())
	if err != nil {
		return err
	}
	d := logPage{Size: head.Size, Root: hex.EncodeToString(head.Root[:]), Checkpoint: head.Note, Key: l.Public(),
		Leaves: []leaf{}, Origin: h.origin(r)}
	for n := head.Size - 1; n >= 0 && n >= head.Size-recentLeaves; n-- {
		text, err := l.Leaf(r.Context(), n)
		if err != nil {
			return err
		}
		d.Leaves = append(d.Leaves, readLeaf(n, string(text)))
	}
	if _, kind := ledger.Wants(r.URL.Path); kind == "json" {
		return ui.JSON(w, r, d)
	}
	return h.pages.Render(w, r, http.StatusOK, "log.html", d)
}

// readLeaf takes the lines of a leaf apart; what it does not know it leaves out.
func readLeaf(n int64, text string) leaf {
	l := leaf{Number: n}
	for i, line := range strings.Split(text, "\n") {
		switch {
		case i == 1:
			l.Kind = line
		case strings.HasPrefix(line, "id "):
			l.ID = line[len("id "):]
		case strings.HasPrefix(line, "sha256 "):
			l.SHA256 = line[len("sha256 "):]
		}
	}
	return l
}

// logFile serves checkpoint and tiles as C2SP tlog-tiles names them, for clients that check the log.
func (h *Handler) logFile(w http.ResponseWriter, r *http.Request) error {
	file, err := h.store.Log().Read(r.Context(), r.PathValue("path"))
	if errors.Is(err, log.ErrNotFound) {
		return &ui.Fault{Code: ui.NotFound, Public: ui.Text("The log has no such file. It serves checkpoint, tile/<level>/<number> and tile/entries/<number>."), Err: err}
	}
	if err != nil {
		return err
	}
	header := w.Header()
	header.Set("Content-Type", file.Type)
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	header.Set("Cache-Control", "no-cache")
	if file.Immutable {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	return ui.Cached(w, r, file.Body)
}
