package desk

import (
	"bytes"
	"context"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// A Hit is a case that holds what was searched for.
type Hit struct {
	CaseInfo
	Snippets []Snippet
}

// A Snippet is a piece of text with the words searched for: Before, Match, After. For an identity only its kind is
// given, since it is opened on its own.
type Snippet struct {
	Kind                 Kind
	Item                 string
	Before, Match, After string
}

// Search finds the cases of the member's vaults that contain every word of the query, whatever its case and diacritics,
// newest change first, with an audit line first. At most limit hits are returned (0: 50), and how many there are.
func (s *Session) Search(ctx context.Context, query string, limit int) ([]Hit, int, error) {
	held, err := s.held()
	if err != nil {
		return nil, 0, err
	}
	var words [][]byte
	for _, word := range strings.Fields(cut(query, 200)) {
		if word := fold(word); len(word) > 0 {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return nil, 0, nil
	}
	if limit <= 0 {
		limit = 50
	}
	var found []CaseInfo
	vaults := map[string]*openVault{}
	for _, m := range held {
		vaults[m.id] = m.openVault
		if err := s.audit(ctx, m.openVault, AuditLine{What: Searched, Note: cut(query, 200)}); err != nil {
			return nil, 0, err
		}
		found = append(found, m.index.find(words)...)
	}
	slices.SortFunc(found, newestFirst)
	hits := make([]Hit, 0, min(limit, len(found)))
	for _, info := range found[:min(limit, len(found))] {
		hits = append(hits, Hit{info, vaults[info.Vault].index.snippets(info.ID, words)})
	}
	return hits, len(found), nil
}

// find returns the cases whose text holds every word; it looks on all processors at once.
func (i *index) find(words [][]byte) []CaseInfo {
	i.mu.RLock()
	defer i.mu.RUnlock()
	all := slices.Collect(maps.Values(i.cases))
	workers := runtime.NumCPU()
	found := make([][]CaseInfo, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for _, one := range all[w*len(all)/workers : (w+1)*len(all)/workers] {
				if one.holds(words) {
					found[w] = append(found[w], one.info)
				}
			}
		})
	}
	wg.Wait()
	return slices.Concat(found...)
}

func (one *indexed) holds(words [][]byte) bool {
	for _, word := range words {
		if !one.sieve.mayHold(word) || !bytes.Contains(one.text, word) {
			return false
		}
	}
	return true
}

// maxSnippets is how many places of a case are shown.
const maxSnippets = 3

// snippets returns where in a case the words stand; of an identity, only that one of them does.
func (i *index) snippets(caseID string, words [][]byte) []Snippet {
	i.mu.RLock()
	defer i.mu.RUnlock()
	one := i.cases[caseID]
	if one == nil {
		return nil
	}
	var snippets []Snippet
	identity := Snippet{}
	for n, piece := range one.pieces {
		folded, written := one.piece(n)
		for _, word := range words {
			if !bytes.Contains(folded, word) {
				continue
			}
			if piece.kind == KindIdentity {
				identity = Snippet{Kind: KindIdentity, Item: piece.item}
			} else if len(snippets) < maxSnippets {
				if snippet, ok := snippetOf(string(written), word); ok {
					snippet.Kind, snippet.Item = piece.kind, piece.item
					snippets = append(snippets, snippet)
				}
			}
			break
		}
	}
	if identity.Kind != "" {
		snippets = append(snippets, identity)
	}
	return snippets
}

// snippetOf cuts the piece of text around the first place of a folded word.
func snippetOf(text string, word []byte) (Snippet, bool) {
	// Fold rune by rune, and remember for each folded byte which rune it comes from.
	runes := []rune(text)
	var folded []byte
	var from []int
	for n, r := range runes {
		one := appendFolded(nil, string(r))
		if len(one) == 0 && unicode.IsSpace(r) && len(folded) > 0 && folded[len(folded)-1] != ' ' {
			one = []byte(" ")
		}
		folded = append(folded, one...)
		for range one {
			from = append(from, n)
		}
	}
	at := bytes.Index(folded, word)
	if at < 0 {
		return Snippet{}, false
	}
	start, end := from[at], from[at+len(word)-1]+1
	for end < len(runes) && unicode.Is(unicode.Mn, runes[end]) {
		end++ // the marks of the last letter
	}
	before, after := max(0, start-60), min(len(runes), end+60)
	return Snippet{Before: string(runes[before:start]), Match: string(runes[start:end]), After: string(runes[end:after])}, true
}
