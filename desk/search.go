package desk

import (
	"bytes"
	"context"
	"slices"
	"strings"
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
		snippets, err := s.desk.snippets(ctx, vaults[info.Vault], info.ID, words)
		if err != nil {
			return nil, 0, err
		}
		hits = append(hits, Hit{info, snippets})
	}
	return hits, len(found), nil
}

// find returns the cases whose text holds every word.
func (i *index) find(words [][]byte) []CaseInfo {
	i.mu.RLock()
	defer i.mu.RUnlock()
	var found []CaseInfo
next:
	for _, one := range i.cases {
		for _, word := range words {
			if !bytes.Contains(one.text, word) {
				continue next
			}
		}
		found = append(found, one.info)
	}
	return found
}

// maxSnippets is how many places of a case are shown.
const maxSnippets = 3

// snippets opens a case that was found and returns where.
func (d *Desk) snippets(ctx context.Context, v *openVault, caseID string, words [][]byte) ([]Snippet, error) {
	all, err := items.ofCase(ctx, d.db, v, caseID)
	if err != nil {
		return nil, err
	}
	var snippets []Snippet
	for _, k := range all {
		eachText(k.Data, func(_, value string) {
			if len(snippets) < maxSnippets {
				if snippet, ok := snippetOf(value, words); ok {
					snippet.Kind, snippet.Item = k.Data.Kind(), k.ID
					snippets = append(snippets, snippet)
				}
			}
		})
	}
	if len(snippets) > 0 {
		return snippets, nil
	}
	names, err := identities.ofCase(ctx, d.db, v, caseID)
	for _, k := range names {
		eachText(k.Data, func(_, value string) {
			if _, ok := snippetOf(value, words); ok && len(snippets) == 0 {
				snippets = append(snippets, Snippet{Kind: KindIdentity, Item: k.ID})
			}
		})
	}
	return snippets, err
}

// snippetOf cuts the piece of text around the first of the words that is in it.
func snippetOf(text string, words [][]byte) (Snippet, bool) {
	folded := fold(text)
	for _, word := range words {
		if !bytes.Contains(folded, word) {
			continue
		}
		// The match is found again in the text itself, whose folded form has another length: the shortest stretch of
		// runes whose folded form is the word.
		runes := []rune(text)
		for from := range runes {
			to := -1
			if !unicode.IsSpace(runes[from]) {
				to = matchEnd(runes[from:], word)
			}
			if to < 0 {
				continue
			}
			to += from
			before, after := max(0, from-60), min(len(runes), to+60)
			return Snippet{Before: string(runes[before:from]), Match: string(runes[from:to]), After: string(runes[to:after])}, true
		}
	}
	return Snippet{}, false
}

// matchEnd returns how many runes at the start of text fold to word, or -1.
func matchEnd(text []rune, word []byte) int {
	for n := 1; n <= len(text) && n <= 4*len(word); n++ {
		folded := fold(string(text[:n]))
		if bytes.HasPrefix(folded, word) {
			for n < len(text) && len(fold(string(text[n:n+1]))) == 0 && !unicode.IsSpace(text[n]) {
				n++ // the marks of the last letter
			}
			return n
		}
		if len(folded) > 0 && !bytes.HasPrefix(word, folded) {
			return -1
		}
	}
	return -1
}
