package drop

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

var (
	styleLink = regexp.MustCompile(`<link rel="stylesheet" href="([^"]+)"`)
	address   = regexp.MustCompile(`(?i)(?:href|src|action|formaction|content|url)\s*[=(]\s*["']?([^"'\s>)]+)`)
)

// The budget of /report: one HTML and one CSS file, uncompressed, in every language.
func TestTheReportPageWeighsLessThan30KB(t *testing.T) {
	s := newSite(t, Options{})
	v := s.visitor()
	for _, lang := range []string{"en", "ar"} {
		page := v.get(t, "/report?lang="+lang)
		style := v.get(t, styleLink.FindStringSubmatch(page.body)[1])
		total := len(page.body) + len(style.body)
		t.Logf("%s: %d bytes of HTML and %d of CSS", lang, len(page.body), len(style.body))
		if total > 30_000 {
			t.Errorf("%s: %d bytes, more than 30 kB", lang, total)
		}
		if n := strings.Count(page.body, "<link") + strings.Count(page.body, "<script") + strings.Count(page.body, "<img"); n > 2 {
			t.Errorf("%s: the page loads %d things, want the style and the icon", lang, n)
		}
	}
}

func TestNoPageLeadsToAnotherSite(t *testing.T) {
	s := newSite(t, Options{})
	v := s.visitor()
	words := sent(t, s)
	pages := []shown{
		v.get(t, "/"), v.get(t, "/report"), v.get(t, "/report?step=9"), v.get(t, "/sealed"), v.get(t, "/return"), v.get(t, "/leave"),
		v.send(t, "/report", nil, "what", "x", "go", "send"), v.submit(t, "/return", "receipt", words), v.get(t, "/return/withdraw"), v.get(t, "/nowhere"),
	}
	for _, page := range pages {
		for _, m := range address.FindAllStringSubmatch(page.body, -1) {
			if strings.Contains(m[1], "//") || strings.HasPrefix(m[1], "data:") {
				t.Errorf("%s names %s", page.path, m[1])
			}
		}
	}
}

func TestThePagesNeedNoScriptAndForbidIt(t *testing.T) {
	s := newSite(t, Options{})
	got := s.visitor().get(t, "/report").header.Get("Content-Security-Policy")
	if !strings.Contains(got, "default-src 'none'") || strings.Contains(got, "script-src") {
		t.Errorf("the policy is %q", got)
	}
}

// Nothing that a person types or names may be found in any file of the drop, while it runs and afterwards.
func TestNoTypedWordReachesTheDisk(t *testing.T) {
	s := newSite(t, Options{})
	var canaries []string
	canary := func() string {
		c := fmt.Sprintf("canary-%d-qzx", len(canaries))
		canaries = append(canaries, c)
		return c
	}
	v := s.visitor()
	big := strings.Repeat(canary()+" ", 40_000)
	words := v.send(t, "/report", []file{{canary() + ".jpg", canary()}, {canary(), big}},
		"what", canary(), "whom", canary(), "where", canary(), "when", canary(), "cooperation", canary(), "partner", canary(),
		"consent", "share_partner", "go", "send").receipt(t)
	kept := v.send(t, "/report", []file{{canary() + ".jpg", canary()}}, "what", canary(), "go", "show")
	canaries = append(canaries, kept.kept(t), words)
	canaries = append(canaries, strings.Fields(words)...)
	v.submit(t, "/return", "receipt", words)
	v.send(t, "/return/write", []file{{canary(), canary()}}, "what", canary(), "go", "send")
	v.submit(t, "/return/consents", "consent", "share_partner", "partner", canary())
	s.answer(t, "k", canary())
	v.send(t, "/report", nil, "what", canary(), "whom", strings.Repeat(canary(), 100_000), "go", "send")
	v.submit(t, "/return", "receipt", canary())
	search := func(when string) {
		files := 0
		err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			files++
			content, err := os.ReadFile(path)
			for _, c := range canaries {
				// Single short words of the receipt can stand in any file by chance; whole ones and canaries cannot.
				if len(c) > 8 && bytes.Contains(content, []byte(c)) {
					t.Errorf("%s: %s holds %q", when, filepath.Base(path), c)
				}
			}
			return err
		})
		if err != nil || files < 5 {
			t.Fatalf("searched %d files: %v", files, err)
		}
	}
	search("while open")
	v.submit(t, "/return/withdraw", "what", canary())
	search("after the withdrawal")
	for _, c := range canaries {
		if len(c) > 8 && strings.Contains(s.log.String(), c) {
			t.Errorf("the log holds %q", c)
		}
	}
}

// Many at once are served one after the other where it is costly, and none is turned away.
func TestManyAtOnceAreAllServed(t *testing.T) {
	s := newSite(t, Options{})
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			page := s.visitor().send(t, "/report", []file{{"f", strings.Repeat("x", 100_000)}}, "what", fmt.Sprint(i), "go", "send")
			page.hasStatus(t, 200)
		})
	}
	wg.Wait()
	if n := len(s.messages(t)); n != 20 {
		t.Errorf("%d reports, want 20", n)
	}
}
