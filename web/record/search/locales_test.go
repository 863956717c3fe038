package search

import (
	"os"
	"testing"

	"unhindered/web/ui"
)

func TestTheSearchIsCompleteInArabic(t *testing.T) {
	room := ui.Room{Title: "Unhindered", Line: "Register", Locales: os.DirFS("../locales")}
	for _, text := range ui.MissingTranslations(room, "ar", os.DirFS(".")) {
		t.Errorf("web/record/locales/search/ar.toml lacks %q", text)
	}
}
