package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"unhindered/desk"
	"unhindered/report"
	"unhindered/web/ui"
)

// A historyData is every change of a case, or of one item of it.
type historyData struct {
	Case    string
	Item    string
	Changes []change
	// Approver may erase for good what was taken out of the case.
	Approver bool
}

// A change is one version of an item, in words.
type change struct {
	desk.Change
	KindName string
	Name     string // of the item
	Fields   []changedField
}

type changedField struct{ Label, Before, After string }

func (h *Handler) history(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	all, err := s.History(r.Context(), r.PathValue("case"))
	if err != nil {
		return err
	}
	c, err := s.OpenCase(r.Context(), r.PathValue("case"))
	if err != nil {
		return err
	}
	called := names(&c)
	data := historyData{Case: casePath(r), Item: r.URL.Query().Get("item"), Approver: s.Role(c.Vault) == desk.Approver}
	for _, one := range all {
		if data.Item != "" && one.Item != data.Item {
			continue
		}
		data.Changes = append(data.Changes, inHistory(one, called))
	}
	return h.render(w, r, http.StatusOK, "history.html", data)
}

// inHistory writes a change in words, without what only the program needs.
func inHistory(one desk.Change, called map[string]string) change {
	out := change{Change: one, KindName: word(one.Kind), Name: one.Title}
	if name := called[one.Item]; name != "" {
		out.Name = name
	}
	k, _ := kindOf(one.Kind)
	if k.one != "" {
		out.KindName = k.one
	}
	switch one.Kind {
	case desk.KindConsent:
		k.fields = consentFields
		if p, ok := purposeNames[report.Purpose(one.Title)]; ok {
			out.Name = p.short
		}
	case desk.KindPublication:
		k.fields = publicationFields
		out.Name = stepNames[desk.Step(one.Title)]
	case desk.KindEvidence:
		k.fields = append(slices.Clone(k.fields), field{name: "size", label: ui.Text("Size in bytes"), as: asLine}, field{name: "sha256", label: "SHA-256", as: asLine},
			field{name: "clean_size", label: ui.Text("Size of the copy without metadata, in bytes"), as: asLine},
			field{name: "clean_removed", label: ui.Text("What the copy lacks"), as: asLine}, field{name: "clean_remains", label: ui.Text("What the copy still tells"), as: asLine})
	}
	for _, d := range one.Diff {
		for _, f := range k.fields {
			if f.name == d.Field && f.label != "" {
				out.Fields = append(out.Fields, changedField{f.label, kept(f, d.Base, called), kept(f, d.Yours, called)})
			}
		}
	}
	return out
}

// kept writes a value of the history in words: items by what they are called, dates and choices as people say them.
func kept(f field, value string, called map[string]string) string {
	switch f.as {
	case asItem, asItems:
		var all []string
		for id := range strings.SplitSeq(value, "; ") {
			if called[id] != "" {
				id = called[id]
			}
			if len(id) == 32 && !strings.Contains(id, " ") {
				id = short(id) // of something that has been taken out
			}
			all = append(all, id)
		}
		return strings.Join(all, "; ")
	case asChoice:
		return inWords(f, value, nil).Text
	case asDate, asDay:
		return dateWords(value)
	}
	return value
}

// consentFields and publicationFields are what the history tells of items that no form of the case edits.
var (
	consentFields = []field{
		{name: "for", label: ui.Text("For whom"), as: asItem},
		{name: "purpose", label: ui.Text("For which purpose"), as: asChoice, options: func() []group {
			var g group
			for _, p := range exposed {
				g.Options = append(g.Options, option{string(p), purposeNames[p].long})
			}
			return []group{g}
		}},
		{name: "given", label: ui.Text("Agreed"), as: asLine}, {name: "given_by", label: ui.Text("Who said it"), as: asLine},
		{name: "wording", label: ui.Text("The words they were asked in"), as: asLong}, {name: "channel", label: ui.Text("How"), as: asLine},
		{name: "day", label: ui.Text("On which day"), as: asDay}, {name: "until", label: ui.Text("Holds until"), as: asDay},
		{name: "withdrawn", label: ui.Text("Taken back"), as: asDay}, {name: "understood_risks", label: ui.Text("Risks understood"), as: asLine},
		{name: "dates", label: ui.Text("Published dates at most to the"), as: asLine}, {name: "places", label: ui.Text("Published places at most to the"), as: asLine},
		{name: "partner", label: ui.Text("With which partner"), as: asLine}, {name: "language", label: ui.Text("Language"), as: asLine},
		{name: "notes", label: ui.Text("Notes"), as: asLong},
	}
	publicationFields = []field{
		{name: "step", label: ui.Text("Step"), as: asChoice, options: func() []group {
			var g group
			for step, name := range stepNames {
				g.Options = append(g.Options, option{string(step), name})
			}
			return []group{g}
		}},
		{name: "requested_by", label: ui.Text("Asked for by"), as: asLine}, {name: "approved_by", label: ui.Text("Approved by"), as: asLine},
		{name: "reason", label: ui.Text("Reason"), as: asLong}, {name: "entry_id", label: ui.Text("Entry in the register"), as: asLine},
		{name: "version", label: ui.Text("Version in the register"), as: asLine}, {name: "hash", label: ui.Text("Hash"), as: asLine},
		{name: "must_withdraw", label: ui.Text("Has to be withdrawn"), as: asLine},
	}
)

// An auditData is who did what, newest first.
type auditData struct {
	Lines      []desk.AuditLine
	Total      int
	By         string
	Case       string
	Thread     string
	Prev, Next string
	Vaults     map[string]string // ID to name, where the member has several: each has lines of its own
}

func (h *Handler) audit(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	q := r.URL.Query()
	page := positive(q.Get("page"))
	f := desk.AuditFilter{By: q.Get("by"), Case: q.Get("case"), Thread: q.Get("thread"), Limit: perPage, Offset: (page - 1) * perPage}
	lines, total, err := s.Audit(r.Context(), f)
	if err != nil {
		return err
	}
	data := auditData{Lines: lines, Total: total, By: f.By, Case: f.Case, Thread: f.Thread}
	vaults, err := s.Vaults(r.Context())
	if err != nil {
		return err
	}
	if len(vaults) > 1 {
		data.Vaults = map[string]string{}
		for _, v := range vaults {
			data.Vaults[v.ID] = v.Name
		}
	}
	at := func(n int) string {
		v := url.Values{"page": {itoa(n)}}
		for _, name := range []string{"by", "case", "thread"} {
			if q.Get(name) != "" {
				v.Set(name, q.Get(name))
			}
		}
		return "/audit?" + v.Encode()
	}
	if page > 1 {
		data.Prev = at(page - 1)
	}
	if page*perPage < total {
		data.Next = at(page + 1)
	}
	return h.render(w, r, http.StatusOK, "audit.html", data)
}

// A membersData is the member's vaults and who is in them.
type membersData struct{ Vaults []desk.VaultInfo }

func (h *Handler) members(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	vaults, err := s.Vaults(r.Context())
	if err != nil {
		return err
	}
	return h.render(w, r, http.StatusOK, "members.html", membersData{vaults})
}
