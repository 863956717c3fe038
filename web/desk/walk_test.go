package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"unhindered/report"
)

func TestAReportBecomesAPublicEntry(t *testing.T) {
	r := newRoom(t)
	r.report(report.Hold)
	anna := r.as("anna")

	inbox := anna.get("/inbox").is(http.StatusOK).says("1 new", "Text only").lacks("They stopped me", "photo", "Zora")
	thread := inbox.find(`action="/threads/([0-9a-f]+)/open"`)
	opened := anna.to(anna.post("/threads/"+thread+"/open", nil))
	opened.says("They stopped me at the gate.", "in danger now", "Keep it and work on it", "photo _of_ me.jpg")
	anna.get("/audit").says("Opened a report")

	// A file is only ever saved, whatever it claims to be.
	href := opened.find(`href="(/threads/[^"]+/1)"`)
	file := anna.get(href).is(http.StatusOK)
	if got := file.header; got.Get("Content-Type") != "application/octet-stream" ||
		!strings.HasPrefix(got.Get("Content-Disposition"), "attachment") || !strings.Contains(got.Get("Content-Security-Policy"), "sandbox") ||
		got.Get("X-Content-Type-Options") != "nosniff" || strings.Contains(got.Get("Content-Disposition"), "<") {
		t.Errorf("headers of a file: %v", got)
	}
	if file.body != "<script>alert(1)</script>" {
		t.Errorf("the file is %q", file.body)
	}

	anna.to(anna.post("/threads/"+thread+"/answer", url.Values{"text": {"Are you safe now?"}})).says("Are you safe now?", "on its way")
	anna.post("/threads/"+thread+"/case", url.Values{"title": {""}, "state": {""}}).is(http.StatusUnprocessableEntity).says("This is needed.")

	made := anna.post("/threads/"+thread+"/case", url.Values{"title": {"Gate"}, "state": {"XEX"}})
	c, _, _ := strings.Cut(made.header.Get("Location"), "?")
	page := anna.to(made).says("Gate", "Examplestan", "Keep it and work on it", "photo _of_ me.jpg")
	party := page.find(`action="` + c + `/identity/([0-9a-f]+)"`)

	// Who the party is: sealed apart, covered until asked for.
	who := anna.post(c+"/identity/"+party, nil).is(http.StatusOK)
	form := who.fields(c + "/identity/" + party + "/save")
	form.Set("name", "Zora Quill")
	form.Set("aliases", "The Heron\nHeron of the Lake")
	anna.to(anna.post(c+"/identity/"+party+"/save", form)).lacks("Heron")
	anna.post(c+"/identity/"+party, nil).says("Zora Quill", "Heron of the Lake")

	// What happened, piece by piece.
	add := func(kind string, change url.Values) string {
		t.Helper()
		form := anna.get(c + "/add/" + kind).is(http.StatusOK).fields(c + "/items")
		for name, values := range change {
			form[name] = values
		}
		p := anna.post(c+"/items", form)
		anna.to(p)
		_, id, _ := strings.Cut(p.header.Get("Location"), "#i-")
		if id == "" {
			t.Fatalf("adding %s: %s", kind, text(p.body))
		}
		return id
	}
	engagement := add("engagement", url.Values{"body": {"HRC"}, "form": {"statement"}, "status": {"sought"}, "session": {"58th session"}, "from": {"2025-03"}, "parties": {party}})
	add("act", url.Values{"type": {"EXIT_STOP"}, "from": {"2025-03-03"}, "place": {"gate 7"}, "parties": {party}, "engagement": {engagement}, "timing": {"before"},
		"details": {"Officer: not named\nwent on"}})
	source := add("source", url.Values{"document": {"A news page"}, "address": {"https://news.example/1"}, "open": {"yes"}})
	action := add("action", url.Values{"type": {"joint urgent appeal"}, "body": {"SP"}, "symbol": {"XEX 1/2025"}, "date": {"2025-04-01"}, "source": {source}})
	add("reply", url.Values{"state": {"XEX"}, "action": {action}, "text": {"The Government denies it."}, "date": {"2025-06"},
		"questions": {"Why?", "When?", ""}, "questions.grade": {"evaded", "answered", "answered"}, "questions.note": {"", "", ""}})
	add("actor", url.Values{"name": {"border police"}, "type": {"police"}})
	add("note", url.Values{"text": {"Ask again in May."}})
	anna.get(c).says("Stopped at the border or airport, 3 March 2025", "58th session", "Joint urgent appeal, XEX 1/2025, 1 April 2025",
		"Why? E evaded", "Ask again in May.", "Officer: not named went on")

	header := anna.get(c + "/items/" + strings.TrimPrefix(c, "/cases/")).fields(c + "/items/" + strings.TrimPrefix(c, "/cases/"))
	header.Set("secret_terms", "gate 7")
	header.Set("next", "Ask for consent")
	header.Set("due", "2020-01-31")
	anna.to(anna.post(c+"/items/"+strings.TrimPrefix(c, "/cases/"), header)).says("Ask for consent", "overdue", "31 January 2020")
	anna.get("/").says("Ask for consent", "overdue")

	// Publication: refused without consent.
	draft := anna.get(c + "/publication").is(http.StatusOK).fields(c + "/publication")
	draft.Set("subject", "A human rights defender")
	draft.Set("summary", "A defender was allegedly stopped at gate 7 before a session of the Council.")
	draft.Set("then", "preview")
	preview := anna.to(anna.post(c+"/publication", draft)).says("A human rights defender", "Must be mended", "not consented").lacks("Ask for approval")
	if !strings.Contains(preview.body, "secret") && !strings.Contains(preview.body, "never") {
		t.Errorf("the preview does not speak of the secret term:\n%s", text(preview.body))
	}
	hash := preview.find(`<p class="hash"><code>([0-9a-f]{64})`)
	anna.post(c+"/publication/request", url.Values{"hash": {hash}}).is(http.StatusUnprocessableEntity).says("Nothing went out")

	// Consent is added; the term goes out of the text.
	consent := anna.get(c + "/consents/add?for=" + party).fields(c + "/consents")
	consent.Set("purpose", "publish_anonymous")
	consent.Set("wording", "May we publish this without your name?")
	consent.Set("channel", "interview")
	consent.Set("given_by", "self")
	consent.Set("for", party)
	anna.to(anna.post(c+"/consents", consent)).says("Publish, no name")
	draft = anna.get(c + "/publication").fields(c + "/publication")
	draft.Set("summary", "A defender was allegedly stopped at the border before a session of the Council.")
	draft.Set("then", "preview")
	preview = anna.to(anna.post(c+"/publication", draft)).says("Ask for approval").lacks("Must be mended", "Zora", "gate 7")
	hash = preview.find(`<p class="hash"><code>([0-9a-f]{64})`)
	anna.get(c+"/publication/page").is(http.StatusOK).says("A human rights defender", "not published")
	anna.to(anna.post(c+"/publication/request", url.Values{"hash": {hash}})).says("anna", "frozen")

	// The one who asked cannot approve; another approver can; a member cannot.
	anna.post(c+"/publication/approve", url.Values{"hash": {hash}}).is(http.StatusForbidden)
	clara := r.as("clara")
	clara.post(c+"/publication/approve", url.Values{"hash": {hash}}).is(http.StatusForbidden)
	boris := r.as("boris")
	boris.get("/").says("Wait for approval", "Gate")
	decide := boris.get(c+"/publication/preview").says("Approve and publish now", "for anyone to read and copy")
	boris.post(c+"/publication/refuse", url.Values{"reason": {""}}).is(http.StatusUnprocessableEntity).says("Write why")
	boris.to(boris.post(c+"/publication/refuse", url.Values{"reason": {"The date is missing."}}))
	boris.get(c).says("Sent back instead of approved: The date is missing.")
	anna.to(anna.post(c+"/publication/request", url.Values{"hash": {hash}}))
	boris.to(boris.post(c+"/publication/approve", decide.fields(c+"/publication/approve"))).says("Approved and published", "Version 1 is in the register")
	id := boris.get(c).find(`href="http://record.example/register/([^"]+)"`)
	entry, err := r.register.Entry(t.Context(), id)
	check(t, err)
	if entry.Subject != "A human rights defender" || entry.From != "2025" || entry.Named {
		t.Errorf("the entry: %+v", entry.Entry)
	}

	// Correct: a new version, after another approval.
	draft = boris.get(c + "/publication").fields(c + "/publication")
	draft.Set("outcome", "Let go after a day.")
	draft.Set("then", "preview")
	preview = boris.to(boris.post(c+"/publication", draft)).says("becomes version 2", "Outcome")
	boris.to(boris.post(c+"/publication/request", url.Values{"hash": {preview.find(`<p class="hash"><code>([0-9a-f]{64})`)}}))
	anna.to(anna.post(c+"/publication/approve", anna.get(c+"/publication/preview").fields(c+"/publication/approve"))).says("Version 2 is in the register")

	// A consent is taken back: the page says where the fact already is.
	line := anna.get(c).find(`href="` + c + `/consents/([0-9a-f]+)/withdraw"`)
	lines := []string{line}
	for _, id := range lines {
		anna.get(c+"/consents/"+id+"/withdraw").says("taken back?", "Public register")
	}
	consentID := publishLine(t, anna, c)
	went := anna.post(c+"/consents/"+consentID+"/withdraw", url.Values{"day": {""}}).is(http.StatusOK)
	went.says("already out", "Public register")
	anna.get("/").says("A consent or a report was withdrawn", "Gate")
	anna.get(c).says("Taken back:")

	// Withdraw: asked for by one, confirmed by another; a tombstone is left.
	anna.post(c+"/publication/withdraw", url.Values{}).is(http.StatusUnprocessableEntity)
	anna.to(anna.post(c+"/publication/withdraw", url.Values{"reason": {"Consent was taken back."}})).says("Withdrawal was asked for")
	anna.post(c+"/publication/approve", nil).is(http.StatusForbidden)
	boris.get(c+"/publication/preview").says("Consent was taken back.", "Approve and withdraw now", "cannot be taken back")
	boris.to(boris.post(c+"/publication/approve", boris.get(c+"/publication/preview").fields(c+"/publication/approve"))).says("tombstone")
	gone, err := r.register.Entry(t.Context(), id)
	if err == nil && !gone.Withdrawn {
		t.Errorf("after withdrawal the register still has %+v", gone)
	}
	anna.get(c+"/history").says("Sent back instead of approved", "version 1", "Terms that must never be published", "anna")
	anna.post("/search", url.Values{"q": {"border police"}}).says("Gate", "One case")
	anna.get("/members").says("boris", "Approver")
}

// publishLine finds the line of the ledger that allows publication.
func publishLine(t *testing.T, b *browser, c string) string {
	t.Helper()
	p := b.get(c)
	i := strings.Index(p.body, "Publish, no name</summary>")
	if i < 0 {
		i = strings.Index(p.body, "Publish, no name")
	}
	rest := page{t, p.status, p.header, p.body[i:], p.path}
	return rest.find(`/consents/([0-9a-f]+)/withdraw`)
}
