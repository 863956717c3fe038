package drop

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// Whatever comes as a form, the answer is a calm page of ours, and either a whole report is kept or nothing.
func FuzzNoFormBreaksTheDrop(f *testing.F) {
	const whole = "--b\r\nContent-Disposition: form-data; name=\"what\"\r\n\r\nx\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"f\"\r\n\r\nbytes\r\n--b--\r\n"
	for _, body := range []string{
		whole, whole[:len(whole)-6], strings.Replace(whole, "files", "kept", 1), strings.ReplaceAll(whole, "\r\n", "\n"),
		strings.Replace(whole, "filename=\"f\"", "filename*=UTF-8''%00%2e%2e%2f", 1), strings.Replace(whole, "what", "remove", 1),
		strings.Replace(whole, "\r\n\r\nbytes", "\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ", 1), "--b--", "",
		"--b\r\nContent-Disposition: form-data; name=\"step\"\r\n\r\n-999999999999999999999\r\n--b--\r\n",
	} {
		f.Add([]byte(body))
	}
	s := newSite(f, Options{MaxUpload: 1 << 20})
	f.Fuzz(func(t *testing.T, body []byte) {
		before, reports := s.blobs(t), len(s.messages(t))
		r := httptest.NewRequest("POST", "/report", strings.NewReader(string(body)))
		r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
		w := httptest.NewRecorder()
		s.Config.Handler.ServeHTTP(w, r)
		page := w.Body.String()
		if w.Code >= 500 || !strings.Contains(page, "</html>") {
			t.Fatalf("status %d", w.Code)
		}
		if new := len(s.messages(t)) - reports; new == 1 != strings.Contains(page, `class="words"`) {
			t.Errorf("%d reports were kept, and status %d was told", new, w.Code)
		}
		if kept := strings.Contains(page, `name="kept"`); !kept && w.Code != 200 && s.blobs(t) != before {
			t.Errorf("%d files were left behind (status %d)", s.blobs(t)-before, w.Code)
		}
	})
}
