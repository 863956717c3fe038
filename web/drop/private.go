package drop

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"unhindered/drop"
	"unhindered/report"
	"unhindered/web/ui"
)

// privateScript seals in the browser; it is made from the folder browser and comes with its licences.
//
//go:embed assets/private.js
var privateScript []byte

// A script is the one script of the drop, which only the pages below /private load. It is named by its content, so that
// browsers may keep it for ever.
type script struct {
	Path   string
	Hash   string // SHA-256 of the file, in hex
	packed []byte // by gzip
}

func newScript() (script, error) {
	sum := sha256.Sum256(privateScript)
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return script{}, err
	}
	if _, err := z.Write(privateScript); err != nil {
		return script{}, err
	}
	if err := z.Close(); err != nil {
		return script{}, err
	}
	return script{fmt.Sprintf("/assets/private-%x.js", sum[:6]), hex.EncodeToString(sum[:]), packed.Bytes()}, nil
}

// KB is the weight of the script as it is sent, in kilobytes.
func (s script) KB() int { return (len(s.packed) + 999) / 1000 }

func (s script) serve(w http.ResponseWriter, r *http.Request) error {
	head := w.Header()
	head.Set("Content-Type", "text/javascript; charset=utf-8")
	head.Set("Cache-Control", "public, max-age=31536000, immutable")
	head.Set("Vary", "Accept-Encoding")
	content := privateScript
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		head.Set("Content-Encoding", "gzip")
		content = s.packed
	}
	head.Set("Content-Length", strconv.Itoa(len(content)))
	_, err := w.Write(content)
	return err
}

// privatePolicy is what the pages below /private may do: run our one script, and a worker made of it, which may speak to
// this server alone. No form of theirs can be sent by the browser itself, so nothing typed leaves it unsealed if the
// script should fail.
const privatePolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"form-action 'none'; frame-ancestors 'none'; base-uri 'none'; worker-src 'self'; require-trusted-types-for 'script'; trusted-types worker"

// A privatePage is a page whose form is sealed in the browser.
type privatePage struct {
	formPage
	Script script
	Plain  string // address of the page that does the same without script
}

// ForReceipt makes the data of the receipt, whose words and digits the script fills in.
func (p privatePage) ForReceipt() receiptPage { return receiptPage{Private: true} }

func (h *Handler) privatePage(w http.ResponseWriter, r *http.Request, team report.VaultKey, name, plain string) error {
	page := privatePage{formPage: h.formPage(team, newForm(), 0), Script: h.script, Plain: plain}
	page.Key = team.Recipient
	if team.Recipient != "" {
		page.Print = fingerprint(team.Recipient)
	}
	w.Header().Set("Content-Security-Policy", privatePolicy)
	return h.pages.Render(w, r, http.StatusOK, name, page)
}

// privateForm shows the form that is sealed in the browser.
func (h *Handler) privateForm(w http.ResponseWriter, r *http.Request) error {
	team, err := h.team(r.Context())
	if err != nil {
		return err
	}
	return h.privatePage(w, r, team, "private.html", "/report")
}

// privateSend makes a report durable that a browser has sealed. The receipt never comes here.
func (h *Handler) privateSend(w http.ResponseWriter, r *http.Request) error {
	f, err := h.takeParcel(r, func(f parcelForm) (*drop.Parcel, error) {
		return h.store.BeginParcel(r.Context(), drop.Thread{}, f.Key)
	})
	if err == nil && f.parcel == nil {
		err = drop.ErrParcel
	}
	if err == nil {
		defer f.parcel.Abort()
		err = f.parcel.Send(r.Context(), drop.Claim{LookupHash: f.LookupHash, AnswerTo: f.AnswerTo}, f.Own)
	}
	return h.answerParcel(w, r, map[string]bool{"kept": true}, err)
}

// privateReturn shows the page where a receipt is opened in the browser.
func (h *Handler) privateReturn(w http.ResponseWriter, r *http.Request) error {
	return h.privatePage(w, r, report.VaultKey{}, "private-return.html", "/return")
}

// A sealedThread is what the drop has of a thread, for the browser of whoever shows its lookup id.
type sealedThread struct {
	Team      string         `json:"team"`
	Key       string         `json:"key"` // recipient of the thread's vault; empty if it has none at the moment
	Withdrawn bool           `json:"withdrawn"`
	Waiting   string         `json:"waiting"` // in words
	Own       []byte         `json:"own"`
	Answers   []sealedAnswer `json:"answers"`
}

