package drop

import (
	"net/http"
	"strings"
	"testing"

	"filippo.io/age"

	"unhindered/report"
	"unhindered/seal"
)

// sent sends a report and returns its receipt, in words.
func sent(t testing.TB, s *site, fields ...string) string {
	t.Helper()
	return s.visitor().send(t, "/report", nil, append([]string{"what", "What happened."}, append(fields, "go", "send")...)...).receipt(t)
}

// answers posts an answer as the desk does, to the newest envelope's thread.
func (s *site) answer(t testing.TB, key, text string) {
	t.Helper()
	waiting, err := s.store.Waiting(t.Context())
	if err != nil || len(waiting) == 0 {
		t.Fatalf("nothing waits: %v", err)
	}
	e := waiting[len(waiting)-1]
	to, err := seal.ParseRecipient(e.AnswerTo)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := report.Message{Kind: report.Answer, What: text, From: "The team"}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := seal.Seal(plain, to)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.PostAnswer(t.Context(), key, e.Thread, sealed); err != nil {
		t.Fatal(err)
	}
}

func TestAPersonComesBackReadsWritesChangesAndWithdraws(t *testing.T) {
	s := newSite(t, Options{})
	words := sent(t, s, "consent", "hold")
	s.answer(t, "k1", "Thank you <for writing>.\nAre you safe?")

	v := s.visitor()
	page := v.submit(t, "/return", "receipt", strings.ToUpper(words), "go", "open")
	page.hasStatus(t, http.StatusOK)
	page.has(t, "Thank you <for writing>.\nAre you safe?", "The team", "One thing that you sent is here")
	if !strings.Contains(page.body, `value="hold" checked`) {
		t.Error("the page does not show what was agreed to")
	}

	page = v.send(t, "/return/write", []file{{"more.txt", "MORE"}}, "what", "I am safe.", "go", "send")
	page.hasStatus(t, http.StatusOK)
	page.has(t, "What you wrote has arrived.")
	page = v.submit(t, "/return/consents", "consent", "publish_anonymous")
	page.has(t, "Your choices have been kept.")
	if strings.Contains(page.body, `value="hold" checked`) || !strings.Contains(page.body, `value="publish_anonymous" checked`) {
		t.Error("the page does not show the new choices")
	}

	all := s.messages(t)
	if len(all) != 3 || all[1].Kind != report.Addition || all[1].What != "I am safe." || len(all[1].Files) != 1 || all[2].Kind != report.Consents {
		t.Fatalf("messages are %+v", all)
	}
	for _, c := range all[2].Consents {
		if c.Given != (c.Purpose == report.PublishAnonymous) || c.Wording == "" {
			t.Errorf("consent %+v", c)
		}
	}

	v.get(t, "/return/withdraw").has(t, "Withdraw everything?", "This cannot be undone.")
	page = v.submit(t, "/return/withdraw", "what", "Too dangerous.")
	page.has(t, "You have withdrawn everything.")
	all = s.messages(t)
	if len(all) != 1 || all[0].Kind != report.Withdraw || all[0].What != "Too dangerous." || len(all[0].Consents) != len(report.Purposes()) {
		t.Errorf("messages are %+v", all)
	}
	v.send(t, "/return/write", nil, "what", "late", "go", "send").has(t, "You have withdrawn everything.")
	if n := s.blobs(t); n != 1 {
		t.Errorf("%d sealed files are left, want the last message alone", n)
	}
}

func TestTheDigitsOpenTheSameDoor(t *testing.T) {
	s := newSite(t, Options{})
	receipt, err := seal.ParseReceipt(sent(t, s))
	if err != nil {
		t.Fatal(err)
	}
	s.visitor().submit(t, "/return", "receipt", receipt.Digits()).has(t, "Your letters with the team")
	v := s.visitor()
	v.lang = "ar"
	v.submit(t, "/return", "receipt", strings.Join(receipt.Words("ar"), " ")).has(t, "رسائلك مع الفريق")
}

func TestAWrongReceiptDisclosesNothing(t *testing.T) {
	s := newSite(t, Options{})
	words := strings.Fields(sent(t, s))
	swapped := append([]string{words[1], words[0]}, words[2:]...)
	for name, c := range map[string]struct{ receipt, says string }{
		"a word that is in no list is named": {strings.Join(append([]string{"abandonx"}, words[1:]...), " "), "Word number 1, “abandonx”, is not one of our words."},
		"too few words":                      {strings.Join(words[:5], " "), "That is too short or too long."},
		"nothing":                            {"", "That is too short or too long."},
		"two words have changed places":      {strings.Join(swapped, " "), "There is a mistake in it"},
		"a receipt of nobody":                {strings.Join(seal.NewReceipt().Words("en"), " "), "Nothing was found for this."},
	} {
		t.Run(name, func(t *testing.T) {
			page := s.visitor().submit(t, "/return", "receipt", c.receipt)
			page.hasStatus(t, http.StatusUnprocessableEntity)
			page.has(t, c.says, c.receipt)
			if len(page.header["Set-Cookie"]) != 0 {
				t.Error("a cookie is set")
			}
		})
	}
}

