package agreement

import (
	"errors"
	"fmt"
	"math/bits"
)

// A Choice is what one member did in one roll call.
type Choice uint8

// The choices. The zero Choice is that of a member which did not vote, for whatever reason.
const (
	None Choice = iota
	Yes
	No
	Abstain
)

// Errors of this package, wrapped with what was wrong.
var (
	ErrShape  = errors.New("agreement: wrong shape")
	ErrChoice = errors.New("agreement: no such choice")
)

// Votes are the choices of members, numbered from 0, in roll calls, numbered from 0. Make them with NewVotes; the zero
// Votes has no members. They may be read, but not Set, from several goroutines at once.
type Votes struct {
	members, rolls, words int
	planes                []uint64 // per member: cast, yes, no; each of words, roll call i in bit i%64 of word i/64
}

// The planes of a member. What was cast and is neither yes nor no is an abstention.
const (
	cast = iota
	yes
	no
	planes
)

// NewVotes returns votes in which nobody has voted yet. It returns ErrShape if a number is negative.
func NewVotes(members, rolls int) (*Votes, error) {
	if members < 0 || rolls < 0 {
		return nil, fmt.Errorf("%w: %d members, %d roll calls", ErrShape, members, rolls)
	}
	words := (rolls + 63) / 64
	return &Votes{members: members, rolls: rolls, words: words, planes: make([]uint64, members*planes*words)}, nil
}

// Members is the number of members.
func (v *Votes) Members() int { return v.members }

// Rolls is the number of roll calls.
func (v *Votes) Rolls() int { return v.rolls }

// Set records the choice of a member in a roll call, in place of any before. It returns ErrShape if there is no such
// member or roll call, and ErrChoice if there is no such choice.
func (v *Votes) Set(member, roll int, c Choice) error {
	if member < 0 || member >= v.members || roll < 0 || roll >= v.rolls {
		return fmt.Errorf("%w: member %d of %d, roll call %d of %d", ErrShape, member, v.members, roll, v.rolls)
	}
	if c > Abstain {
		return fmt.Errorf("%w: %d", ErrChoice, c)
	}
	bit := uint64(1) << (roll % 64)
	put := func(plane int, on bool) {
		w := &v.plane(member, plane)[roll/64]
		*w &^= bit
		if on {
			*w |= bit
		}
	}
	put(cast, c != None)
	put(yes, c == Yes)
	put(no, c == No)
	return nil
}

// At returns the choice of a member in a roll call; None if there is no such member or roll call.
func (v *Votes) At(member, roll int) Choice {
	if member < 0 || member >= v.members || roll < 0 || roll >= v.rolls {
		return None
	}
	has := func(plane int) bool { return v.plane(member, plane)[roll/64]>>(roll%64)&1 == 1 }
	switch {
	case !has(cast):
		return None
	case has(yes):
		return Yes
	case has(no):
		return No
	}
	return Abstain
}

// Cast is how many votes a member cast, of any kind; 0 if there is no such member.
func (v *Votes) Cast(member int) int {
	if member < 0 || member >= v.members {
		return 0
	}
	n := 0
	for _, w := range v.plane(member, cast) {
		n += bits.OnesCount64(w)
	}
	return n
}

// Pick returns votes of the given roll calls alone, in that order; one that is given twice counts twice, as a bootstrap
// wants it. It returns ErrShape if there is no such roll call.
func (v *Votes) Pick(rolls []int) (*Votes, error) {
	for _, r := range rolls {
		if r < 0 || r >= v.rolls {
			return nil, fmt.Errorf("%w: roll call %d of %d", ErrShape, r, v.rolls)
		}
	}
	picked, err := NewVotes(v.members, len(rolls))
	if err != nil {
		return nil, err
	}
	for m := range v.members {
		for p := range planes {
			from, to := v.plane(m, p), picked.plane(m, p)
			for i, r := range rolls {
				to[i/64] |= from[r/64] >> (r % 64) & 1 << (i % 64)
			}
		}
	}
	return picked, nil
}

func (v *Votes) plane(member, plane int) []uint64 {
	at := (member*planes + plane) * v.words
	return v.planes[at : at+v.words : at+v.words]
}
