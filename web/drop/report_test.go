package drop

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"unhindered/report"
)

func TestAReportArrivesAsItWasTyped(t *testing.T) {
	s := newSite(t, Options{})
	page := s.visitor().send(t, "/report", []file{{"a photo.jpg", "JPEG"}, {"text.txt", "TEXT"}},
		"what", "They came\r\nat night.", "whom", "me", "where", "at home", "when", "2024", "cooperation", "a meeting",
		"danger", "yes", "consent", "hold", "consent", "share_partner", "partner", "A friend", "go", "send")
	page.hasStatus(t, http.StatusOK)
	page.receipt(t)
	m := s.messages(t)[0]
	for i := range m.Consents {
		if m.Consents[i].Wording == "" {
			t.Errorf("the wording of %s was not kept", m.Consents[i].Purpose)
		}
		m.Consents[i].Wording = ""
	}
	for i := range m.Files {
		m.Files[i].SHA256 = ""
	}
	want := report.Message{
		Version: report.Version, Kind: report.Report, Language: "en",
		What: "They came\nat night.", Whom: "me", Where: "at home", When: "2024", Cooperation: "a meeting", DangerNow: true,
		Files: []report.File{{Name: "a photo.jpg", Type: "application/octet-stream", Size: 4}, {Name: "text.txt", Type: "application/octet-stream", Size: 4}},
	}
	for _, p := range report.Purposes() {
		c := report.Consent{Purpose: p, Given: p == report.Hold || p == report.SharePartner}
		if p == report.SharePartner {
			c.Partner = "A friend"
		}
		want.Consents = append(want.Consents, c)
	}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyAnAnswerOrAFileIsNeeded(t *testing.T) {
	for name, c := range map[string]struct {
		files  []file
		fields []string
		status int
	}{
		"a text alone is enough":         {nil, []string{"what", "x"}, 200},
		"a file alone is enough":         {[]file{{"a", "x"}}, nil, 200},
		"nothing at all is not":          {nil, nil, 422},
		"white space is nothing":         {nil, []string{"what", " \r\n\t "}, 422},
		"other answers alone are not":    {nil, []string{"whom", "me", "where", "here"}, 422},
		"sharing needs to say with whom": {nil, []string{"what", "x", "consent", "share_partner"}, 422},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, Options{})
			page := s.visitor().send(t, "/report", c.files, append(c.fields, "go", "send")...)
			page.hasStatus(t, c.status)
			if n := len(s.messages(t)); (n == 1) != (c.status == 200) {
				t.Errorf("%d reports were kept", n)
			}
		})
	}
}

func TestNothingTypedOrChosenIsLostByAMistake(t *testing.T) {
	s := newSite(t, Options{})
	v := s.visitor()
	page := v.send(t, "/report", []file{{"one.txt", "ONE"}, {"two.txt", "TWO"}},
		"what", "", "whom", "<b>me & you</b>", "where", "Line\r\ntwo", "danger", "yes", "consent", "name_un", "consent", "share_partner", "go", "send")
	page.hasStatus(t, http.StatusUnprocessableEntity)
	page.has(t, "<b>me & you</b>", "Line\ntwo", "one.txt", "Please write with whom it may be shared, or take the tick away.")
	for _, ticked := range []string{`value="yes" checked`, `value="name_un" checked`, `value="share_partner" checked`} {
		if !strings.Contains(page.body, ticked) {
			t.Errorf("the page lost %s", ticked)
		}
	}
	if n := len(s.messages(t)); n != 0 {
		t.Fatalf("%d reports were kept", n)
	}
	page = v.send(t, "/report", nil, "what", "", "partner", "A friend", "consent", "share_partner", "kept", page.kept(t), "remove", "0", "go", "send")
	page.hasStatus(t, http.StatusOK)
	m := s.messages(t)[0]
	if len(m.Files) != 1 || m.Files[0].Name != "two.txt" {
		t.Errorf("files are %v, want two.txt alone", m.Files)
	}
	waiting, _ := s.store.Waiting(t.Context())
	if text := s.part(t, waiting[0].ID, 1); string(text) != "TWO" {
		t.Errorf("the file reads %q", text)
	}
}

