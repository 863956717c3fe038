// Package report is the one language that drop and desk share: what is written inside a sealed envelope, what may be
// consented to, and the little that is known of an envelope from outside.
//
// A thread is one person's conversation with a team: their report and everything they and the team add to it. An
// envelope is one thing sent on a thread, as sealed parts: part 0 is a Message (JSON), the others are files.
package report

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Version is written into every Message. A reader refuses a version that it does not know.
const Version = 1

// A Kind says what a message is.
type Kind string

const (
	Report   Kind = "report"   // the first on a thread
	Addition Kind = "addition" // the person wrote again or added files
	Consents Kind = "consents" // the person changed what they consent to
	Withdraw Kind = "withdraw" // the person withdraws the report and all consents
	Answer   Kind = "answer"   // from the team to the person
)

// A Message is part 0 of an envelope. Every field but Version and Kind may be empty: nobody is made to say more than
// they wish.
type Message struct {
	Version  int    `json:"version"`
	Kind     Kind   `json:"kind"`
	Language string `json:"language,omitempty"` // BCP 47, the language of the form that was shown

	What        string `json:"what,omitempty"`        // what happened; the text of an addition or answer
	Whom        string `json:"whom,omitempty"`        // to whom it happened
	Where       string `json:"where,omitempty"`       // as vague or precise as they wish
	When        string `json:"when,omitempty"`        // as vague or precise as they wish
	Cooperation string `json:"cooperation,omitempty"` // which cooperation with the UN they think it answers
	DangerNow   bool   `json:"danger_now,omitempty"`

	Consents []Consent `json:"consents,omitempty"` // every purpose that was shown, given or not
	Files    []File    `json:"files,omitempty"`    // parts 1, 2, ... in order
	From     string    `json:"from,omitempty"`     // in an Answer: how the team signs, never a member's name
}

// A File describes one sealed file of an envelope.
type File struct {
	Name   string `json:"name"`             // as the person's device gave it: hostile until proven otherwise
	Type   string `json:"type,omitempty"`   // likewise
	Size   int64  `json:"size"`             // bytes, before padding
	SHA256 string `json:"sha256"`           // hex, of the bytes before padding
	Sealed bool   `json:"sealed,omitempty"` // the person sealed it with age before sending: open it once more
}

// A Consent is one purpose, and whether the person agrees to it. Silence is no.
type Consent struct {
	Purpose Purpose `json:"purpose"`
	Given   bool    `json:"given"`
	Partner string  `json:"partner,omitempty"` // for SharePartner: with whom
	Wording string  `json:"wording"`           // exactly what was shown
}

// A Purpose is something that may be done with what a person tells, each agreed to on its own.
type Purpose string

// The purposes of design section 4, from the least to the most exposed.
const (
	Hold             Purpose = "hold"              // keep it and work on it
	SharePartner     Purpose = "share_partner"     // share it with a named partner
	NameUN           Purpose = "name_un"           // name the person to a UN mechanism
	NameState        Purpose = "name_state"        // name the person to the State
	SGAnonymous      Purpose = "sg_anonymous"      // in the Secretary-General's report, without name
	SGNamed          Purpose = "sg_named"          // in the Secretary-General's report, by name
	PublishAnonymous Purpose = "publish_anonymous" // publish without name
	PublishNamed     Purpose = "publish_named"     // publish by name
)

// Purposes lists every purpose in the order in which forms show them.
func Purposes() []Purpose {
	return []Purpose{Hold, SharePartner, NameUN, NameState, SGAnonymous, SGNamed, PublishAnonymous, PublishNamed}
}

// Known tells whether p is one of Purposes.
func (p Purpose) Known() bool {
	for _, known := range Purposes() {
		if p == known {
			return true
		}
	}
	return false
}

// Encode returns the message as JSON, with the version filled in.
func (m Message) Encode() ([]byte, error) {
	m.Version = Version
	return json.Marshal(m)
}

// ErrNotMessage is returned by Decode for bytes that are no message of ours.
var ErrNotMessage = errors.New("this is not a message that unhindered wrote")

// Decode reads a message. It returns ErrNotMessage if data is none, or of a version that this program does not know;
// the error never quotes the data.
func Decode(data []byte) (Message, error) {
	var m Message
	if json.Unmarshal(data, &m) != nil || m.Version == 0 {
		return Message{}, ErrNotMessage
	}
	if m.Version > Version {
		return Message{}, fmt.Errorf("%w: it has version %d, this program knows %d; upgrade the desk", ErrNotMessage, m.Version, Version)
	}
	switch m.Kind {
	case Report, Addition, Consents, Withdraw, Answer:
		return m, nil
	}
	return Message{}, ErrNotMessage
}

// An Envelope is what can be known of an envelope without opening it.
type Envelope struct {
	ID     string `json:"id"`     // random
	Thread string `json:"thread"` // random
	Vault  string `json:"vault"`  // id of the vault it is sealed to
	Day    string `json:"day"`    // YYYY-MM-DD (UTC) of arrival; nothing finer is kept
	// AnswerTo is the age recipient of the thread: answers are sealed to it.
	AnswerTo string  `json:"answer_to"`
	Parts    []int64 `json:"parts"` // sizes of the sealed parts, in bytes, padded; part 0 is the Message
}

// Size returns the bytes of all parts.
func (e Envelope) Size() int64 {
	var sum int64
	for _, size := range e.Parts {
		sum += size
	}
	return sum
}

// A VaultKey is what a drop must know of a vault in order to seal to it.
type VaultKey struct {
	Vault     string `json:"vault"`
	Epoch     int    `json:"epoch"`
	Recipient string `json:"recipient"` // age1pq1..., post-quantum hybrid
	// Team is how the team calls itself to those who report; public.
	Team string `json:"team"`
}
