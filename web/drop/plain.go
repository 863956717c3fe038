package drop

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"html/template"
	"net/http"
	"strings"

	"unhindered/web/ui"
)

// A homePage says what happens to a report.
type homePage struct {
	Open        bool
	Team        string
	Key, Print  string
	Max         int64
	VisitLength int // minutes
}

func (h *Handler) home(w http.ResponseWriter, r *http.Request) error {
	keys, err := h.store.Vaults(r.Context())
	if err != nil {
		return err
	}
	page := homePage{Max: h.opts.MaxUpload, VisitLength: int(visitLength.Minutes())}
	if len(keys) > 0 {
		page.Open, page.Team, page.Key, page.Print = true, keys[0].Team, keys[0].Recipient, fingerprint(keys[0].Recipient)
	}
	return h.pages.Render(w, r, http.StatusOK, "home.html", page)
}

// key gives the recipient as the age program takes it.
func (h *Handler) key(w http.ResponseWriter, r *http.Request) error {
	team, err := h.team(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err = w.Write([]byte(team.Recipient + "\n"))
	return err
}

func (h *Handler) keyJSON(w http.ResponseWriter, r *http.Request) error {
	team, err := h.team(r.Context())
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(map[string]any{
		"team": team.Team, "epoch": team.Epoch, "recipient": team.Recipient, "fingerprint": fingerprint(team.Recipient),
	}, "", "  ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, err = w.Write(append(text, '\n'))
	return err
}

// fingerprint is the first half of the SHA-256 of the recipient's text (without line end), in groups of four.
func fingerprint(recipient string) string {
	sum := sha256.Sum256([]byte(recipient))
	text := hex.EncodeToString(sum[:16])
	var groups []string
	for i := 0; i < len(text); i += 4 {
		groups = append(groups, text[i:i+4])
	}
	return strings.Join(groups, " ")
}

// leave is the way out: an empty page of our own, so that no other site learns of the visit. The browser is asked to
// forget what it holds of this site.
func (h *Handler) leave(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Clear-Site-Data", `"cache", "cookies", "storage"`)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	title := template.HTMLEscapeString(h.pages.T(r, ui.Text("Blank page")))
	_, err := w.Write([]byte("<!doctype html>\n<html lang=\"" + h.pages.Lang(r) + "\"><meta charset=\"utf-8\">" +
		"<meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>" + title + "</title></html>\n"))
	return err
}
