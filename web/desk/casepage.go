package desk

import (
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"unhindered/desk"
	"unhindered/report"
	"unhindered/web/ui"
)

// A caseData is the page of a case: what is recorded, in sections, and what may be done with it, beside.
type caseData struct {
	Case        desk.Case
	Sections    []section
	Ledger      []ledger
	Chart       template.HTML
	Events      []event
	Approver    bool
	EntryURL    string // of what is published, in the record
	Publication desk.Publication
	Unkept      []unkept
}

// A section lists the items of one kind.
type section struct {
	Kind kind
	Rows []row
}

// A row is one item: what it is called, what is known of it, and what the people concerned agreed to.
type row struct {
	ID, Title string
	Version   int
	Lines     []string // the most important things, each on its own line
	Tags      []string
	Facts     []fact  // all else, in the order of the form
	Graded    *graded // of a reply: question by question
	Covered   []fact  // shown only when asked for
	Consent   holds
	Identity  bool   // for a party: whether one is kept
	Edit      string // address of its form
	Download  string
	Copy      *copyData // of evidence: the copy without metadata
}

// A fact is a field with its value in words.
type fact struct {
	Label string
	Text  string
	Link  string // where the text is an address that anyone can open
}

func (h *Handler) casePage(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	c, err := s.OpenCase(r.Context(), r.PathValue("case"))
	if err != nil {
		return err
	}
	data := caseData{Case: c, Approver: s.Role(c.Vault) == desk.Approver, Publication: c.Publication.Data,
		Sections: sections(c), Ledger: ledgers(&c), Unkept: unkeptOf(&c)}
	data.Case.Warnings = slices.DeleteFunc(c.Warnings, func(w desk.Warning) bool { // said by Unkept, with more
		return w.Code == desk.WarnUnkept || w.Code == desk.WarnWithdrawn
	})
	data.Events = events(c)
	data.Chart = drawing(data.Events, func(text string, args ...any) string { return h.pages.T(r, text, args...) })
	if id := c.Publication.Data.EntryID; id != "" && h.opts.RecordURL != "" {
		data.EntryURL = h.opts.RecordURL + "/register/" + id
	}
	return h.render(w, r, http.StatusOK, "case.html", data)
}

// An item is one thing of a case, whatever its kind.
type item struct {
	id      string
	version int
	by      string
	at      time.Time
	data    desk.Data
}

// items lists everything of a kind in a case.
func items(c *desk.Case, k desk.Kind) []item {
	switch k {
	case desk.KindHeader:
		return []item{{c.ID, c.Header.Version, c.Header.By, c.Header.At, &c.Header.Data}}
	case desk.KindParty:
		return rows[desk.Party](c.Parties)
	case desk.KindEngagement:
		return rows[desk.Engagement](c.Engagements)
	case desk.KindAct:
		return rows[desk.Act](c.Acts)
	case desk.KindActor:
		return rows[desk.Actor](c.Actors)
	case desk.KindSource:
		return rows[desk.Source](c.Sources)
	case desk.KindEvidence:
		return rows[desk.Evidence](c.Evidence)
	case desk.KindAction:
		return rows[desk.Action](c.Actions)
	case desk.KindReply:
		return rows[desk.Reply](c.Replies)
	case desk.KindNote:
		return rows[desk.Note](c.Notes)
	}
	return nil
}

func rows[T any, P interface {
	*T
	desk.Data
}](list []desk.Row[T]) []item {
	all := make([]item, len(list))
	for i := range list {
		all[i] = item{list[i].ID, list[i].Version, list[i].By, list[i].At, P(&list[i].Data)}
	}
	return all
}

// title is what an item is called where another points to it.
func title(data desk.Data) string {
	switch d := data.(type) {
	case *desk.Party:
		return d.Label
	case *desk.Engagement:
		return join(", ", capital(string(d.Form)), bodyName(d.Body), period(d.From, d.To))
	case *desk.Act:
		return join(", ", actName(d.Type), period(d.From, d.To))
	case *desk.Actor:
		return d.Name
	case *desk.Source:
		return join(", ", d.Document, d.Part)
	case *desk.Evidence:
		if d.Title != "" {
			return d.Title
		}
		return fileName(d.Name)
	case *desk.Action:
		return join(", ", capital(d.Type), d.Symbol, d.Date.String())
	case *desk.Reply:
		return join(", ", stateName(d.State), d.Symbol, d.Date.String())
	case *desk.Note:
		return firstLine(d.Text)
	}
	return ""
}

// names maps the ID of every item to what it is called.
func names(c *desk.Case) map[string]string {
	all := map[string]string{}
	for _, k := range kinds {
		if k.kind == desk.KindHeader {
			continue
		}
		for _, one := range items(c, k.kind) {
			all[one.id] = title(one.data)
		}
	}
	return all
}

// choices offers the items of a case to fields that point to some.
func choices(c *desk.Case) func(...desk.Kind) []option {
	return func(of ...desk.Kind) []option {
		var all []option
		for _, k := range of {
			for _, one := range items(c, k) {
				label := title(one.data)
				if len(of) > 1 {
					known, _ := kindOf(k)
					label = known.one + ": " + label
				}
				all = append(all, option{one.id, label})
			}
		}
		return all
	}
}

func sections(c desk.Case) []section {
	called := names(&c)
	ledger := newLedger(&c)
	var all []section
	for _, k := range kinds {
		if k.many == "" {
			continue
		}
		sec := section{Kind: k}
		for _, one := range items(&c, k.kind) {
			sec.Rows = append(sec.Rows, newRow(&c, k, one, called, ledger))
		}
		all = append(all, sec)
	}
	return all
}