func TestOneQuestionAtATimeCarriesEverything(t *testing.T) {
	s := newSite(t, Options{})
	v := s.visitor()
	v.get(t, "/report?step=1").has(t, "What happened?", "Page 1 of 9")
	fields := []string{"what", "It\nhappened", "whom", "w", "where", "x", "when", "y", "cooperation", "z", "danger", "yes", "consent", "hold", "partner", ""}
	page := v.send(t, "/report", []file{{"one.txt", "ONE"}}, append(fields, "step", "8", "go", "next")...)
	page.hasStatus(t, http.StatusOK)
	page.has(t, "Page 9 of 9", "It\nhappened", "one.txt", "Keep what I send and work on it.")
	for _, hidden := range []string{`name="what" value="It` + "\n" + `happened"`, `name="consent" value="hold"`, `name="danger" value="yes"`} {
		if !strings.Contains(page.body, hidden) {
			t.Errorf("the last page does not carry %s", hidden)
		}
	}
	page = v.send(t, "/report", nil, append(fields, "kept", page.kept(t), "step", "9", "go", "3")...)
	page.has(t, "Page 3 of 9", "Where?")
	page = v.send(t, "/report", nil, append(fields, "kept", page.kept(t), "step", "3", "go", "all")...)
	page.has(t, "What happened?", "When?", "one.txt")
	v.send(t, "/report", nil, append(fields, "kept", page.kept(t), "go", "send")...).receipt(t)
	if m := s.messages(t)[0]; m.When != "y" || len(m.Files) != 1 || !m.DangerNow {
		t.Errorf("the report is %+v", m)
	}
}

func TestAChangeOfLanguageKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t, Options{})
	page := s.visitor().send(t, "/report?lang=ar", []file{{"one.txt", "ONE"}}, "what", "typed before", "consent", "hold", "go", "show")
	page.hasStatus(t, http.StatusOK)
	page.has(t, "ماذا حدث؟", "typed before", "one.txt")
	if len(s.messages(t)) != 0 {
		t.Error("it was sent")
	}
	if !strings.Contains(page.body, `dir="rtl"`) {
		t.Error("the page does not run from right to left")
	}
}

// What is wrong with one thing says so in words and leaves the rest alone.
func TestBadInputIsToldPlainlyAndNothingIsHalfKept(t *testing.T) {
	const limit = 1 << 20
	for name, c := range map[string]struct {
		files  []file
		fields []string
		says   []string
	}{
		"a field of 10 MB": {nil, []string{"what", strings.Repeat("long ", 2<<20)},
			[]string{"This text is far too long; only its beginning is shown here.", "long long long"}},
		"a field just over the limit is shown whole": {nil, []string{"what", strings.Repeat("x", maxField) + " the end"},
			[]string{"This text is too long", "x the end"}},
		"a file over the limit": {[]file{{"small", "x"}, {"big.mov", strings.Repeat("x", limit+1)}, {"also small", "x"}}, nil,
			[]string{"The file big.mov is too large, so it was left out. All files together may have \u20661.0 MB\u2069.", "also small"}},
		"files over the limit together": {[]file{{"a", strings.Repeat("x", limit/2)}, {"b", strings.Repeat("x", limit/2+1)}}, nil,
			[]string{"The file b is too large"}},
		"an empty file": {[]file{{"cloud.jpg", ""}}, []string{"what", "x"},
			[]string{"The file cloud.jpg is empty, so it was left out."}},
		"101 files": {many(101), nil, []string{"There are too many files. At most 100 can go together"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, Options{MaxUpload: limit})
			page := s.visitor().send(t, "/report", c.files, append(c.fields, "go", "send")...)
			page.hasStatus(t, http.StatusUnprocessableEntity)
			page.has(t, c.says...)
			if n := len(s.messages(t)); n != 0 {
				t.Errorf("%d reports were kept", n)
			}
		})
	}
}

func many(n int) []file {
	var files []file
	for i := range n {
		files = append(files, file{fmt.Sprint("file", i), "x"})
	}
	return files
}

