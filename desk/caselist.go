package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"unhindered/storage"
)

// Cases lists the cases of the member's vaults, and how many there are without Limit and Offset.
func (s *Session) Cases(ctx context.Context, f CaseFilter) ([]CaseInfo, int, error) {
	held, err := s.held()
	if err != nil {
		return nil, 0, err
	}
	var all []CaseInfo
	for _, m := range held {
		if f.Vault != "" && f.Vault != m.id {
			continue
		}
		unread, err := s.desk.unread(ctx, m.id)
		if err != nil {
			return nil, 0, err
		}
		all = append(all, m.index.list(f, unread, s.desk.today())...)
	}
	slices.SortFunc(all, sorted(f.Sort))
	n := len(all)
	return window(all, f.Offset, f.Limit), n, nil
}

// unread returns the threads of a vault that have unopened envelopes.
func (d *Desk) unread(ctx context.Context, vault string) (map[string]bool, error) {
	rows, err := d.db.Query(ctx, "SELECT DISTINCT thread FROM envelope WHERE vault = $1 AND opened = 0", vault)
	threads, err := storage.Collect(rows, err, func(r storage.Row, id *string) error { return r.Scan(id) })
	set := make(map[string]bool, len(threads))
	for _, id := range threads {
		set[id] = true
	}
	return set, err
}

// list returns the lines that a filter chooses.
func (i *index) list(f CaseFilter, unread map[string]bool, today string) []CaseInfo {
	i.mu.RLock()
	defer i.mu.RUnlock()
	var all []CaseInfo
	for _, one := range i.cases {
		info := one.info
		if f.State != "" && info.State != f.State || f.Stage != "" && info.Stage != f.Stage ||
			f.Step != "" && info.Step != f.Step || f.DueBy != "" && (info.Due == "" || info.Due > f.DueBy) {
			continue
		}
		info.Warnings = slices.Clone(info.Warnings)
		for _, thread := range info.threads {
			if unread[thread] {
				info.warn(WarnUnread)
			}
			if _, unkept := i.threads[thread].unkept(thread, info.rests[thread]); unkept {
				info.warn(WarnUnkept)
				if i.threads[thread].Withdrawn != "" {
					info.warn(WarnWithdrawn)
				}
			}
			if len(i.threads[thread].Unreadable) > 0 {
				info.warn(WarnUnreadable)
			}
		}
		if info.Due != "" && info.Due <= today {
			info.warn(WarnDue)
		}
		all = append(all, info)
	}
	return all
}

// sorted returns the order with a name.
func sorted(name string) func(a, b CaseInfo) int {
	switch name {
	case "title":
		return func(a, b CaseInfo) int { return strings.Compare(string(fold(a.Title)), string(fold(b.Title))) }
	case "due":
		last := func(day string) string {
			if day == "" {
				return "9999"
			}
			return day
		}
		return func(a, b CaseInfo) int { return strings.Compare(last(a.Due), last(b.Due)) }
	case "created":
		return func(a, b CaseInfo) int { return byTime(a.Created, b.Created, a, b) }
	}
	return newestFirst
}

func newestFirst(a, b CaseInfo) int { return byTime(a.Updated, b.Updated, a, b) }

func byTime(at, bt time.Time, a, b CaseInfo) int {
	if c := bt.Compare(at); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}
