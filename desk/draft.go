package desk

import "unhindered/record/register"

// A Draft says what of a case is to be published, and in which words. A case has at most one.
type Draft struct {
	Subject     string        `json:"subject"` // as shown: a name where consented, else "two human rights defenders"
	SubjectKind register.Kind `json:"subject_kind" desk:"ref"`
	Named       []string      `json:"named,omitempty" desk:"ref"` // item IDs of parties that the text names
	Summary     string        `json:"summary"`                    // public, neutral, own words
	// Dates is how exact the dates of the acts are shown; DateNote stands beside them.
	Dates    Precision `json:"dates" desk:"ref"`
	DateNote string    `json:"date_note,omitempty"`
	// Place is the place as shown, and Places how exact that is.
	Place  string    `json:"place,omitempty"`
	Places Precision `json:"places" desk:"ref"`

	Engagement string `json:"engagement,omitempty"` // the cooperation, in words
	Actor      string `json:"actor,omitempty"`      // alleged, in words
	Outcome    string `json:"outcome,omitempty"`
	Notes      string `json:"notes,omitempty"` // public notes
	Context    bool   `json:"context,omitempty"`

	// What goes along: item IDs.
	Acts        []string `json:"acts,omitempty" desk:"ref"`
	Engagements []string `json:"engagements,omitempty" desk:"ref"` // their bodies
	Actions     []string `json:"actions,omitempty" desk:"ref"`
	Replies     []string `json:"replies,omitempty" desk:"ref"`
	Sources     []string `json:"sources,omitempty" desk:"ref"`
}

// SubjectKinds lists the kinds of subjects of a public entry.
func SubjectKinds() []register.Kind {
	return []register.Kind{register.Person, register.Persons, register.Group, register.Organisation}
}

// Kind returns KindDraft.
func (*Draft) Kind() Kind { return KindDraft }

// Validate demands a subject, a summary and how exact dates and places are.
func (d *Draft) Validate() FieldErrors {
	var e FieldErrors
	e.text("subject", d.Subject, needed, line)
	e.oneOf("subject_kind", string(d.SubjectKind), plain(SubjectKinds()))
	e.text("summary", d.Summary, needed, page)
	e.oneOf("dates", string(d.Dates), plain(DatePrecisions()))
	e.text("date_note", d.DateNote, line)
	e.text("place", d.Place, line)
	e.oneOf("places", string(d.Places), plain(PlacePrecisions()))
	e.text("engagement", d.Engagement, page)
	e.text("actor", d.Actor, line)
	e.text("outcome", d.Outcome, page)
	e.text("notes", d.Notes, page)
	return e
}

// A Problem is something that keeps a draft from being published, or should be thought about before it is.
type Problem struct {
	Code     string // a word that stays: ProblemNoConsent, ...
	Field    string // of the draft; "" if of none
	Text     string // what is wrong and what to do; may quote the draft, so it is shown to the team only
	Blocking bool

	// Say and Args are what Text was made of, as for fmt.Sprintf, so that a page can say it in another language: Say is a
	// sentence of ours, and so is an argument that is a Phrase; all else was written by the team.
	Say  string
	Args []any
}

// A Phrase is a word of ours within a sentence.
type Phrase string

// The codes of problems.
const (
	ProblemNoConsent    = "no_consent"       // a person concerned did not consent to this
	ProblemNotNamed     = "not_named"        // consent to be named is missing
	ProblemMinor        = "minor_named"      // a minor would be named
	ProblemSecretTerm   = "secret_term"      // a secret term stands in the text
	ProblemDates        = "dates_too_exact"  // finer than consented
	ProblemPlaces       = "places_too_exact" // finer than consented
	ProblemNoSource     = "no_source"        // nothing to check it against
	ProblemNoParty      = "no_party"         // nobody concerned is recorded, so nobody can have consented
	ProblemConfidential = "confidential"     // a UN letter that is not public yet
	ProblemField        = "field"            // a field of the draft cannot be kept or is missing
	ProblemNoAct        = "no_act"           // no act is chosen
	ProblemNoLink       = "no_engagement"    // an act points to no cooperation
	ProblemNoIdentity   = "no_identity"      // a name that is not kept cannot be looked for: hint
	ProblemFewPeople    = "few_people"       // what is shown fits few people: hint
	ProblemGone         = "gone"             // a chosen item is not in the case any more
)

// Blocking tells whether one of the problems keeps the draft from being published.
func Blocking(problems []Problem) bool {
	for _, p := range problems {
		if p.Blocking {
			return true
		}
	}
	return false
}

// A Preview is what the public would see.
type Preview struct {
	Draft Row[Draft]
	// Entry is the exact entry, without the ID and version that the record gives to a first one.
	Entry    register.Entry
	Hash     string // hex SHA-256 of the exact bytes; Approve wants it back
	Problems []Problem
}