func TestABodyFarOverEveryLimitIsNotReadToItsEnd(t *testing.T) {
	s := newSite(t, Options{MaxUpload: 1000})
	in := &countingReader{r: io.LimitReader(zeros{}, 1<<30)}
	body := io.MultiReader(strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"what\"\r\n\r\ntyped\r\n"+
		"--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"f\"\r\n\r\n"), in)
	r, err := http.NewRequest("POST", s.URL+"/report", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	res, err := http.DefaultTransport.RoundTrip(r)
	if err == nil { // the connection may also be cut first
		text, _ := io.ReadAll(res.Body)
		res.Body.Close()
		shown{res.StatusCode, res.Header, string(text), "/report"}.has(t, "typed", "The file f is too large")
	}
	if in.n > 200<<20 {
		t.Errorf("%d bytes were read", in.n)
	}
	if n := s.blobs(t); n != 0 {
		t.Errorf("%d files are left", n)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

type countingReader struct {
	r io.Reader
	n int
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += n
	return n, err
}

func TestBrokenFormsLeaveNothing(t *testing.T) {
	const head = "--b\r\nContent-Disposition: form-data; name=\"what\"\r\n\r\nsecret text\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"f\"\r\n\r\nsome bytes"
	for name, c := range map[string]struct{ contentType, body string }{
		"no end":                 {"multipart/form-data; boundary=b", head},
		"another boundary":       {"multipart/form-data; boundary=c", head + "\r\n--b--\r\n"},
		"no boundary":            {"multipart/form-data", head},
		"not a form":             {"application/json", "{}"},
		"nothing":                {"multipart/form-data; boundary=b", ""},
		"no type":                {"", head},
		"a header without end":   {"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"what"},
		"headers without number": {"multipart/form-data; boundary=b", "--b\r\n" + strings.Repeat("X-A: b\r\n", 20000) + "\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, Options{})
			page := s.visitor().post(t, "/report", c.contentType, strings.NewReader(c.body))
			page.hasStatus(t, http.StatusBadRequest)
			page.has(t, "nothing of it was kept")
			if n := s.blobs(t); n != 0 || len(s.messages(t)) != 0 {
				t.Errorf("%d files are left", n)
			}
			if strings.Contains(s.log.String(), "secret") {
				t.Errorf("the log quotes what was typed: %s", s.log.String())
			}
		})
	}
}

func TestAConnectionThatBreaksLeavesNothing(t *testing.T) {
	s := newSite(t, Options{})
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "POST /report HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n"+
		"--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"f\"\r\n\r\n%s", strings.Repeat("x", 200_000))
	for deadline := time.Now().Add(5 * time.Second); s.blobs(t) == 0 && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
	conn.Close()
	for deadline := time.Now().Add(5 * time.Second); s.blobs(t) > 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d files are left", s.blobs(t))
		}
	}
	if len(s.messages(t)) != 0 {
		t.Error("half a report was kept")
	}
}

func TestHostileNamesAreMadeHarmless(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"folders are left out":              {`../../etc/passwd`, "passwd"},
		"folders of Windows too":            {`C:\Users\me\a.doc`, "a.doc"},
		"letters that turn the direction":   {"photo\u202Egpj.exe", "photogpj.exe"},
		"control characters":                {"a\x00b\x1b[2J\n.txt", "ab[2J.txt"},
		"bytes that are no text":            {"a\xff.txt", "a.txt"},
		"markup is kept, and escaped later": {"<script>.txt", "<script>.txt"},
		"a very long one keeps its end":     {strings.Repeat("x", 5000) + ".jpeg", strings.Repeat("x", 180) + "…" + strings.Repeat("x", 14) + ".jpeg"},
		"dots alone are no name":            {"..", ""},
	} {
		if got := cleanName(c.in); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	s := newSite(t, Options{})
	page := s.visitor().send(t, "/report", []file{{`<img src=x onerror=y>.txt`, "x"}}, "go", "show")
	if strings.Contains(page.body, "<img src=x") {
		t.Error("a file's name becomes markup")
	}
}

