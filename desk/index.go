package desk

import (
	"bytes"
	"context"
	"runtime"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/unicode/norm"
)

// An index holds, while a vault is open, what its lists and its search need: a line for each case, the folded text of
// each case, and what is known of each thread. It is wiped when the vault is closed.
type index struct {
	ready  chan struct{} // closed once it is filled
	failed error         // why it could not be filled; read after ready

	mu      sync.RWMutex
	wiped   bool
	cases   map[string]*indexed
	threads map[string]threadState
}

// indexed is one case in the index.
type indexed struct {
	info    CaseInfo
	text    []byte // every text of the case, folded, a line each
	written []byte // the same as it was written
	pieces  []piece
	sieve   sieve // of text: passes over most cases that do not hold a word
}

// A piece is one text of a case.
type piece struct {
	kind          Kind
	item          string
	text, written int // where it ends in each
}

// piece returns one text, folded and as it was written.
func (one *indexed) piece(n int) (folded, written []byte) {
	var from piece
	if n > 0 {
		from = one.pieces[n-1]
	}
	to := one.pieces[n]
	return one.text[from.text:to.text], one.written[from.written:to.written]
}

// wipe overwrites the texts.
func (one *indexed) wipe() {
	clear(one.text)
	clear(one.written)
	clear(one.sieve)
}

// fillIndex reads, opens and folds all cases of a vault, on all processors at once.
func (d *Desk) fillIndex(ctx context.Context, v *openVault) error {
	threads, err := d.readThreadStates(ctx, v)
	if err != nil {
		return err
	}
	var mu sync.Mutex
	cases := map[string]*indexed{}
	err = d.eachCase(ctx, v, items, func(caseID string, all []kept, damaged bool) {
		one := indexCase(v, caseID, all, nil, d.today())
		if one == nil && damaged { // it is shown all the same: somebody has to know
			one = &indexed{info: CaseInfo{ID: caseID, Vault: v.id, VaultName: v.name}}
		}
		if one == nil {
			return
		}
		if damaged {
			one.info.warn(WarnDamaged)
		}
		mu.Lock()
		cases[caseID] = one
		mu.Unlock()
	})
	if err != nil {
		return err
	}
	err = d.eachCase(ctx, v, identities, func(caseID string, names []kept, damaged bool) {
		mu.Lock()
		one := cases[caseID]
		mu.Unlock()
		if one == nil {
			return
		}
		one.add(names) // one worker at a time has this case
		if damaged {
			one.info.warn(WarnDamaged)
		}
	})
	if err != nil {
		return err
	}
	v.index.mu.Lock()
	v.index.cases, v.index.threads = cases, threads
	v.index.mu.Unlock()
	return nil
}

// eachCase reads all rows of a table and calls do for each case, with the newest version of what is not removed; several
// cases at the same time, each once. A row that does not open is left out, and damaged tells so: one bad byte on the
// disk must not keep a team from all its cases.
func (d *Desk) eachCase(ctx context.Context, v *openVault, t table, do func(caseID string, all []kept, damaged bool)) error {
	group, ctx := errgroup.WithContext(ctx)
	work := make(chan []sealedRow, 4*runtime.NumCPU())
	group.Go(func() error {
		defer close(work)
		return d.readCases(ctx, v, t, work)
	})
	for range runtime.NumCPU() {
		group.Go(func() error {
			keys := v.keys()
			for rows := range work {
				var all []kept
				damaged := false
				for _, row := range rows {
					k, err := t.read(keys, row.caseID, row.id, row.version, row.sealed)
					if err != nil {
						damaged = true
					} else if !k.gone() {
						all = append(all, k)
					}
				}
				do(rows[0].caseID, all, damaged)
			}
			return nil
		})
	}
	return group.Wait()
}

