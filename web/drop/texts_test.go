package drop

import (
	"os"
	"testing"

	"unhindered/web/ui"
)

func TestEveryTextIsInArabic(t *testing.T) {
	for _, text := range ui.MissingTranslations(room(Options{Banner: ui.DemoBanner}), "ar", os.DirFS(".")) {
		t.Errorf("locales/ar.toml lacks %q", text)
	}
}
