package desk

import "time"

// A Kind says what an item of a case is.
type Kind string

// The kinds of items.
const (
	KindHeader      Kind = "header"
	KindParty       Kind = "party"
	KindIdentity    Kind = "identity"
	KindAct         Kind = "act"
	KindEngagement  Kind = "engagement"
	KindActor       Kind = "actor"
	KindSource      Kind = "source"
	KindEvidence    Kind = "evidence"
	KindNote        Kind = "note"
	KindAction      Kind = "action"
	KindReply       Kind = "reply"
	KindConsent     Kind = "consent"
	KindDraft       Kind = "draft"
	KindPublication Kind = "publication"
)

// Data is what an item holds: *Header, *Party, *Act, *Engagement, *Actor, *Source, *Evidence, *Note, *Action, *Reply,
// *Consent, *Draft, *Publication or *Identity.
type Data interface {
	Kind() Kind
	// Validate returns what keeps the data from being saved; nil if nothing does.
	Validate() FieldErrors
}

// NewData returns empty data of a kind, and nil for a kind that there is not.
func NewData(kind Kind) Data {
	if make := newData[kind]; make != nil {
		return make()
	}
	return nil
}

var newData = map[Kind]func() Data{
	KindHeader:      func() Data { return new(Header) },
	KindParty:       func() Data { return new(Party) },
	KindIdentity:    func() Data { return new(Identity) },
	KindAct:         func() Data { return new(Act) },
	KindEngagement:  func() Data { return new(Engagement) },
	KindActor:       func() Data { return new(Actor) },
	KindSource:      func() Data { return new(Source) },
	KindEvidence:    func() Data { return new(Evidence) },
	KindNote:        func() Data { return new(Note) },
	KindAction:      func() Data { return new(Action) },
	KindReply:       func() Data { return new(Reply) },
	KindConsent:     func() Data { return new(Consent) },
	KindDraft:       func() Data { return new(Draft) },
	KindPublication: func() Data { return new(Publication) },
}

// An Op is what a version of an item did.
type Op string

// The operations. A removed item stays in the history; of an erased one the history keeps only who saved it and when.
const (
	Created Op = "created"
	Changed Op = "changed"
	Removed Op = "removed"
	Erased  Op = "erased" // the content of every version is gone
)

// An Item is one version of one thing in a case. Its header is the item whose ID is the ID of the case.
type Item struct {
	ID      string // random; "" for a new one
	Version int    // 1, 2, ...
	By      string // sign-in name of the member who saved it
	At      time.Time
	Op      Op
	Data    Data
}

// gone tells whether the item is not in the case any more.
func (i Item) gone() bool { return i.Op == Removed || i.Op == Erased }

// A Row is the newest version of an item, with its data by type.
type Row[T any] struct {
	ID      string
	Version int
	By      string
	At      time.Time
	Data    T
}
