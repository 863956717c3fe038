package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"unhindered/desk"
	"unhindered/drop"
)

// Info is what somebody who tries the demo has to know.
type Info struct {
	Members []Member
	Shares  []string // recovery shares of the desk; 2 of 3 open it
	play    *play
}

// Wait returns when everything invented is there, with the error that kept it from being made, if any.
func (i Info) Wait() error {
	<-i.play.done
	return i.play.err
}

// Receipt returns the receipt, in English words, of the report that the team has answered: with it anyone can read the
// answer. It is empty before Wait has returned, and if the demo was stopped in the moment in which it was made.
func (i Info) Receipt() string {
	i.play.mu.Lock()
	defer i.play.mu.Unlock()
	return i.play.book.Receipt
}

// A play makes the invented part of the demo: reports in the drop and cases in the desk, of a State that does not exist.
type play struct {
	desk *desk.Desk
	drop *drop.Store

	mu   sync.Mutex
	book *diary

	done chan struct{}
	err  error // set before done is closed
}

// Sandbox sets the demo up in dir, or finds it as it was: it returns as soon as everybody can sign in, and makes the
// invented reports and cases in the background. When it was stopped half-way it goes on from there. Info.Wait tells when
// all is ready; whoever closes the rooms calls it first, after ending ctx if they cannot wait.
//
// Nothing invented is put into the register: one publication waits for a second person's approval.
func Sandbox(ctx context.Context, dir string, d *desk.Desk, store *drop.Store) (Info, error) {
	return sandbox(ctx, dir, d, store, time.Now)
}

func sandbox(ctx context.Context, dir string, d *desk.Desk, store *drop.Store, now func() time.Time) (Info, error) {
	book, err := signIns(ctx, dir, d, now)
	if err != nil {
		return Info{}, err
	}
	p := &play{desk: d, drop: store, book: book, done: make(chan struct{})}
	if p.has(stepNorth) && p.has(stepOthers) {
		close(p.done)
		return p.info(), nil
	}
	heron, err := book.signIn(ctx, d, "heron")
	if err != nil {
		return Info{}, err
	}
	if err := p.step(ctx, stepNorth, func(ctx context.Context) error { return p.north(ctx, heron) }); err != nil {
		heron.Lock()
		return Info{}, err
	}
	go func() {
		defer close(p.done)
		defer heron.Lock()
		p.err = p.fill(ctx, heron)
	}()
	return p.info(), nil
}

func (p *play) info() Info {
	p.mu.Lock()
	defer p.mu.Unlock()
	return Info{slices.Clone(p.book.Members), slices.Clone(p.book.Shares), p}
}

// The steps, in order. Each looks at what is there, so that one that was cut off can be done again.
const (
	stepNorth   = "northern team"
	stepReports = "reports"
	stepCase    = "case"
	stepReturn  = "return"
	stepDraft   = "draft"
	stepOthers  = "other cases"
)

func (p *play) has(step string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Contains(p.book.Steps, step)
}

// change changes what is noted, and writes it down.
func (p *play) change(do func(*notes)) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	do(&p.book.notes)
	return p.book.save()
}

// step does something that has not been done before, and notes that it is.
func (p *play) step(ctx context.Context, name string, do func(context.Context) error) error {
	if p.has(name) {
		return nil
	}
	if err := do(ctx); err != nil {
		return fmt.Errorf("making the demo (%s): %w", name, err)
	}
	return p.change(func(n *notes) { n.Steps = append(n.Steps, name) })
}

// north makes the other team with its one member besides heron.
func (p *play) north(ctx context.Context, heron *desk.Session) error {
	vaults, err := heron.Vaults(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(vaults, func(v desk.VaultInfo) bool { return v.Name == northernTeam })
	var vault desk.VaultInfo
	if i >= 0 {
		vault = vaults[i]
	} else if vault, err = heron.NewVault(ctx, northernTeam, northernTeam, nil); err != nil {
		return err
	}
	wren := members[len(members)-1]
	if slices.ContainsFunc(vault.Members, func(m desk.MemberInfo) bool { return m.Name == wren.Name }) {
		// The demo was stopped before the new sign-in was written down: nobody knows it.
		if err := heron.RemoveMember(ctx, wren.Name); err != nil {
			return err
		}
	}
	enrolment, err := heron.AddMember(ctx, newMember(wren), vault.ID)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return errors.Join(p.book.add(wren, enrolment), p.book.save())
}

// fill makes the reports and cases.
func (p *play) fill(ctx context.Context, heron *desk.Session) error {
	for _, step := range []struct {
		name string
		do   func(context.Context, *desk.Session) error
	}{
		{stepReports, p.reports},
		{stepCase, p.firstCase},
		{stepReturn, p.personReturns},
		{stepDraft, p.publication},
		{stepOthers, p.otherCases},
	} {
		if err := p.step(ctx, step.name, func(ctx context.Context) error { return step.do(ctx, heron) }); err != nil {
			return err
		}
	}
	return nil
}

// reports sends three reports, and lets the desk fetch them.
func (p *play) reports(ctx context.Context, heron *desk.Session) error {
	if _, err := p.desk.Fetch(ctx); err != nil {
		return err
	}
	threads, err := heron.Threads(ctx)
	if err != nil {
		return err
	}
	picture, err := boardingPass()
	if err != nil {
		return err
	}
	for n := len(threads); n < 3; n++ { // those that are there were sent before the demo was stopped
		switch n {
		case 0:
			receipt, err := send(ctx, p.drop, theReport(), file{"pass.png", "image/png", picture}, file{"what we remember.txt", "text/plain", []byte(noteFile)})
			if err != nil {
				return err
			}
			if err := p.change(func(n *notes) { n.Receipt = words(receipt) }); err != nil {
				return err
			}
		case 1:
			if _, err := send(ctx, p.drop, theArabicReport()); err != nil {
				return err
			}
		case 2:
			if _, err := send(ctx, p.drop, theUrgentReport()); err != nil {
				return err
			}
		}
	}
	_, err = p.desk.Fetch(ctx)
	return err
}

// personReturns lets the person of the first report read the answer and write again.
func (p *play) personReturns(ctx context.Context, heron *desk.Session) error {
	receipt := Info{play: p}.Receipt()
	thread, err := p.firstThread(ctx, heron)
	if err != nil || receipt == "" || thread.Envelopes > 1 {
		return err
	}
	if err := writeAgain(ctx, p.drop, receipt, theAddition()); err != nil {
		return err
	}
	_, err = p.desk.Fetch(ctx)
	return err
}

// firstThread returns the report with the files: the only one that is more than text.
func (p *play) firstThread(ctx context.Context, s *desk.Session) (desk.ThreadInfo, error) {
	threads, err := s.Threads(ctx)
	if err != nil {
		return desk.ThreadInfo{}, err
	}
	for _, t := range threads {
		if t.Case != "" || t.Size != desk.TextOnly {
			return t, nil
		}
	}
	return desk.ThreadInfo{}, errors.New("the invented report with files is not in the inbox")
}
