package visits

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"unhindered/record/sheet"
)

func observation(t *testing.T, visitor, term, kept string) sheet.Row {
	t.Helper()
	row, refusal := Terms.Read(map[string]string{"state": "XEX", "visitor": visitor, "date": "2019-11", "term": term, "was_kept": kept,
		"text": "as told", "source": "Example Watch 2020"})
	if refusal != nil {
		t.Fatal(refusal)
	}
	return row
}

func TestAChecklistHasEveryTermAndSaysOfEachWhatItsRowsComeTo(t *testing.T) {
	lists := Checklists([]sheet.Row{
		observation(t, "SR torture", "movement", Kept),
		observation(t, "SR torture", "private", Broken),
		observation(t, "SR health", "movement", Broken),
		observation(t, "SR torture", "private", Kept),
	})
	if len(lists) != 2 || lists[0].Visitor != "SR torture" {
		t.Fatalf("%+v", lists)
	}
	got := map[string]string{}
	for _, item := range lists[0].Items {
		got[item.Term] = item.Kept
	}
	want := map[string]string{"movement": Kept, "officials": Unknown, "private": Partly, "places": Unknown, "documents": Unknown, "no_reprisal": Unknown, "security": Unknown}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("two rows that differ come to neither of them; a term without a row is unknown (-want +got)\n%s", diff)
	}
	if n := lists[0].Count(Unknown); n != 5 {
		t.Errorf("%d terms are unknown, want 5", n)
	}
}
