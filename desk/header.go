package desk

import "unhindered/un"

// A Header is what a case is called and where it stands.
type Header struct {
	Title string `json:"title"`            // for the team; never published
	State string `json:"state" desk:"ref"` // ISO 3166 alpha-3 of the State concerned, or of a fictional one (X..)
	Stage Stage  `json:"stage" desk:"ref"`
	Notes string `json:"notes,omitempty"`
	// Due is the day (YYYY-MM-DD) on which Next has to be done.
	Due  string `json:"due,omitempty"`
	Next string `json:"next,omitempty"`
	// SecretTerms must appear nowhere in what is published: nicknames, places, employers, dates.
	SecretTerms []string `json:"secret_terms,omitempty"`
	// Threads are the reports that belong to the case; AddToCase changes it.
	Threads []string `json:"threads,omitempty" desk:"ref"`
	// DraftID and PublicationID are the item IDs of the draft and of the publication, made with the case.
	DraftID       string `json:"draft_id" desk:"ref"`
	PublicationID string `json:"publication_id" desk:"ref"`
	// Fictional marks an invented case of the demo; it goes into what is published.
	Fictional bool `json:"fictional,omitempty"`
}

// A Stage is how far a case is.
type Stage string

// The stages of a case.
const (
	StageDraft          Stage = "draft"
	StageConsentPending Stage = "consent_pending"
	StageDocumented     Stage = "documented"
	StageVerified       Stage = "verified"
	StageSubmitted      Stage = "submitted"
	StageUNAction       Stage = "un_action"
	StageReplied        Stage = "replied"
	StageNoReply        Stage = "no_reply"
	StageInReport       Stage = "in_sg_report"
	StageFollowUp       Stage = "follow_up"
	StageResolved       Stage = "resolved"
	StageClosed         Stage = "closed"
	StageWithdrawn      Stage = "withdrawn"
	StageReopened       Stage = "reopened"
)

// Stages lists all stages in their usual order.
func Stages() []Stage {
	return []Stage{StageDraft, StageConsentPending, StageDocumented, StageVerified, StageSubmitted, StageUNAction,
		StageReplied, StageNoReply, StageInReport, StageFollowUp, StageResolved, StageClosed, StageWithdrawn, StageReopened}
}

// Kind returns KindHeader.
func (*Header) Kind() Kind { return KindHeader }

// Validate demands a title and a State that is known.
func (h *Header) Validate() FieldErrors {
	var e FieldErrors
	e.text("title", h.Title, needed, line)
	e.state("state", h.State)
	e.oneOf("stage", string(h.Stage), plain(Stages()))
	e.text("notes", h.Notes, page)
	e.day("due", h.Due)
	e.text("next", h.Next, line)
	for _, term := range h.SecretTerms {
		e.text("secret_terms", term, needed, line)
	}
	return e
}

// isState tells whether a text is a name of the State concerned.
func (h *Header) isState(text string) bool {
	state, ok := un.FindState(text)
	return ok && state.ISO3 == h.State
}
