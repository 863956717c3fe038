// Package desk is the room where a trusted team reads reports and works on cases. Everything in its database but a
// published list of clear fields (ClearFields) is sealed; keys exist in memory while a member is signed in, and nowhere
// else in the clear.
//
// Every method that returns content hangs on a Session, so who is asking is never in doubt, and every opening leaves an
// audit line that is durable before the content is returned.
//
// An error of this package never quotes what is in a report, a case or a key.
package desk

import (
	"context"
	"io"
	"time"

	"unhindered/record/register"
	"unhindered/report"
)

// An Intake is the desk's side of the door to the drop.
type Intake interface {
	// Waiting lists the envelopes that the desk has not taken yet.
	Waiting(ctx context.Context) ([]report.Envelope, error)
	// OpenPart returns a sealed part of a waiting envelope; the caller closes it.
	OpenPart(ctx context.Context, envelope string, part int) (io.ReadCloser, error)
	// Taken says that the desk holds the envelope durably, so that the drop may delete its copy.
	Taken(ctx context.Context, envelope string) error
	// PostAnswer leaves an answer, sealed to the thread's AnswerTo. The same key twice is the same answer.
	PostAnswer(ctx context.Context, key, thread string, sealed []byte) error
	// SetVaults tells the drop to whom reports are sealed from now on.
	SetVaults(ctx context.Context, keys []report.VaultKey) error
}

// A Record is the desk's side of the door to the public record.
type Record interface {
	// Publish publishes an entry, or the next version of the one whose ID it carries. The same key twice is the same
	// publication.
	Publish(ctx context.Context, key string, e register.Entry) (register.Published, error)
	// Withdraw removes the entry and leaves a tombstone. The same key twice is the same withdrawal.
	Withdraw(ctx context.Context, key, id string) (register.Published, error)
}

// An Option changes a default of Open.
type Option func(*Desk)

// IdleTimeout sets after how long without a request a session locks itself; the default is 15 minutes.
func IdleTimeout(d time.Duration) Option { return func(k *Desk) { k.idle = d } }

// WorkFactor sets the scrypt work factor (log2 of N) of member passphrases made from now on; the default is
// seal.DefaultWorkFactor. Tests use 10.
func WorkFactor(n int) Option { return func(k *Desk) { k.workFactor = n } }

// TryDelay sets how long a try of a name waits after one wrong try; after each further one it waits twice as long, up to
// 32 times this. The default is half a second.
func TryDelay(d time.Duration) Option { return func(k *Desk) { k.tryDelay = d } }

// Clock sets what the desk takes for the present time, for tests.
func Clock(now func() time.Time) Option { return func(k *Desk) { k.now = now } }
