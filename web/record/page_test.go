package record_test

import (
	"regexp"
	"strings"
	"testing"

	"unhindered/storage/storagetest"
)

func TestWhatIsAskedWronglyIsExplained(t *testing.T) {
	h, _ := room(t, t.TempDir()+"/r.db", sample())
	for _, c := range []struct {
		path   string
		status int
		say    string
	}{
		{"/register?state=QQQ", 400, "There is no State with this code"},
		{"/register?year=abc", 400, "A year has four digits"},
		{"/register?act=NOPE", 400, "There is no type of act"},
		{"/register?body=NOPE", 400, "There is no UN body"},
		{"/register?sort=x", 400, "Lists can be sorted"},
		{"/register?page=-1", 400, "Pages are counted from 1"},
		{"/register?page=9", 404, "The list has no such page"},
		{"/register/EX-9999", 404, "never had one"},
		{"/states/QQQ", 404, "There is no State with this code"},
		{"/log/tile/0/999", 404, "The log has no such file"},
		{"/nowhere", 404, "There is no such page"},
		{"/register.json?year=abc", 400, `"detail": "A year has four digits`},
		{"/states/nor", 301, ""},
	} {
		if w := get(t, h, c.path); w.Code != c.status || !strings.Contains(w.Body.String(), c.say) {
			t.Errorf("%s: status %d, want %d and %q:\n%s", c.path, w.Code, c.status, c.say, text(w))
		}
	}
}

func TestNoAddressMakesTheSiteStumble(t *testing.T) {
	odd := []string{"%00", "%ff", "%F0%9F%98%80", "'%22%3C", "%25", "..%2f..", strings.Repeat("A", 5000), "-1", "1e9", "%E2%80%AE", "٢٠١٥"}
	storagetest.Each(t, func(t *testing.T, url string) {
		h, _ := room(t, url, sample())
		for _, o := range odd {
			for _, path := range []string{"/register/" + o, "/register/" + o + ".json", "/register/" + o + "/text", "/states/" + o, "/log/" + o,
				"/log/tile/0/" + o, "/register?q=" + o, "/register?state=" + o, "/register?year=" + o, "/register?act=" + o, "/register?body=" + o,
				"/register?sort=" + o, "/register?page=" + o, "/register.csv?q=" + o, "/?lang=" + o} {
				if w := get(t, h, path); w.Code >= 500 {
					t.Errorf("%.60s: status %d", path, w.Code)
				}
			}
		}
	})
}

func TestPagesAreLightAndLoadNothingFromElsewhere(t *testing.T) {
	h, _ := room(t, t.TempDir()+"/r.db", many(3000))
	loads := regexp.MustCompile(`(?:src|srcset|action|poster|data)="([^"]*)"|<link[^>]*href="([^"]*)"`)
	css := regexp.MustCompile(`/assets/[^"]*\.css`)
	for _, path := range pages {
		w := get(t, h, path)
		body := w.Body.String()
		weight := len(body) + get(t, h, css.FindString(body)).Body.Len()
		if weight > 100<<10 {
			t.Errorf("%s weighs %d bytes with its style, at most 100 KB are allowed", path, weight)
		}
		for _, m := range loads.FindAllStringSubmatch(body, -1) {
			if address := m[1] + m[2]; !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") {
				t.Errorf("%s loads %q", path, address)
			}
		}
		if len(w.Result().Cookies()) > 0 {
			t.Errorf("%s sets a cookie", path)
		}
		if strings.Contains(get(t, h, css.FindString(body)).Body.String(), "url(") {
			t.Errorf("the style of %s loads something", path)
		}
	}
}

func TestPagesHaveWhatReadersAndMachinesNavigateBy(t *testing.T) {
	h, _ := room(t, t.TempDir()+"/r.db", sample())
	id := regexp.MustCompile(` id="([^"]*)"`)
	for _, path := range pages {
		body := get(t, h, path).Body.String()
		for _, want := range []string{`<html lang="en" dir="ltr"`, `<main id="main"`, `href="#main"`, "<meta name=\"description\"", "This is a demonstration."} {
			if !strings.Contains(body, want) {
				t.Errorf("%s lacks %s", path, want)
			}
		}
		if n := strings.Count(body, "<h1"); n != 1 {
			t.Errorf("%s has %d first headings", path, n)
		}
		if strings.Contains(body, "%!") || strings.Contains(body, "<no value>") {
			t.Errorf("%s shows the inside of a template", path)
		}
		seen := map[string]bool{}
		for _, m := range id.FindAllStringSubmatch(body, -1) {
			if seen[m[1]] {
				t.Errorf("%s has two elements with id %q", path, m[1])
			}
			seen[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`(?:for|aria-labelledby|aria-describedby|href)="#?([a-z][a-z0-9-]*)"`).FindAllStringSubmatch(body, -1) {
			if !seen[m[1]] && !strings.Contains(m[0], `href="`+m[1]) {
				t.Errorf("%s points to id %q, which is not there", path, m[1])
			}
		}
	}
}

func TestLinksKeepTheLanguageThatWasChosen(t *testing.T) {
	h, _ := room(t, t.TempDir()+"/r.db", sample())
	page := regexp.MustCompile(`href="(/[^"]*)"`)
	for _, path := range pages {
		sep := "?"
		if strings.Contains(path, "?") {
			sep = "&"
		}
		body := get(t, h, path+sep+"lang=ar").Body.String()
		if !strings.Contains(body, `<html lang="ar" dir="rtl"`) {
			t.Errorf("%s is not in Arabic", path)
		}
		for _, m := range page.FindAllStringSubmatch(body, -1) {
			data := regexp.MustCompile(`\.(json|csv|css|svg)\b|/text$|/log/`).MatchString(m[1])
			if !data && !strings.Contains(m[1], "lang=") {
				t.Errorf("%s loses the language at %s", path, m[1])
			}
		}
	}
}
