package ledger

import (
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/web/ui"
)

func TestAPageOfAListKnowsItsNeighboursAndKeepsItsConditions(t *testing.T) {
	for _, c := range []struct {
		name, address string
		n             int
		want          List
	}{
		{"the first page of three", "/ngo/applicants?end=pending", 120, List{From: 1, To: 50, Total: 120, Next: "/ngo/applicants?end=pending&page=2"}},
		{"the last page is short", "/x?page=3", 120, List{From: 101, To: 120, Total: 120, Prev: "/x?page=2"}},
		{"the language is left to the page", "/x?lang=ar&page=2", 120, List{From: 51, To: 100, Total: 120, Prev: "/x?page=1", Next: "/x?page=3"}},
		{"no rows are one empty page", "/x", 0, List{From: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, got, err := Cut(httptest.NewRequest("GET", c.address, nil), c.n, PageSize)
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("%v (-want +got)\n%s", err, diff)
			}
		})
	}
}

func TestAPageThatIsNotThereIsRefusedInWords(t *testing.T) {
	for address, want := range map[string]ui.Code{"/x?page=0": ui.BadInput, "/x?page=many": ui.BadInput, "/x?page=-3": ui.BadInput, "/x?page=4": ui.NotFound} {
		_, _, _, err := Cut(httptest.NewRequest("GET", address, nil), 120, PageSize)
		fault, ok := err.(*ui.Fault)
		if !ok || fault.Code != want {
			t.Errorf("%s: %v, want %v", address, err, want)
		}
	}
}

func TestTheDataOfAPageKeepsItsConditionsAndIsWhole(t *testing.T) {
	r := httptest.NewRequest("GET", "/upr/recommendations?from=SVN&page=3&lang=ar", nil)
	if got := Twin(r, "csv"); got != "/upr/recommendations.csv?from=SVN" {
		t.Error(got)
	}
	if got := With(r, "from", ""); got != "/upr/recommendations" {
		t.Error(got)
	}
}

func TestAStateIsReadInAnyCase(t *testing.T) {
	if got, err := StateCode(url.Values{"state": {" svn"}}, "state"); got != "SVN" || err != nil {
		t.Error(got, err)
	}
	if _, err := StateCode(url.Values{"state": {"XYZ"}}, "state"); err == nil {
		t.Error("a code that is no State's is taken")
	}
}