// readCases sends the newest rows of each case of a vault, one case at a time.
func (d *Desk) readCases(ctx context.Context, v *openVault, t table, work chan<- []sealedRow) error {
	// Backwards along the index, so that the newest version of an item comes first; the others are passed over.
	rows, err := d.db.Query(ctx, `SELECT case_id, `+t.id+`, version, sealed FROM `+t.name+` WHERE vault = $1
		ORDER BY vault DESC, case_id DESC, `+t.id+` DESC, version DESC`, v.id)
	if err != nil {
		return err
	}
	defer rows.Close()
	send := func(batch []sealedRow) error {
		if len(batch) == 0 {
			return nil
		}
		select {
		case work <- batch:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	var batch []sealedRow
	for rows.Next() {
		var row sealedRow
		if err := scanSealed(rows, &row); err != nil {
			return err
		}
		if n := len(batch); n > 0 && batch[n-1].caseID == row.caseID {
			if batch[n-1].id == row.id {
				continue
			}
		} else {
			if err := send(batch); err != nil {
				return err
			}
			batch = nil
		}
		batch = append(batch, row)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return send(batch)
}

// indexCase makes the line and the text of a case; nil if it has no header.
func indexCase(v *openVault, caseID string, all, names []kept, today string) *indexed {
	one := &indexed{info: CaseInfo{ID: caseID, Vault: v.id, VaultName: v.name}}
	one.add(all)
	one.add(names)
	found := false
	for _, k := range all {
		switch data := k.Data.(type) {
		case *Header:
			found = true
			one.info.Title, one.info.State, one.info.Stage = data.Title, data.State, data.Stage
			one.info.Next, one.info.Due, one.info.Created = data.Next, data.Due, k.Made
			one.info.threads = data.Threads
		case *Act:
			if !slices.Contains(one.info.Acts, data.Type) {
				one.info.Acts = append(one.info.Acts, data.Type)
			}
			if data.Engagement == "" {
				one.info.warn(WarnNoEngagement)
			}
		case *Publication:
			one.info.Step, one.info.EntryID = data.Step, data.EntryID
			if len(data.Live) > 0 && gather(v, caseID, all).mustWithdraw(*data, today) {
				one.info.warn(WarnMustWithdraw)
			}
			if data.Step == Requested || data.Step == WithdrawalRequested {
				one.info.warn(WarnPending)
			}
		}
	}
	if !found {
		return nil
	}
	if len(one.info.threads) > 0 {
		c := gather(v, caseID, all)
		one.info.rests = map[string]rest{}
		for _, thread := range one.info.threads {
			one.info.rests[thread] = c.restOf(thread, today)
		}
	}
	slices.Sort(one.info.Acts)
	return one
}

// add adds the texts of items.
func (one *indexed) add(all []kept) {
	if len(all) == 0 {
		return
	}
	defer func() { one.sieve = newSieve(one.text) }()
	for _, k := range all {
		if k.At.After(one.info.Updated) {
			one.info.Updated = k.At
		}
		eachText(k.Data, func(_, value string) {
			one.text = appendFolded(one.text, value)
			one.text = append(one.text, '\n')
			one.written = append(one.written, value...)
			one.pieces = append(one.pieces, piece{k.Data.Kind(), k.ID, len(one.text), len(one.written)})
		})
	}
}

func (i *CaseInfo) warn(code string) {
	if !slices.Contains(i.Warnings, code) {
		i.Warnings = append(i.Warnings, code)
	}
}

// refresh brings the index up to date with a case that was just saved.
func (d *Desk) refresh(ctx context.Context, v *openVault, caseID string) error {
	all, err := items.ofCase(ctx, d.db, v, caseID)
	if err != nil {
		return err
	}
	names, err := identities.ofCase(ctx, d.db, v, caseID)
	if err != nil {
		return err
	}
	one := indexCase(v, caseID, all, names, d.today())
	if one == nil {
		return nil
	}
	v.index.mu.Lock()
	defer v.index.mu.Unlock()
	if v.index.wiped {
		one.wipe()
		return nil
	}
	if old := v.index.cases[caseID]; old != nil {
		old.wipe()
	}
	v.index.cases[caseID] = one
	return nil
}

// wipe overwrites the texts and forgets everything.
func (i *index) wipe() {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, one := range i.cases {
		one.wipe()
	}
	i.cases, i.threads, i.wiped = nil, nil, true
}

// fold returns text as it stands in the index.
func fold(text string) []byte { return appendFolded(nil, text) }

func appendFolded(dst []byte, text string) []byte {
	dst = slices.Grow(dst, len(text))
	space := true // no space at the start
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= utf8.RuneSelf: // the rest with all the care that Unicode needs
			return bytes.TrimRight(appendFoldedRunes(dst, text[i:], space), " ")
		case c == ' ' || '\t' <= c && c <= '\r':
			if !space {
				dst = append(dst, ' ')
			}
			space = true
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		dst = append(dst, c)
		space = false
	}
	return bytes.TrimRight(dst, " ")
}

// appendFoldedRunes folds any text; space tells that a space stands before it.
func appendFoldedRunes(dst []byte, text string, space bool) []byte {
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Cf) || r == '\u0640': // marks, invisible signs, the Arabic tatweel
		case unicode.IsSpace(r):
			if !space {
				dst = append(dst, ' ')
			}
			space = true
		default:
			dst = utf8.AppendRune(dst, foldRune(r))
			space = false
		}
	}
	return dst
}

// foldRune maps letters that are written for each other.
func foldRune(r rune) rune {
	switch r {
	case 'ى':
		return 'ي'
	case 'ة':
		return 'ه'
	case 'ı':
		return 'i'
	case 'ł', 'Ł':
		return 'l'
	case 'ø', 'Ø':
		return 'o'
	case 'đ', 'Đ':
		return 'd'
	}
	return unicode.ToLower(r)
}

// empty makes the index of a new vault.
func (i *index) empty() {
	i.ready = make(chan struct{})
	close(i.ready)
	i.cases, i.threads = map[string]*indexed{}, map[string]threadState{}
}