// newRow says what a line of the case page says of an item: its title, then what matters most, then all the rest.
func newRow(c *desk.Case, k kind, one item, called map[string]string, l consents) row {
	base := "/cases/" + c.ID
	r := row{ID: one.id, Title: title(one.data), Version: one.version, Edit: base + "/items/" + one.id,
		Consent: l.of(concerned(c, one))}
	said := map[string]bool{} // fields that the title and the lines say already
	say := func(text string, fields ...string) {
		for _, f := range fields {
			said[f] = true
		}
		if text != "" {
			r.Lines = append(r.Lines, text)
		}
	}
	switch d := one.data.(type) {
	case *desk.Party:
		say(join(" · ", word(d.Role), word(d.Is)), "label", "role", "is")
		_, r.Identity = c.Identities[one.id]
		for _, t := range []struct {
			on   bool
			text string
		}{{d.Minor, ui.Text("Minor")}, {d.Official, ui.Text("Official")}, {d.Foreign, ui.Text("Foreign national")}, {d.Public, ui.Text("Named in public")}} {
			if t.on {
				r.Tags = append(r.Tags, t.text)
			}
		}
		said["minor"], said["official"], said["foreign"], said["public"] = true, true, true, true
	case *desk.Engagement:
		say(join(" · ", word(d.Status), d.Session, d.Place), "body", "form", "status", "session", "place", "from", "to")
	case *desk.Act:
		say(join(" · ", list2(d.Parties, called), d.Region), "type", "from", "to", "parties", "region")
		if e := called[d.Engagement]; e != "" {
			say("Answers: "+e, "engagement")
		} else {
			r.Tags = append(r.Tags, ui.Text("No cooperation yet"))
		}
	case *desk.Actor:
		say(join(" · ", capital(d.Type), capital(string(d.Involvement))), "name", "type", "involvement")
	case *desk.Source:
		say(capital(string(d.Reliability)), "document", "part", "open", "reliability")
		if d.Open {
			say(d.Claim, "claim")
			r.Tags = append(r.Tags, ui.Text("Anyone can read it"))
		}
	case *desk.Evidence:
		said["name"], said["title"] = true, true
		say(bytes(d.Size) + " · SHA-256 " + d.SHA256[:min(12, len(d.SHA256))] + "…")
		r.Facts = append(r.Facts, fact{Label: ui.Text("Name as it came"), Text: fileName(d.Name)}, fact{Label: "SHA-256", Text: d.SHA256})
		r.Download = base + "/evidence/" + one.id
		made := newCopy(base, one, d)
		r.Copy = &made
	case *desk.Action:
		say(join(" · ", bodyName(d.Body), d.Text), "type", "symbol", "date", "body", "text", "confidential")
		if d.Confidential {
			r.Tags = append(r.Tags, ui.Text("Not public yet"))
		}
	case *desk.Reply:
		say(d.Text, "state", "symbol", "date", "text")
		r.Graded = newGraded(d.Questions)
		said["questions"] = true
	case *desk.Note:
		r.Title = join(", ", one.by, dateWords(one.at.UTC().Format(time.DateOnly)))
		say(d.Text, "text")
	}
	m := values(one.data)
	for _, f := range k.fields {
		if said[f.name] || f.as == asHidden {
			continue
		}
		in := inWords(f, m[f.name], called)
		if in.Text == "" {
			continue
		}
		if f.covered || f.name == "place" || f.name == "claim" { // what only a protected source says is as good as a name
			r.Covered = append(r.Covered, in)
			continue
		}
		r.Facts = append(r.Facts, in)
	}
	return r
}

// inWords writes the value of a field as people read it.
func inWords(f field, v any, called map[string]string) fact {
	out := fact{Label: f.label, Text: text(v)}
	switch f.as {
	case asDate, asDay:
		out.Text = dateWords(out.Text)
	case asCheck:
		if out.Text != "" {
			out.Text = ui.Text("Yes")
		}
	case asItem:
		out.Text = called[out.Text]
	case asItems:
		var ids []string
		if listed, ok := v.([]any); ok {
			for _, id := range listed {
				ids = append(ids, text(id))
			}
		}
		out.Text = list2(ids, called)
	case asQuestions:
		var lines []string
		if listed, ok := v.([]any); ok {
			for _, q := range listed {
				if m, ok := q.(map[string]any); ok {
					lines = append(lines, join(" ", text(m["text"]), "— "+text(m["grade"]), text(m["note"])))
				}
			}
		}
		out.Text = strings.Join(lines, "\n")
	case asChoice:
		for _, g := range f.options() {
			for _, o := range g.Options {
				if o.Value == out.Text {
					out.Text = o.Label
				}
			}
		}
	case asLine:
		if f.name == "address" {
			out.Link = out.Text
		}
	}
	return out
}

// list2 names items.
func list2(ids []string, called map[string]string) string {
	var all []string
	for _, id := range ids {
		if called[id] != "" {
			all = append(all, called[id])
		}
	}
	return strings.Join(all, ", ")
}

// join puts texts together, without the empty ones.
func join(between string, texts ...string) string {
	var all []string
	for _, t := range texts {
		if strings.TrimSpace(t) != "" {
			all = append(all, t)
		}
	}
	return strings.Join(all, between)
}

func firstLine(s string) string {
	first, _, _ := strings.Cut(s, "\n")
	if r := []rune(first); len(r) > 90 {
		return string(r[:90]) + "…"
	}
	return first
}

// exposed lists the purposes from the least exposed to the most.
var exposed = report.Purposes()
