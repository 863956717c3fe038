// Package register holds the published cases: what anyone may read and check, and nothing else. Entries come through
// one door (Publish, Withdraw), each with a commitment in the log of package record/log.
package register

import "unhindered/un"

// An Entry is one published case, as everyone sees it. Texts are neutral and in our own words; every fact has a source.
type Entry struct {
	ID      string `json:"id"`      // stable; given by the record at the first publication unless set
	Version int    `json:"version"` // 1, 2, ...; given by the record

	Subject string `json:"subject"` // a name where that was consented to, else "seven human rights defenders"
	Kind    Kind   `json:"kind"`
	Named   bool   `json:"named"` // Subject names somebody
	State   string `json:"state"` // ISO 3166 alpha-3 of the State concerned, or of a fictional one (X..)

	From     un.Date `json:"from,omitempty"` // partial dates keep their precision
	To       un.Date `json:"to,omitempty"`
	DateNote string  `json:"date_note,omitempty"` // "approximate", "before the letter"
	Place    string  `json:"place,omitempty"`

	Summary string   `json:"summary"`
	Acts    []string `json:"acts"`            // codes of un.ActTypes
	Actor   string   `json:"actor,omitempty"` // alleged

	Engagement string   `json:"engagement,omitempty"` // the cooperation that was answered, in words
	Bodies     []string `json:"bodies,omitempty"`     // codes of un.Bodies: with whom they cooperated, and who took it up

	Actions       []Action       `json:"actions,omitempty"` // of UN bodies
	Replies       []Reply        `json:"replies,omitempty"` // of the State
	Incidents     []Incident     `json:"incidents,omitempty"`
	Outcome       string         `json:"outcome,omitempty"`
	Disagreements []Disagreement `json:"disagreements,omitempty"`
	Sources       []Source       `json:"sources"`

	// Context marks an entry that explains others and is not itself counted as a reprisal case.
	Context bool   `json:"context,omitempty"`
	Notes   string `json:"notes,omitempty"`
	// Fictional marks an invented entry of the demo; every page that shows it says so.
	Fictional bool `json:"fictional,omitempty"`
}

// A Kind says who an entry is about.
type Kind string

const (
	Person       Kind = "person"
	Persons      Kind = "persons"
	Group        Kind = "group"
	Organisation Kind = "organisation"
)

// An Action is something a UN body did about the case.
type Action struct {
	Date   un.Date `json:"date,omitempty"`
	Type   string  `json:"type"` // "joint urgent appeal", "news release", "report of the Secretary-General", ...
	Symbol string  `json:"symbol,omitempty"`
	Text   string  `json:"text,omitempty"`
	Source string  `json:"source,omitempty"`
}

// A Reply is what the State answered; its denial stands beside the allegation.
type Reply struct {
	Date       un.Date `json:"date,omitempty"`
	Symbol     string  `json:"symbol,omitempty"`
	Text       string  `json:"text"`
	Assessment string  `json:"assessment,omitempty"` // per source, in words
	Source     string  `json:"source,omitempty"`
}

// An Incident is a single event in a UN room or proceeding that belongs to the case.
type Incident struct {
	ID       string  `json:"id"`
	Date     un.Date `json:"date,omitempty"`
	Place    string  `json:"place,omitempty"`
	Type     string  `json:"type"` // code of un.ActTypes
	Actor    string  `json:"actor,omitempty"`
	Text     string  `json:"text"`
	Response string  `json:"response,omitempty"` // of the UN
	Outcome  string  `json:"outcome,omitempty"`
	Source   string  `json:"source"`
}

// A Disagreement is a fact on which two sources differ: both are kept, both are shown.
type Disagreement struct {
	Fact string `json:"fact"`
	A    string `json:"a"`
	B    string `json:"b"`
	Kept string `json:"kept"` // what this entry does about it
}

// A Source is where facts of the entry come from.
type Source struct {
	Document string `json:"document"`          // short title or symbol
	Part     string `json:"part,omitempty"`    // section, paragraph or page
	Address  string `json:"address,omitempty"` // https://...
}
