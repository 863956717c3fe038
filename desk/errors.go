package desk

import (
	"errors"
	"fmt"
	"strings"
)

var (
	// ErrSignIn is returned for any failed sign-in, whatever the cause.
	ErrSignIn = errors.New("name, passphrase and code do not belong together")
	// ErrBusy is returned by SignIn while too many tries of the same name wait for their turn.
	ErrBusy = errors.New("too many sign-ins at the same time; try again in a minute")
	// ErrLocked is returned by every method of a session that has been locked.
	ErrLocked = errors.New("this session is locked; sign in again")
	// ErrNotFound is returned for what is not there and, indistinguishably, for what is in a vault of others.
	ErrNotFound = errors.New("there is nothing here, or it is not in one of your vaults")
	// ErrForbidden is returned where another role, or another person, is needed.
	ErrForbidden = errors.New("this needs a member with another role")
	// ErrSamePerson is returned by approvals of one's own work.
	ErrSamePerson = errors.New("whoever drafted, last edited or asked cannot approve; another approver has to")
	// ErrStale is returned by approvals of something that has changed since it was shown or asked for.
	ErrStale = errors.New("the case or its draft has changed since approval was asked for; ask again")
	// ErrState is returned by a step of a publication that is not the next one.
	ErrState = errors.New("the publication is not at this step; load the page again")
	// ErrOnItsWay is returned by Approve where all is approved but the record could not be reached.
	ErrOnItsWay = errors.New("it is approved, and will be carried out as soon as the record can be reached")
	// ErrInitialised is returned by Init for a desk that has members already.
	ErrInitialised = errors.New("this desk has been set up already")
	// ErrNoDoor is returned where the desk was opened without the door that is needed.
	ErrNoDoor = errors.New("this desk runs without a door to that room")
	// ErrDamaged is returned where stored bytes do not open, or the chain of audit lines does not hold.
	ErrDamaged = errors.New("what is stored here has been damaged or changed outside the program; restore it from a backup")
	// ErrMember is returned for a member name that is taken, unknown or badly formed.
	ErrMember = errors.New("member name is taken, unknown or not made of 2 to 32 lower-case letters, digits and hyphens")
	// ErrLastApprover is returned by a change that would leave a vault without an approver.
	ErrLastApprover = errors.New("a vault needs at least one approver; make somebody else approver first")
	// ErrWithdrawnThread is returned by Answer, NewCase and AddToCase for a thread that the person withdrew.
	ErrWithdrawnThread = errors.New("the person has withdrawn this report; nothing more can be sent to them, and it cannot be made a case")
)

// A FieldError says what is wrong with one field. Text is shown beside it and never quotes the value.
type FieldError struct{ Field, Text string }

// FieldErrors is what Validate and the saving methods return for input that cannot be kept.
type FieldErrors []FieldError

func (e FieldErrors) Error() string {
	names := make([]string, len(e))
	for i, f := range e {
		names[i] = f.Field
	}
	return fmt.Sprintf("check these fields: %s", strings.Join(names, ", "))
}

// For returns the text for a field, or "".
func (e FieldErrors) For(field string) string {
	for _, f := range e {
		if f.Field == field {
			return f.Text
		}
	}
	return ""
}

// orNil returns e as an error, and nil if it is empty.
func (e FieldErrors) orNil() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

func (e *FieldErrors) add(field, text string) { *e = append(*e, FieldError{field, text}) }

// A Conflict is returned by a save whose base is no longer the newest version: somebody saved in between. Nothing was
// kept; the caller shows the difference and saves again with Theirs.Version as base.
type Conflict struct {
	Theirs Item // the newest
	Base   Item // what the caller started from; zero if the item was new
	Yours  Item // what the caller wanted to save
	Diff   []FieldDiff
}

func (c *Conflict) Error() string {
	return fmt.Sprintf("somebody saved version %d of this since version %d was opened; nothing of yours was saved yet",
		c.Theirs.Version, c.Base.Version)
}

// A FieldDiff is a field that differs. In a Conflict all three values are filled, in a Change only Base (before) and
// Yours (after).
type FieldDiff struct{ Field, Base, Theirs, Yours string }

// Clashes tells whether both sides changed the field, and to different values.
func (d FieldDiff) Clashes() bool {
	return d.Theirs != d.Base && d.Yours != d.Base && d.Theirs != d.Yours
}

// A Blocked is returned by RequestApproval and Approve while checks fail.
type Blocked struct{ Problems []Problem }

func (b *Blocked) Error() string {
	return "checks keep this from being published: open the list of problems of the draft"
}
