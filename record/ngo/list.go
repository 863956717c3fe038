package ngo

// A List is one of the lists that the Committee's reports annex, as the data set of its decisions keeps them. What a
// list says of an organisation, it says of one session.
type List string

// The lists. The first two are applications put off, the next five end an application, the rest concern organisations
// that have status already.
const (
	DeferredNew     List = "new_applications_deferred"
	Deferred        List = "applications_deferred"
	GrantedDirectly List = "new_applications_granted_directly"
	Granted         List = "status_granted"
	Closed          List = "closed_failed_to_respond"
	Withdrawn       List = "application_withdrawn"
	Declined        List = "status_declined"

	Reclassification List = "reclassification_deferred"
	StatusGivenUp    List = "status_withdrawn_own_request"
	NameChange       List = "name_changes"
	Merger           List = "mergers"
)

// Lists returns all lists in the order above.
func Lists() []List {
	return []List{DeferredNew, Deferred, GrantedDirectly, Granted, Closed, Withdrawn, Declined,
		Reclassification, StatusGivenUp, NameChange, Merger}
}

// What says in plain English what being on the list means.
func (l List) What() string {
	switch l {
	case DeferredNew:
		return "new application, put off to a later session"
	case Deferred:
		return "application put off again"
	case GrantedDirectly:
		return "recommended at its first session"
	case Granted:
		return "recommended for status"
	case Closed:
		return "closed: no answer to questions"
	case Withdrawn:
		return "application withdrawn by the organisation"
	case Declined:
		return "not recommended"
	case Reclassification:
		return "request for another class of status put off"
	case StatusGivenUp:
		return "status given up at its own request"
	case NameChange:
		return "change of name noted"
	case Merger:
		return "merger noted"
	}
	return string(l)
}

// Deferral tells whether the list holds applications that were put off.
func (l List) Deferral() bool { return l == DeferredNew || l == Deferred }

// end is what becomes of an application by being on the list, or empty.
func (l List) end() End {
	switch l {
	case Granted, GrantedDirectly:
		return EndGranted
	case Closed:
		return EndClosed
	case Withdrawn:
		return EndWithdrawn
	case Declined:
		return EndDeclined
	}
	return ""
}

// A Line is one row of a list: one organisation at one session.
type Line struct {
	List    List   `json:"list"`
	Session string `json:"session"` // the date that stands for the session in the data, as 2014-02-07
	Name    string `json:"name"`    // as written there
	Became  string `json:"became,omitempty"`
	Partner string `json:"partner,omitempty"` // the other organisation of a merger
	Info    string `json:"info,omitempty"`
	Row     int    `json:"row"` // where it stood in the file when it was first imported; the header is row 1
}
