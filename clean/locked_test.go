package clean

import (
	"bytes"
	"errors"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// locked encrypts the PDF fixture with AES-256.
func locked(t *testing.T, user, owner string) []byte {
	t.Helper()
	api.DisableConfigDir()
	conf := model.NewAESConfiguration(user, owner, 256)
	var out bytes.Buffer
	plain := pdfObjects("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Resources<<>>/Contents 4 0 R>>",
		"<</Length 24>>\nstream\n% "+visible[:22]+"\nendstream")
	if err := api.Encrypt(bytes.NewReader(plain), &out, conf); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAPDFLockedWithAPasswordSaysSo(t *testing.T) {
	if err := try(t, locked(t, "secret", "owner")); !errors.Is(err, ErrLocked) || !errors.Is(err, ErrUnknown) {
		t.Error(err)
	}
}

func TestAPDFThatAnybodyMayOpenIsCleanedAndLeftOpen(t *testing.T) {
	out, _ := clean(t, locked(t, "", "owner"))
	if bytes.Contains(out, []byte("/Encrypt")) {
		t.Error("the copy says that it is encrypted")
	}
	if !bytes.Contains(out, []byte(visible[:22])) {
		t.Error("the page is still encrypted")
	}
	if _, result := clean(t, out); result.Format != "PDF" {
		t.Error("the copy cannot be opened")
	}
}
