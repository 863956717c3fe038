package desk

import "context"

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
	return nil, 0, errNotBuilt
}
