package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"unhindered/report"
)

func TestErasingSaysWhatGoesAndWhatStays(t *testing.T) {
	r := newRoom(t)
	anna, clara := r.as("anna"), r.as("clara")
	c := newCase(t, anna)
	party := add(t, anna, c, "party", url.Values{"label": {"the lawyer"}, "role": {"lawyer"}, "is": {"person"}})
	who := anna.post(c+"/identity/"+party, nil).fields(c + "/identity/" + party + "/save")
	who.Set("name", "Tamsin Vole")
	anna.to(anna.post(c+"/identity/"+party+"/save", who))
	note := add(t, anna, c, "note", url.Values{"text": {"the first wording"}})
	anna.to(anna.upload(c+"/evidence", map[string]string{"letter.txt": "a letter"}))

	// A part of it: first what that means, then it is gone from every version.
	anna.get(c + "/items/" + party).says("Erase it for good…")
	clara.get(c + "/items/" + party).lacks("Erase it for good…")
	anna.get(c+"/items/"+party+"/erase").says("the lawyer", "The identity that is kept for it", "cannot be taken back", "In the history")
	anna.to(anna.post(c+"/items/"+party+"/erase", nil)).says("Erased for good").lacks("the lawyer")
	anna.get(c + "/items/" + party + "/erase").is(http.StatusNotFound)
	anna.post("/search", url.Values{"q": {"Vole"}}).lacks("One case")

	// What was taken out before is reached from the history.
	item := c + "/items/" + note
	anna.to(anna.post(item+"/remove", anna.get(item+"/remove").fields(item+"/remove")))
	anna.get(c+"/history").says("the first wording", `href="`+item+`/erase"`)
	clara.get(c + "/history").lacks(`href="` + item + `/erase"`)
	anna.get(item+"/erase").says("taken out of the case already", "in all 2 versions")
	anna.to(anna.post(item+"/erase", nil))
	anna.get(c + "/history").lacks("the first wording")

	// The header is no part that can be erased alone.
	anna.get(c + "/items/" + strings.TrimPrefix(c, "/cases/") + "/erase").is(http.StatusNotFound)

	// The whole case.
	anna.get(c).says("Erase this case…")
	clara.get(c).lacks("Erase this case…")
	anna.get(c+"/erase").says("A case", "Evidence: 1", "One sealed file of evidence, 8 bytes", "Every earlier version", "What stays", "cannot be taken back")
	anna.to(anna.post(c+"/erase", nil)).says("The case has been erased", "Erased case").lacks("letter.txt")
}

func TestWhatIsPublishedIsWithdrawnBeforeItIsErased(t *testing.T) {
	r := newRoom(t)
	anna, boris := r.as("anna"), r.as("boris")
	c := newCase(t, anna)
	party := add(t, anna, c, "party", url.Values{"label": {"A"}, "role": {"subject"}, "is": {"person"}, "public": {"yes"}})
	act := add(t, anna, c, "act", url.Values{"type": {"ARREST"}, "from": {"2025"}, "parties": {party}})
	source := add(t, anna, c, "source", url.Values{"document": {"A news page"}, "address": {"https://news.example/1"}, "open": {"yes"}})
	draft := anna.get(c + "/publication").fields(c + "/publication")
	for name, value := range map[string]string{"subject": "A person", "summary": "Was allegedly arrested.", "acts": act, "sources": source, "then": "preview"} {
		draft.Set(name, value)
	}
	preview := anna.to(anna.post(c+"/publication", draft)).says("Ask for approval")
	anna.to(anna.post(c+"/publication/request", preview.fields(c+"/publication/request")))
	anna.get(c + "/erase").says("before it is withdrawn").lacks("Erase the case for good")
	boris.to(boris.post(c+"/publication/approve", boris.get(c+"/publication/preview").fields(c+"/publication/approve"))).says("Approved and published")
	boris.post(c+"/erase", nil).is(http.StatusConflict).says("before it is withdrawn")
	boris.get(c).says("A news page")
}

func TestWhatMayNotBeKeptIsToldUntilItIsErased(t *testing.T) {
	r := newRoom(t)
	r.report() // they agree to nothing
	anna, clara := r.as("anna"), r.as("clara")
	anna.get("/").lacks("Must be erased")
	thread := anna.get("/inbox").find(`action="/threads/([0-9a-f]+)/open"`)
	anna.to(anna.post("/threads/"+thread+"/open", nil)).says("do not agree that you keep this", "in danger now", "Erase it…", "No case can be made of it yet").lacks(">Make the case<")
	clara.get("/threads/" + thread).says("An approver has to erase it")
	anna.get("/").says("Must be erased", "not to be kept", "not answered yet", `href="/threads/`+thread+`/erase"`)
	anna.get("/inbox").says("Must be erased")
	clara.get("/").says("An approver has to do it").lacks(`/erase"`)

	// A case was made of it all the same.
	c, _, _ := strings.Cut(anna.post("/threads/"+thread+"/case", url.Values{"title": {"Gate"}, "state": {"XEX"}}).header.Get("Location"), "?")
	anna.get("/").says("Must be erased", "Gate", "The case says what has to go")
	anna.get(c).says("does not agree that it is kept", `href="/threads/`+thread+`/erase"`, `href="`+c+`/erase"`)
	clara.get(c).says("An approver has to do it").lacks(`/erase"`)

	// Somebody else in the case agreed to keeping theirs: only what came of the report has to go.
	other := add(t, anna, c, "party", url.Values{"label": {"the sister"}, "role": {"relative"}, "is": {"person"}})
	consent := anna.get(c + "/consents/add?for=" + other).fields(c + "/consents")
	for name, value := range map[string]string{"purpose": string(report.Hold), "wording": "May we keep it?", "channel": "interview", "given_by": "self", "for": other} {
		consent.Set(name, value)
	}
	anna.to(anna.post(c+"/consents", consent))
	anna.get(c).says("Whoever reported", "photo _of_ me.jpg", "look through the case").lacks(">Erase this case<")
	for range 4 { // the party, what they wrote, two files
		item := anna.get(c).find(`(?s)class="note warm unkept".*?href="(` + c + `/items/[0-9a-f]+)/erase"`)
		anna.to(anna.post(item+"/erase", nil))
	}
	anna.to(anna.post("/threads/"+thread+"/erase", nil))
	anna.get(c).lacks("must be erased").says("the sister")
	anna.get("/").lacks("Must be erased")
}
