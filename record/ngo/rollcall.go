package ngo

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
)

// A Vote is what a member of the Committee did in a roll call. A member that is not in the roll call at all was not
// recorded; it is never read as an abstention.
type Vote string

// The votes.
const (
	Yes     Vote = "yes"
	No      Vote = "no"
	Abstain Vote = "abstain"
	Absent  Vote = "absent"
)

// Letter is the vote as one letter: Y, N, A, or X for absent.
func (v Vote) Letter() string {
	switch v {
	case Yes:
		return "Y"
	case No:
		return "N"
	case Abstain:
		return "A"
	}
	return "X"
}

// ParseVote understands the words of the data ("in favor ", "abstent") and their plain forms.
func ParseVote(cell string) (Vote, bool) {
	switch strings.Join(plainWords(cell), " ") {
	case "in favor", "in favour", "favor", "favour", "yes", "y", "for":
		return Yes, true
	case "against", "no", "n":
		return No, true
	case "abstaining", "abstain", "abstained", "abstent", "abstention", "a":
		return Abstain, true
	case "absent", "not present", "x":
		return Absent, true
	}
	return "", false
}

// A Ballot is one State's vote in a roll call.
type Ballot struct {
	ISO3  string `json:"iso3"`
	Vote  Vote   `json:"vote"`
	Name  string `json:"name"`  // as written
	Voted string `json:"voted"` // as written
	Row   int    `json:"row"`
}

// An Outcome is what the data say came of a vote.
type Outcome string

// The outcomes.
const (
	Carried  Outcome = "carried"
	Rejected Outcome = "rejected"
	Other    Outcome = "other" // see the words of the report
)

// ParseOutcome understands the words of the data: a motion that got "in favor" was carried.
func ParseOutcome(cell string) Outcome {
	switch strings.Join(plainWords(cell), " ") {
	case "in favor", "in favour", "adopted", "supported", "carried", "accepted":
		return Carried
	case "rejected", "against", "not adopted":
		return Rejected
	}
	return Other
}

// A RollCall is one vote of the Committee by name.
type RollCall struct {
	ID      string   `json:"id"`
	Session string   `json:"session"`
	Topic   string   `json:"topic"`
	Written string   `json:"outcome_as_written"`
	Outcome Outcome  `json:"outcome"`
	Ballots []Ballot `json:"ballots"`
	Row     int      `json:"row"`

	Tally      Tally    `json:"tally"`
	Applicants []string `json:"applicants,omitempty"` // ids of organisations that the topic names
	Flags      []string `json:"flags,omitempty"`      // what in it contradicts itself
}

// A Tally counts the ballots. A State that is named twice counts once if both ballots say the same.
type Tally struct {
	Yes     int `json:"yes"`
	No      int `json:"no"`
	Abstain int `json:"abstain"`
	Absent  int `json:"absent"`
}

// RollCallID makes the id of a roll call from its session and topic; nth tells apart votes on one topic at one session.
func RollCallID(session, topic string, nth int) string {
	sum := sha256.Sum256([]byte(session + "\x00" + strings.Join(plainWords(topic), " ") + strings.Repeat("\x00", nth-1)))
	return session + "-" + hex.EncodeToString(sum[:4])
}

var pageNoise = regexp.MustCompile(`\bE/\d{4}/32 \(Part I{1,2}\) \d\d-\d{5} \d+/\d+ `)

// cleanTopic is a topic as it is shown: one line, without the foot of the printed page that got into one.
func cleanTopic(s string) string {
	return strings.TrimSpace(pageNoise.ReplaceAllString(strings.Join(strings.Fields(s), " "), ""))
}

// finish counts the ballots and says what contradicts itself.
func (r *RollCall) finish() {
	r.Topic, r.Outcome = cleanTopic(r.Topic), ParseOutcome(r.Written)
	seen := map[string]Vote{}
	for _, b := range r.Ballots {
		if v, twice := seen[b.ISO3]; twice {
			if v == b.Vote {
				r.Flags = append(r.Flags, b.Name+" stands twice, with the same vote; counted once")
			} else {
				r.Flags = append(r.Flags, b.Name+" stands twice, with different votes; both shown, the first counted")
			}
			continue
		}
		seen[b.ISO3] = b.Vote
		switch b.Vote {
		case Yes:
			r.Tally.Yes++
		case No:
			r.Tally.No++
		case Abstain:
			r.Tally.Abstain++
		case Absent:
			r.Tally.Absent++
		}
	}
	switch carried := r.Tally.Yes > r.Tally.No; {
	case r.Outcome == Carried && !carried:
		r.Flags = append(r.Flags, "the outcome says carried, the votes do not")
	case r.Outcome == Rejected && carried:
		r.Flags = append(r.Flags, "the outcome says rejected, the votes say carried; perhaps the application was rejected and not the motion")
	}
	if n := len(seen); n > CommitteeSize {
		r.Flags = append(r.Flags, "more States than the Committee has members")
	}
}

// CommitteeSize is how many members the Committee has (domain reference, section 7).
const CommitteeSize = 19
