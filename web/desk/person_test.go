package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"unhindered/report"
)

// What the person decides with their receipt reaches the pages by itself.
func TestThePersonDecides(t *testing.T) {
	r := newRoom(t)
	ctx := t.Context()
	receipt := r.report(report.Hold)
	anna := r.as("anna")
	thread := anna.get("/inbox").find(`action="/threads/([0-9a-f]+)/open"`)
	anna.to(anna.post("/threads/"+thread+"/answer", url.Values{"text": {"May we publish it without your name?"}}))
	c, _, _ := strings.Cut(anna.post("/threads/"+thread+"/case", url.Values{"title": {"Gate"}, "state": {"XEX"}}).header.Get("Location"), "?")
	anna.get(c).says("Keep").lacks("Yes</span>\n<details><summary>Publish, no name")

	// They read the answer and agree.
	keys, err := r.drop.Derive(ctx, receipt)
	check(t, err)
	mine, err := r.drop.Thread(ctx, keys.Lookup)
	check(t, err)
	answers, err := r.drop.Answers(ctx, mine)
	check(t, err)
	if len(answers) != 1 {
		t.Fatalf("%d answers wait for the person, want 1", len(answers))
	}
	sub, err := r.drop.BeginOn(ctx, mine)
	check(t, err)
	_, err = sub.Finish(ctx, report.Message{Kind: report.Consents, Consents: asks(report.Hold, report.PublishAnonymous)})
	check(t, err)
	anna.to(anna.post("/inbox/fetch", nil))
	anna.get("/").says("Somebody wrote again", "Gate")
	anna.get(c).says("messages that nobody has opened", "Keep · Publish, no name")
	anna.get("/threads/"+thread).says("The person changed what they agree to", "Publish without name")
	anna.get(c).lacks("messages that nobody has opened")

	// They withdraw everything.
	check(t, r.drop.Withdraw(ctx, mine, report.Message{Consents: asks()}))
	anna.to(anna.post("/inbox/fetch", nil))
	anna.get("/").says("A consent or a report was withdrawn", "Gate")
	anna.get(c).says("Taken back: Keep, Publish, no name")
	anna.get("/threads/"+thread).says("The person withdrew this report", "The person withdrew the report").lacks("Send the answer")
	anna.post("/threads/"+thread+"/answer", url.Values{"text": {"Why?"}}).is(http.StatusGone)
	anna.get("/inbox").says("Withdrawn by the person")

	// An approver erases it; the line stays, the case too.
	anna.get("/threads/"+thread+"/erase").says("This cannot be taken back", "stays in the case")
	anna.to(anna.post("/threads/"+thread+"/erase", nil)).says("Erased")
	anna.get("/threads/" + thread).lacks("They stopped me")
	anna.get(c).says("Gate")
}
