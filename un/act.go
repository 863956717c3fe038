package un

import (
	"slices"
	"sync"
)

// An ActType is a kind of act, as entries and cases code it. Types with an empty Parent are headings of a group.
type ActType struct {
	Code, Parent string // "EXIT_STOP", "MOVEMENT"
	Domain       string // "reprisal", "on-premises", "obstruction" or "effect"
	Target       string // whom it meets: "person", "family", "organisation", ...
	Label        string // "stopped at the border or airport"
	Description  string // may be empty
}

// Heading tells whether the type is the heading of a group and not itself an act.
func (a ActType) Heading() bool { return a.Parent == "" }

// ActTypes returns all types, each heading before the types under it.
func ActTypes() []ActType { return slices.Clone(acts().all) }

// ActTypeByCode returns the type with the given code.
func ActTypeByCode(code string) (ActType, bool) {
	a, ok := acts().byCode[code]
	return a, ok
}

type actTypes struct {
	all    []ActType
	byCode map[string]ActType
}

var acts = sync.OnceValue(func() actTypes {
	t := actTypes{byCode: map[string]ActType{}}
	for _, row := range table("act_types.csv") {
		a := ActType{row["code"], row["parent"], row["domain"], row["target"], row["label"], row["description"]}
		t.all = append(t.all, a)
		t.byCode[a.Code] = a
	}
	return t
})
