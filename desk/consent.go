package desk

import "unhindered/report"

// A Consent is one line of the consent ledger of a case: what somebody agreed to, or was asked and refused.
type Consent struct {
	For     string         `json:"for" desk:"ref"` // item ID of a party, or WhoeverReported
	GivenBy Giver          `json:"given_by" desk:"ref"`
	Purpose report.Purpose `json:"purpose"`
	Partner string         `json:"partner,omitempty"` // for share_partner: with whom
	// Given is false where the person was asked and did not agree.
	Given     bool    `json:"given"`
	Wording   string  `json:"wording" desk:"ref"` // exactly what was shown or read out
	Language  string  `json:"language,omitempty" desk:"ref"`
	Channel   Channel `json:"channel" desk:"ref"`
	Day       string  `json:"day"`                 // YYYY-MM-DD on which it was given
	Until     string  `json:"until,omitempty"`     // last day on which it holds; "" is until withdrawn
	Withdrawn string  `json:"withdrawn,omitempty"` // day from which it does not hold any more
	// UnderstoodRisks says whether the risks were explained and understood: yes, no, or "" for not recorded.
	UnderstoodRisks string `json:"understood_risks,omitempty"`
	// Dates and Places are how exact a published date and place may be. "" is the careful default: the year, the country.
	Dates  Precision `json:"dates,omitempty"`
	Places Precision `json:"places,omitempty"`

	Thread   string `json:"thread,omitempty" desk:"ref"`   // the report in which it was given
	Envelope string `json:"envelope,omitempty" desk:"ref"` // and the envelope
	Notes    string `json:"notes,omitempty"`
}

// WhoeverReported stands in Consent.For for whoever wrote Consent.Thread, while no party of the case is linked to it.
const WhoeverReported = "reporter"

// A Giver is who gives consent.
type Giver string

// Givers lists who may give consent: the person, their family, their lawyer.
func Givers() []Giver { return []Giver{"self", "family", "lawyer"} }

// A Channel is how consent was given.
type Channel string

// ByDrop is the channel of consent that came with a report.
const ByDrop Channel = "drop"

// Channels lists how consent may be given.
func Channels() []Channel { return []Channel{ByDrop, "interview", "letter", "call"} }

// A Precision is how exact a date or a place is.
type Precision string

// The precisions of dates and of places, each list from coarse to fine.
const (
	ToYear  Precision = "year"
	ToMonth Precision = "month"
	ToDay   Precision = "day"

	ToCountry Precision = "country"
	ToRegion  Precision = "region"
	ToExact   Precision = "exact"
)

// DatePrecisions lists the precisions of dates, coarse to fine.
func DatePrecisions() []Precision { return []Precision{ToYear, ToMonth, ToDay} }

// PlacePrecisions lists the precisions of places, coarse to fine.
func PlacePrecisions() []Precision { return []Precision{ToCountry, ToRegion, ToExact} }

// Kind returns KindConsent.
func (*Consent) Kind() Kind { return KindConsent }

// Validate demands for whom, by whom, for what, in which words, how and when.
func (c *Consent) Validate() FieldErrors {
	var e FieldErrors
	e.text("for", c.For, needed, line)
	e.oneOf("given_by", string(c.GivenBy), plain(Givers()))
	e.oneOf("purpose", string(c.Purpose), plain(report.Purposes()))
	if c.Purpose == report.SharePartner {
		e.text("partner", c.Partner, needed, line)
	}
	e.text("wording", c.Wording, needed, page)
	e.text("language", c.Language, line)
	e.oneOf("channel", string(c.Channel), plain(Channels()))
	e.text("day", c.Day, needed)
	e.day("day", c.Day)
	e.day("until", c.Until)
	e.day("withdrawn", c.Withdrawn)
	if c.UnderstoodRisks != "" {
		e.oneOf("understood_risks", c.UnderstoodRisks, []string{"yes", "no"})
	}
	if c.Dates != "" {
		e.oneOf("dates", string(c.Dates), plain(DatePrecisions()))
	}
	if c.Places != "" {
		e.oneOf("places", string(c.Places), plain(PlacePrecisions()))
	}
	e.text("notes", c.Notes, page)
	return e
}

// Holds tells whether the consent was given and holds on a day (YYYY-MM-DD).
func (c *Consent) Holds(day string) bool {
	return c.Given && c.Day <= day && (c.Until == "" || day <= c.Until) && (c.Withdrawn == "" || day < c.Withdrawn)
}

// A Grant is the answer of the ledger to one question.
type Grant struct {
	OK     bool
	Dates  Precision // finest date that may be published
	Places Precision // finest place
	// Consent is the line that decides; zero if there is none.
	Consent Row[Consent]
}

// A Went is a place that facts of a case went to.
type Went struct {
	To   string // "register"
	ID   string // of the entry
	Day  string
	What string // "version 2"
	// Gone tells that it has been withdrawn from there.
	Gone bool
}
