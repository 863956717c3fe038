package drop

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"slices"
	"sync"
	"time"
)

// StashTime is how long files are kept, sealed, for a form that had to be corrected.
const StashTime = time.Hour

// A stash remembers which blobs belong to forms that had to be corrected, until when. What the files are called stands
// only in the token, which the person's form carries, encrypted with a key that this process alone knows: so no clear
// name stays in memory, and nobody can make up a token or read another's.
type stash struct {
	mu    sync.Mutex
	until map[string]time.Time // by blob
	token cipher.AEAD
}

func newStash() *stash {
	key := make([]byte, 32)
	rand.Read(key)
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // 32 bytes are always a key
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return &stash{until: make(map[string]time.Time), token: aead}
}

// Keep ends the submission without sending it: its files stay, sealed, for StashTime, and whoever shows the token (by
// AddKept or Kept) can go on with them. The token is empty if there is no file. It is text that fits a form field.
func (sub *Submission) Keep() (token string, err error) {
	if sub.done || len(sub.files) == 0 {
		sub.done = true
		return "", nil
	}
	plain, err := json.Marshal(sub.files)
	if err != nil {
		return "", err
	}
	sub.done = true
	st := sub.store.stash
	st.mu.Lock()
	defer st.mu.Unlock()
	for _, f := range sub.files {
		if _, still := st.until[f.Blob]; f.kept && !still {
			continue // swept or sent meanwhile; the token will say so
		}
		st.until[f.Blob] = time.Now().Add(StashTime)
	}
	return base64.RawURLEncoding.EncodeToString(st.token.Seal(nil, nil, plain, nil)), nil
}

// AddKept adds the files that were kept under the token, except those whose places (from 0) are in without, which are
// removed for good. It returns ErrGone, and adds none, if one of them is no longer there. An empty token adds nothing.
func (sub *Submission) AddKept(token string, without ...int) error {
	files, err := sub.store.stash.open(token)
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.Vault != sub.key.Vault {
			return ErrGone // sealed to a team that is not asked any more
		}
	}
	for i, f := range files {
		if slices.Contains(without, i) {
			sub.store.unkeep(f.Blob)
			continue
		}
		f.kept = true
		sub.files = append(sub.files, f)
	}
	return nil
}

func (st *stash) open(token string) ([]sealedFile, error) {
	if token == "" {
		return nil, nil
	}
	sealed, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return nil, ErrGone
	}
	plain, err := st.token.Open(nil, nil, sealed, nil)
	if err != nil {
		return nil, ErrGone
	}
	var files []sealedFile
	if err := json.Unmarshal(plain, &files); err != nil {
		return nil, ErrGone
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	now := time.Now()
	for _, f := range files {
		if st.until[f.Blob].Before(now) {
			return nil, ErrGone
		}
	}
	return files, nil
}

// claim takes the kept ones of files out of the stash, so that two submissions cannot both send them.
func (st *stash) claim(files []sealedFile) error {
	st.mu.Lock()
	defer st.mu.Unlock()
	for _, f := range files {
		if _, ok := st.until[f.Blob]; f.kept && !ok {
			return ErrGone
		}
	}
	for _, f := range files {
		delete(st.until, f.Blob)
	}
	return nil
}

// giveBack undoes claim after a failure.
func (st *stash) giveBack(files []sealedFile) {
	st.mu.Lock()
	defer st.mu.Unlock()
	for _, f := range files {
		if f.kept {
			st.until[f.Blob] = time.Now().Add(StashTime)
		}
	}
}

func (st *stash) all() []string {
	st.mu.Lock()
	defer st.mu.Unlock()
	var names []string
	for name := range st.until {
		names = append(names, name)
	}
	return names
}

// unkeep removes one kept blob, unless it has been sent meanwhile.
func (s *Store) unkeep(blob string) {
	s.stash.mu.Lock()
	_, ok := s.stash.until[blob]
	delete(s.stash.until, blob)
	s.stash.mu.Unlock()
	if ok {
		s.blobs.Remove(blob)
	}
}

// sweepStash removes kept files whose time is over, once a minute.
func (s *Store) sweepStash() {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-s.stop:
			return
		case now := <-tick.C:
			s.sweep(now)
		}
	}
}

func (s *Store) sweep(now time.Time) {
	s.stash.mu.Lock()
	var over []string
	for name, until := range s.stash.until {
		if until.Before(now) {
			over = append(over, name)
		}
	}
	s.stash.mu.Unlock()
	for _, name := range over {
		s.unkeep(name)
	}
}
