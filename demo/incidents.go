package demo

import (
	"io/fs"
	"slices"

	"unhindered/record/register"
	"unhindered/un"
)

// An Incident is a single event in a UN room or proceeding, as the sources tell it.
type Incident struct {
	register.Incident
	State    string // ISO 3166 alpha-3 of the State concerned
	DateNote string // "recurrent", "approximate", "2012-2016"; empty where the date says it all
	Target   string // whom it met
	// Anonymous is how much of it rests on sources that are not named: "no", "yes" or "partly".
	Anonymous string
	// Cases are the ids of the entries it belongs to; none for most.
	Cases []string
}

// Incidents returns all incidents of the five sources, also those that belong to no entry.
//
// An incident belongs to an entry only where links.csv says so, and never if its source is anonymous: matching dates
// and places would tell who had spoken in confidence.
func Incidents() ([]Incident, error) { return incidents(files) }

func incidents(facts fs.FS) ([]Incident, error) {
	lib, err := newLibrary(facts)
	if err != nil {
		return nil, err
	}
	rows, err := table(facts, "incidents.csv", "incident_id", "date", "date_precision", "body_or_place", "incident_type",
		"about_state", "actor_alleged", "target", "what_happened", "un_response", "outcome", "source_is_anonymous", "source")
	if err != nil {
		return nil, err
	}
	var all []Incident
	for _, r := range rows {
		one, err := lib.incident(r)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, link(facts, all)
}

func (lib library) incident(r row) (Incident, error) {
	if _, ok := un.ActTypeByCode(r.cells["incident_type"]); !ok {
		return Incident{}, r.fault("incident_type", "%q is no code of un.ActTypes", r.cells["incident_type"])
	}
	if _, ok := un.StateByISO3(r.cells["about_state"]); !ok {
		return Incident{}, r.fault("about_state", "%q is not the code of a State", r.cells["about_state"])
	}
	if !slices.Contains([]string{"no", "yes", "partly"}, r.cells["source_is_anonymous"]) {
		return Incident{}, r.fault("source_is_anonymous", "%q is not no, yes or partly", r.cells["source_is_anonymous"])
	}
	date, err := r.date("date")
	if err != nil {
		return Incident{}, err
	}
	one := Incident{State: r.cells["about_state"], Target: r.cells["target"], Anonymous: r.cells["source_is_anonymous"]}
	one.ID, one.Date, one.Type = r.cells["incident_id"], date, r.cells["incident_type"]
	switch precision := r.cells["date_precision"]; precision {
	case "day", "month", "year":
	case "approx":
		one.DateNote = "approximate"
	case "unknown":
		one.DateNote = "date not stated"
	default:
		one.DateNote = precision
	}
	for column, to := range map[string]*string{
		"body_or_place": &one.Place, "actor_alleged": &one.Actor, "what_happened": &one.Text,
		"un_response": &one.Response, "outcome": &one.Outcome,
	} {
		if *to, err = lib.text(r, column); err != nil {
			return Incident{}, err
		}
	}
	one.Source, err = lib.short(r, "source")
	return one, err
}

// link reads links.csv into the Cases of the incidents.
func link(facts fs.FS, all []Incident) error {
	rows, err := table(facts, "links.csv", "case_id", "incident_id", "why")
	if err != nil {
		return err
	}
	for _, r := range rows {
		i := slices.IndexFunc(all, func(one Incident) bool { return one.ID == r.cells["incident_id"] })
		if i < 0 {
			return r.fault("incident_id", "%q is not in incidents.csv", r.cells["incident_id"])
		}
		if all[i].Anonymous != "no" {
			return r.fault("incident_id", "%s rests on an anonymous source and may not be joined to a case", all[i].ID)
		}
		if r.cells["why"] == "" {
			return r.fault("why", "say what in the source joins the two")
		}
		all[i].Cases = append(all[i].Cases, r.cells["case_id"])
	}
	return nil
}