func TestTheOnlyCookieIsThatOfAVisit(t *testing.T) {
	s := newSite(t, Options{})
	v := s.visitor()
	for _, page := range []shown{
		v.get(t, "/"), v.get(t, "/report"), v.get(t, "/report?step=2"), v.get(t, "/sealed"), v.get(t, "/return"), v.get(t, "/key"),
		v.get(t, "/key.json"), v.get(t, "/leave"), v.get(t, "/nowhere"), v.send(t, "/report", nil, "what", "x"),
		v.send(t, "/report", nil, "what", ""), v.send(t, "/return/write", nil, "what", "x"), v.submit(t, "/return", "receipt", "x"),
	} {
		if len(page.header["Set-Cookie"]) != 0 {
			t.Errorf("%s sets a cookie", page.path)
		}
		if got := page.header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s has Cache-Control %q, want no-store", page.path, got)
		}
		if page.path != "/key" && page.path != "/key.json" && page.path != "/leave" && strings.Contains(page.body, "<script") {
			t.Errorf("%s has a script", page.path)
		}
	}

	r, err := http.NewRequest("POST", s.URL+"/return", strings.NewReader("receipt="+strings.ReplaceAll(sent(t, s), " ", "+")))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	cookies := res.Cookies()
	if len(cookies) != 1 {
		t.Fatalf("%d cookies, want one", len(cookies))
	}
	c := cookies[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/return" || c.Secure || !c.Expires.IsZero() || c.MaxAge != 0 {
		t.Errorf("the cookie is %v", c)
	}
}

func TestTheCookieIsMarkedSecureBehindTLS(t *testing.T) {
	h := &Handler{opts: Options{Secure: true}}
	r, err := http.NewRequest("GET", "/return", nil)
	if err != nil {
		t.Fatal(err)
	}
	if !h.cookie(r, "x", 0).Secure {
		t.Error("it is not")
	}
}

func TestLeavingEndsTheVisit(t *testing.T) {
	s := newSite(t, Options{})
	words := sent(t, s)
	v := s.visitor()
	v.submit(t, "/return", "receipt", words).has(t, `href="/return/leave"`[6:19])
	old := v.cookies[cookieName]
	page := v.get(t, "/return/leave")
	page.hasStatus(t, http.StatusOK)
	if strings.Contains(page.body, "Letterbox") {
		t.Error("the way out names the site")
	}
	if got := page.header.Get("Clear-Site-Data"); !strings.Contains(got, "cookies") {
		t.Errorf("Clear-Site-Data is %q", got)
	}
	if len(v.cookies) != 0 {
		t.Error("the cookie is still there")
	}
	v.cookies[cookieName] = old
	v.get(t, "/return").has(t, "Your words or digits")
}

func TestWhatWasBeingWrittenOutlivesTheVisit(t *testing.T) {
	s := newSite(t, Options{})
	words := sent(t, s)
	v := s.visitor()
	page := v.send(t, "/return/write", []file{{"a", "x"}}, "what", "A long letter\nthat took an hour", "go", "send")
	page.hasStatus(t, http.StatusUnauthorized)
	page.has(t, "Your visit has ended", "What you were writing is not lost", "A long letter\nthat took an hour")
	page = v.submit(t, "/return", "receipt", words, "text", "A long letter\nthat took an hour", "go", "open")
	page.has(t, "Your letters with the team", "A long letter\nthat took an hour")
	if len(v.cookies) != 1 {
		t.Error("no visit has begun")
	}
}

func TestNothingIsOpenWithoutAVisit(t *testing.T) {
	s := newSite(t, Options{})
	v := s.visitor()
	for _, page := range []shown{
		v.get(t, "/return/withdraw"), v.submit(t, "/return/withdraw"), v.submit(t, "/return/consents", "consent", "hold"), v.send(t, "/return/write", nil, "what", "x"),
	} {
		page.hasStatus(t, http.StatusUnauthorized)
		page.has(t, "Your words or digits")
	}
}

func TestASealedFileTravelsAsItIs(t *testing.T) {
	s := newSite(t, Options{})
	v := s.visitor()
	key := strings.TrimSpace(v.get(t, "/key").body)
	to, err := age.ParseHybridRecipient(key)
	if err != nil {
		t.Fatal(err)
	}
	whole := foreign(t, to)
	page := v.send(t, "/sealed", []file{{"report.age", whole}}, "consent", "hold", "danger", "yes", "go", "send")
	page.receipt(t)
	m := s.messages(t)[0]
	if len(m.Files) != 1 || !m.Files[0].Sealed || !m.DangerNow {
		t.Fatalf("the message is %+v", m)
	}
	waiting, _ := s.store.Waiting(t.Context())
	if got := s.part(t, waiting[0].ID, 1); string(got) != whole {
		t.Error("the file was changed on its way")
	}

	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	locked, err := age.NewScryptRecipient("passphrase")
	if err != nil {
		t.Fatal(err)
	}
	locked.SetWorkFactor(10)
	for name, c := range map[string]struct{ content, says string }{
		"not sealed":              {"plain text", "The file f is not sealed with age, or its beginning is missing."},
		"cut off in its head":     {whole[:500], "The file f is not sealed with age, or its beginning is missing."},
		"sealed to a classic key": {foreign(t, classic.Recipient()), "The file f is sealed to an older kind of key."},
		"locked by a passphrase":  {foreign(t, locked), "The file f is locked with a passphrase that we do not know."},
		"no file":                 {"", "The file f is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			page := v.send(t, "/sealed", []file{{"f", c.content}}, "consent", "hold", "go", "send")
			page.hasStatus(t, http.StatusUnprocessableEntity)
			page.has(t, c.says)
			if !strings.Contains(page.body, `value="hold" checked`) {
				t.Error("the tick is lost")
			}
		})
	}
	if n := len(s.messages(t)); n != 1 {
		t.Errorf("%d reports were kept, want the good one alone", n)
	}
}

// foreign seals a text as the age program does.
func foreign(t testing.TB, to age.Recipient) string {
	t.Helper()
	var out strings.Builder
	w, err := age.Encrypt(&out, to)
	if err != nil {
		t.Fatal(err)
	}
	w.Write([]byte("what happened"))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
