package ui

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLinksOfAGroupShareAMenuWhereTheFirstOfThemStands(t *testing.T) {
	pg := &Page{Path: "/letters/7", Room: Room{Nav: []NavItem{
		{Path: "/register", Text: "Register"}, {Path: "/votes", Text: "Votes", Group: "Bodies"}, {Path: "/letters", Text: "Letters", Group: "Conduct"},
		{Path: "/search", Text: "Search"}, {Path: "/upr", Text: "UPR", Group: "Bodies"},
	}}}
	want := []Menu{
		{Items: []NavItem{{Path: "/register", Text: "Register"}}},
		{Group: "Bodies", Items: []NavItem{{Path: "/votes", Text: "Votes", Group: "Bodies"}, {Path: "/upr", Text: "UPR", Group: "Bodies"}}},
		{Group: "Conduct", Items: []NavItem{{Path: "/letters", Text: "Letters", Group: "Conduct"}}, Current: true},
		{Items: []NavItem{{Path: "/search", Text: "Search"}}},
	}
	if diff := cmp.Diff(want, pg.Menus()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
