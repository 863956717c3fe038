package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"unhindered/importer/document/pdf"
	"unhindered/importer/document/pdf/pdftest"
)

// Another program locks the file: against change only, or against reading too.
func TestLockedFiles(t *testing.T) {
	api.DisableConfigDir()
	clear := pdftest.Pages([]string{"Recommendations of the Working Group"})
	lock := func(t *testing.T, c *model.Configuration) []byte {
		var b bytes.Buffer
		if err := api.Encrypt(bytes.NewReader(clear), &b, c); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for _, bits := range []int{40, 128, 256} {
		for _, method := range []string{"RC4", "AES"} {
			if method == "AES" && bits == 40 || method == "RC4" && bits == 256 {
				continue // no such methods
			}
			make := func(user string) *model.Configuration {
				if method == "AES" {
					return model.NewAESConfiguration(user, "owner", bits)
				}
				return model.NewRC4Configuration(user, "owner", bits)
			}
			t.Run(fmt.Sprint(method, " ", bits), func(t *testing.T) {
				if got := read(t, lock(t, make(""))); got != "Recommendations of the Working Group\n\f" {
					t.Errorf("%q", got)
				}
				if _, err := pdf.Text(t.Context(), lock(t, make("secret"))); !errors.Is(err, pdf.ErrPassword) {
					t.Errorf("with a password: %v", err)
				}
			})
		}
	}
}