func TestTheDropSaysWhenItIsClosed(t *testing.T) {
	s := newSite(t, Options{})
	if err := s.store.SetVaults(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	v := s.visitor()
	for _, page := range []shown{v.get(t, "/report"), v.send(t, "/report", nil, "what", "x"), v.get(t, "/sealed"), v.get(t, "/key")} {
		page.hasStatus(t, http.StatusServiceUnavailable)
		page.has(t, "there is no key to seal it with")
	}
	v.get(t, "/").has(t, "there is no key to seal it with")
}

func TestTheConnectionIsClosedAfterAForm(t *testing.T) {
	s := newSite(t, Options{})
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := "--b\r\nContent-Disposition: form-data; name=\"what\"\r\n\r\nx\r\n--b--\r\n"
	fmt.Fprintf(conn, "POST /report HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	r := bufio.NewReader(conn)
	res, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, res.Body)
	if _, err := r.ReadByte(); err != io.EOF {
		t.Errorf("after the answer: %v, want the end of the connection", err)
	}
}

func TestAMistakeLeadsToThePageOfItsQuestion(t *testing.T) {
	s := newSite(t, Options{})
	v := s.visitor()
	page := v.send(t, "/report", nil, "what", "", "whom", "me", "step", "9", "go", "send")
	page.hasStatus(t, http.StatusUnprocessableEntity)
	page.has(t, "Page 1 of 9", "Please write what happened, or add a file.")
	page = v.send(t, "/report", nil, "what", "x", "consent", "share_partner", "step", "9", "go", "send")
	page.has(t, "Page 7 of 9", "Please write with whom it may be shared")
}

func TestFilesOfAnEarlierTryCountTowardsTheLimit(t *testing.T) {
	s := newSite(t, Options{MaxUpload: 1000})
	v := s.visitor()
	page := v.send(t, "/report", []file{{"old", strings.Repeat("x", 700)}}, "what", "", "go", "show")
	page = v.send(t, "/report", []file{{"new", strings.Repeat("x", 400)}}, "kept", page.kept(t), "what", "x", "go", "send")
	page.hasStatus(t, http.StatusUnprocessableEntity)
	page.has(t, "The file new is too large", "old")
	v.send(t, "/report", []file{{"new", strings.Repeat("x", 400)}}, "kept", page.kept(t), "remove", "0", "what", "x", "go", "send").receipt(t)
	if m := s.messages(t)[0]; len(m.Files) != 1 || m.Files[0].Name != "new" {
		t.Errorf("files are %v, want the new one alone", m.Files)
	}
}

func TestFieldsThatNoFormOfOursHasAreDropped(t *testing.T) {
	s := newSite(t, Options{})
	v := s.visitor()
	v.send(t, "/report", nil, "what", "x", "zzz", strings.Repeat("y", 2<<20), "", "nameless", "go", "send").receipt(t)
}

func TestATroubleOfOurOwnLosesNothingThatWasTyped(t *testing.T) {
	s := newSite(t, Options{})
	blobs := filepath.Join(s.dir, "drop", "blobs")
	if err := os.Rename(blobs, blobs+"-gone"); err != nil {
		t.Fatal(err)
	}
	v := s.visitor()
	for name, files := range map[string][]file{"while a file is stored": {{"f", "x"}, {"g", "y"}}, "at the end": nil} {
		page := v.send(t, "/report", files, "what", "typed words", "consent", "hold", "go", "send")
		if page.status != http.StatusInternalServerError || !strings.Contains(page.body, `value="hold" checked`) {
			t.Errorf("%s: status %d, or the tick is lost", name, page.status)
		}
		page.has(t, "typed words", "Something went wrong here, so nothing was kept.")
		if n := strings.Count(page.body, "Something went wrong here"); n > 2 {
			t.Errorf("%s: it is told %d times", name, n)
		}
	}
	if s.log.Len() == 0 || strings.Contains(s.log.String(), "typed") {
		t.Errorf("the log reads %q", s.log.String())
	}
	if now := time.Now().UTC(); strings.Contains(s.log.String(), now.Format("T15:")) && now.Hour() != 0 {
		t.Errorf("the log tells the hour: %s", s.log.String())
	}
}