type sealedAnswer struct {
	Day    string `json:"day"`
	Date   string `json:"date"` // in words
	Sealed []byte `json:"sealed"`
}

// privateAnswers gives out what is sealed to a receipt. The lookup id proves that the browser knows the receipt, and
// opens nothing.
func (h *Handler) privateAnswers(w http.ResponseWriter, r *http.Request) error {
	f, err := h.takeParcel(r, refuseParts)
	if err != nil {
		return h.answerParcel(w, r, nil, err)
	}
	thread, err := h.store.Thread(r.Context(), f.Lookup)
	if err != nil {
		return h.answerParcel(w, r, nil, err)
	}
	t := sealedThread{Withdrawn: thread.Withdrawn, Waiting: h.waitingText(r, thread), Answers: []sealedAnswer{}}
	team := h.threadTeam(r, thread)
	t.Team, t.Key = team.Team, team.Recipient
	if t.Own, err = h.store.Own(r.Context(), thread); err != nil {
		return h.answerParcel(w, r, nil, err)
	}
	answers, err := h.store.Answers(r.Context(), thread)
	if err != nil {
		return h.answerParcel(w, r, nil, err)
	}
	for _, a := range answers {
		d := answer{Day: a.Day}.Date()
		t.Answers = append(t.Answers, sealedAnswer{a.Day, d.Day + " " + h.pages.T(r, d.Month) + " " + d.Year, a.Sealed})
	}
	return ui.JSONStatus(w, http.StatusOK, t)
}

func refuseParts(parcelForm) (*drop.Parcel, error) { return nil, drop.ErrParcel }

func (h *Handler) waitingText(r *http.Request, t drop.Thread) string {
	switch {
	case t.Withdrawn && t.Waiting > 0:
		return h.pages.T(r, "What was still here is deleted. The team has not yet fetched the message that tells it to stop.")
	case t.Withdrawn:
		return h.pages.T(r, "What was still here is deleted. The team has fetched the message that tells it to stop.")
	case t.Waiting > 0:
		return h.pages.N(r, "One thing that you sent is here, sealed, and waits for the team to fetch it.",
			"%d things that you sent are here, sealed, and wait for the team to fetch them.", t.Waiting)
	}
	return h.pages.T(r, "The team has fetched everything that you sent. No copy of it is left here.")
}

// privateWrite makes something more on a thread durable: a letter, or changed consents.
func (h *Handler) privateWrite(w http.ResponseWriter, r *http.Request) error {
	return h.onThread(w, r, func(f parcelForm, t drop.Thread) error {
		if f.parcel == nil {
			return drop.ErrParcel
		}
		return f.parcel.SendOn(r.Context(), t, f.Own)
	})
}

// privateWithdraw deletes what is here and leaves the sealed message that tells the team to stop. If the team has no key
// any more there is no message, and everything is deleted all the same.
func (h *Handler) privateWithdraw(w http.ResponseWriter, r *http.Request) error {
	return h.onThread(w, r, func(f parcelForm, t drop.Thread) error {
		if t.Withdrawn {
			return nil
		}
		if f.parcel != nil {
			return f.parcel.Withdraw(r.Context(), t)
		}
		if h.threadTeam(r, t).Recipient != "" {
			return drop.ErrParcel
		}
		return h.store.Withdraw(r.Context(), t, report.Message{})
	})
}

func (h *Handler) onThread(w http.ResponseWriter, r *http.Request, do func(parcelForm, drop.Thread) error) error {
	f, err := h.takeParcel(r, func(f parcelForm) (*drop.Parcel, error) {
		thread, err := h.store.Thread(r.Context(), f.Lookup)
		if err != nil {
			return nil, err
		}
		return h.store.BeginParcel(r.Context(), thread, f.Key)
	})
	if err == nil {
		if f.parcel != nil {
			defer f.parcel.Abort()
		}
		var thread drop.Thread
		if thread, err = h.store.Thread(r.Context(), f.Lookup); err == nil {
			err = do(f, thread)
		}
	}
	return h.answerParcel(w, r, map[string]bool{"kept": true}, err)
}
