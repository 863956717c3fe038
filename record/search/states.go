package search

import (
	"context"
	"slices"
	"strings"

	"unhindered/un"
)

// States is the source of the States themselves, those of the past included, under every name that package un lists.
func States(context.Context) (Set, error) {
	all := slices.Concat(un.States(), un.FormerStates())
	return Set{N: len(all), At: func(i int) Document {
		s := all[i]
		return Document{
			Ledger: "states", Kind: s.Status, Path: "/states/" + s.ISO3, Title: s.Name, Symbol: s.ISO3, Text: s.Official,
			Also: strings.Join(s.Aliases, "; "), State: s.ISO3, Keys: []string{StateKey(s.ISO3)},
		}
	}}, nil
}
