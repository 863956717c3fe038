package record

import (
	"context"
	"slices"
	"strings"

	office "unhindered/office/table"
	ledgers "unhindered/record"
	"unhindered/record/imports"
	apipages "unhindered/web/record/api"
	"unhindered/web/record/feeds"
	"unhindered/web/record/ledger"
)

// exports are the parts of the site from which others take what is here: the interface for programs, feeds and calendar.
func exports(r *ledgers.Record) []ledger.Ledger {
	return []ledger.Ledger{
		apipages.New(r.Tables(), terms),
		feeds.New(feeds.Sources{Register: r.Register, NGO: r.NGO, Sheets: r.Visits.Sheets(),
			Imports: func(ctx context.Context) ([]imports.Info, error) { return imports.List(ctx, r.DB) }}),
	}
}

// Address is the public address of the site without final slash, or "".
func (o Options) Address() string { return strings.TrimSuffix(o.Origin, "/") }

// originsOf are the data sets that a table is made from, each once.
func originsOf(t office.Table) []ledgers.Origin {
	var all []ledgers.Origin
	for _, key := range t.Origin {
		if o, ok := ledgers.OriginByKey(key); ok && !slices.Contains(all, o) {
			all = append(all, o)
		}
	}
	return all
}

// terms says under which terms the rows of a table were published.
func terms(t office.Table) string {
	var all []string
	for _, o := range originsOf(t) {
		all = append(all, strings.TrimSpace("From: "+o.Title+". Terms: "+o.Terms+" "+o.Notice))
	}
	return strings.Join(all, "\n\n")
}
