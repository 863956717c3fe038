package drop

import (
	"crypto/rand"
	"net/http"
	"sync"
	"time"

	"unhindered/seal"
)

// visitLength is how long the keys of a receipt stay in memory when nothing is done.
const visitLength = 20 * time.Minute

const cookieName = "visit"

// sessions are the visits of people who came back with a receipt: their keys, in memory only, under a random token.
type sessions struct {
	mu  sync.Mutex
	all map[string]*session
}

type session struct {
	keys seal.ReceiptKeys
	end  *time.Timer
}

func (s *sessions) start(keys seal.ReceiptKeys) (token string) {
	token = rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = make(map[string]*session)
	}
	s.all[token] = &session{keys: keys, end: time.AfterFunc(visitLength, func() { s.forget(token) })}
	return token
}

// get returns the keys of a visit and lets it go on for another visitLength.
func (s *sessions) get(token string) (seal.ReceiptKeys, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one, ok := s.all[token]
	if !ok {
		return seal.ReceiptKeys{}, false
	}
	one.end.Reset(visitLength)
	return one.keys, true
}

func (s *sessions) forget(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if one, ok := s.all[token]; ok {
		one.end.Stop()
		delete(s.all, token)
	}
}

// visit returns the keys of the request's visit.
func (h *Handler) visit(r *http.Request) (seal.ReceiptKeys, bool) {
	c, err := r.Cookie(cookieName)
	if err != nil {
		return seal.ReceiptKeys{}, false
	}
	return h.sessions.get(c.Value)
}

func (h *Handler) setCookie(w http.ResponseWriter, r *http.Request, token string) {
	http.SetCookie(w, h.cookie(r, token, 0))
}

func (h *Handler) dropCookie(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, h.cookie(r, "", -1))
}

func (h *Handler) cookie(r *http.Request, token string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name: cookieName, Value: token, Path: "/return", MaxAge: maxAge,
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: h.opts.Secure || r.TLS != nil,
	}
}

// signOut ends the visit and shows the empty page.
func (h *Handler) signOut(w http.ResponseWriter, r *http.Request) error {
	if c, err := r.Cookie(cookieName); err == nil {
		h.sessions.forget(c.Value)
		h.dropCookie(w, r)
		h.wiper.soon()
	}
	return h.leave(w, r)
}
