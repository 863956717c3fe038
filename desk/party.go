package desk

// A Party is a person, group or organisation concerned, by role. Who they are is sealed apart: see Identity.
type Party struct {
	Label string    `json:"label"` // how the team calls them without a name: "the lawyer", "person A"
	Role  PartyRole `json:"role" desk:"ref"`
	Is    PartyKind `json:"is" desk:"ref"`
	// Count is how many people a group stands for; 0 if unknown.
	Count    int    `json:"count,omitempty"`
	Minor    bool   `json:"minor,omitempty"`
	Official bool   `json:"official,omitempty"`
	Foreign  bool   `json:"foreign,omitempty"`           // a foreign national
	Public   bool   `json:"public,omitempty"`            // already named in public, in a source of the case
	Thread   string `json:"thread,omitempty" desk:"ref"` // the report that this party wrote, if they did
	Notes    string `json:"notes,omitempty"`
}

// A PartyRole is what a party is in the case.
type PartyRole string

// The roles of parties.
const (
	Subject   PartyRole = "subject" // to whom it happened
	Reporter  PartyRole = "reporter"
	Relative  PartyRole = "relative"
	Lawyer    PartyRole = "lawyer"
	Associate PartyRole = "associate"
	Witness   PartyRole = "witness"
	Other     PartyRole = "other"
)

// PartyRoles lists the roles of parties.
func PartyRoles() []PartyRole {
	return []PartyRole{Subject, Reporter, Relative, Lawyer, Associate, Witness, Other}
}

// A PartyKind is what kind of party it is.
type PartyKind string

// The kinds of parties.
const (
	OnePerson      PartyKind = "person"
	AGroup         PartyKind = "group"
	AnOrganisation PartyKind = "organisation"
)

// PartyKinds lists the kinds of parties.
func PartyKinds() []PartyKind { return []PartyKind{OnePerson, AGroup, AnOrganisation} }

// Kind returns KindParty.
func (*Party) Kind() Kind { return KindParty }

// Validate demands a label, a role and a kind.
func (p *Party) Validate() FieldErrors {
	var e FieldErrors
	e.text("label", p.Label, needed, line)
	e.oneOf("role", string(p.Role), plain(PartyRoles()))
	e.oneOf("is", string(p.Is), plain(PartyKinds()))
	if p.Count < 0 {
		e.add("count", "A number of people cannot be negative.")
	}
	e.text("notes", p.Notes, page)
	return e
}
