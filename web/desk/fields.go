package desk

import (
	"unhindered/desk"
	"unhindered/un"
	"unhindered/web/ui"
)

// An input is how a field is asked for.
type input string

const (
	asLine      input = "line"      // one line of text
	asLong      input = "long"      // several lines
	asDate      input = "date"      // a partial date of package un
	asDay       input = "day"       // a whole day
	asNumber    input = "number"    // a whole number, none for 0
	asCheck     input = "check"     // yes or no
	asChoice    input = "choice"    // one of options
	asItem      input = "item"      // one item of the case, of the kinds in of
	asItems     input = "items"     // any number of them
	asLines     input = "lines"     // a list of texts, one a line
	asPairs     input = "pairs"     // names and texts, "name: text" a line
	asQuestions input = "questions" // questions of a letter, each with a grade and a note
	asHidden    input = "hidden"    // carried along, not shown
)

// A field is one field of a form. Its name is the JSON name of the field in the desk's own type, so that one table
// serves to show, to read and to compare.
type field struct {
	name, label, hint string
	as                input
	options           func() []group
	of                []desk.Kind
	needed            bool
	covered           bool // shown only when asked for: somebody may look over the shoulder
}

// A group is a part of a list to choose from; its label may be empty.
type group struct {
	Label   string
	Options []option
}

type option struct{ Value, Label string }

// A kind is what the pages must know of a kind of items.
type kind struct {
	kind        desk.Kind
	one         string // "a party", in the title of its form
	many        string // heading of its section on the case page
	teach       string // shown where there is none yet
	add         string // the link that adds one
	fields      []field
	withoutForm bool // has pages of its own
}

// kinds are the sections of a case, in the order of its page.
var kinds = []kind{
	{kind: desk.KindHeader, one: ui.Text("Title, State and next step"), fields: []field{
		{name: "title", label: ui.Text("Title"), hint: ui.Text("For the team only; it is never published. Choose one that tells nothing to somebody who looks over your shoulder."), as: asLine, needed: true},
		{name: "state", label: ui.Text("State concerned"), as: asChoice, options: states, needed: true},
		{name: "stage", label: ui.Text("Where the case stands"), as: asChoice, options: stages, needed: true},
		{name: "next", label: ui.Text("Next step"), hint: ui.Text("What has to be done next, in a few words."), as: asLine},
		{name: "due", label: ui.Text("Due on"), hint: ui.Text("The day on which it has to be done. It brings the case to the top of Today."), as: asDay},
		{name: "secret_terms", label: ui.Text("Terms that must never be published"), hint: ui.Text("One a line: names, nicknames, places, employers. Publication is refused while one of them stands anywhere in the text."), as: asLines, covered: true},
		{name: "notes", label: ui.Text("Notes"), as: asLong},
	}},
	{kind: desk.KindParty, one: ui.Text("Party"), many: ui.Text("Parties"), add: ui.Text("Add a party"),
		teach: ui.Text("Nobody yet. Add each person, group or organisation by role first. Who they are is sealed apart and covered until somebody asks."),
		fields: []field{
			{name: "label", label: ui.Text("How the team calls them"), hint: ui.Text("Not a name: “the lawyer”, “person A”. The name goes under Identity, sealed apart."), as: asLine, needed: true},
			{name: "role", label: ui.Text("Role"), as: asChoice, options: list(desk.PartyRoles), needed: true},
			{name: "is", label: ui.Text("Person, group or organisation"), as: asChoice, options: list(desk.PartyKinds), needed: true},
			{name: "count", label: ui.Text("How many people"), hint: ui.Text("For a group. Leave empty if you do not know."), as: asNumber},
			{name: "minor", label: ui.Text("A minor (never named in public)"), as: asCheck},
			{name: "official", label: ui.Text("Holds an official post"), as: asCheck},
			{name: "foreign", label: ui.Text("A foreign national"), as: asCheck},
			{name: "public", label: ui.Text("Already named in public, in a source of this case"), as: asCheck},
			{name: "notes", label: ui.Text("Notes"), as: asLong, covered: true},
			{name: "thread", as: asHidden},
		}},
	{kind: desk.KindIdentity, one: ui.Text("Identity"), fields: []field{
		{name: "name", label: ui.Text("Name"), as: asLine, needed: true},
		{name: "aliases", label: ui.Text("Other names"), hint: ui.Text("One a line, in every script they are written in. Publication checks look for each of them."), as: asLines},
		{name: "born", label: ui.Text("Born"), as: asDate},
		{name: "nationality", label: ui.Text("Nationality"), as: asLine},
		{name: "contact", label: ui.Text("How to reach them safely"), as: asLong},
		{name: "notes", label: ui.Text("Notes"), as: asLong},
	}, withoutForm: true},
	{kind: desk.KindEngagement, one: ui.Text("Cooperation with the UN"), many: ui.Text("Cooperation with the UN"), add: ui.Text("Add a cooperation"),
		teach: ui.Text("None yet. Write down the meeting, statement or letter that was answered: every act below points to one, and that link is what makes it a reprisal."),
		fields: []field{
			{name: "body", label: ui.Text("Body or mechanism"), as: asChoice, options: bodies, needed: true},
			{name: "form", label: ui.Text("Form"), as: asChoice, options: list(desk.EngagementForms), needed: true},
			{name: "status", label: ui.Text("Done, sought or presumed"), hint: ui.Text("Presumed: only those who acted believed it."), as: asChoice, options: list(desk.EngagementStatuses), needed: true},
			{name: "session", label: ui.Text("Session or meeting"), as: asLine},
			{name: "parties", label: ui.Text("Who cooperated"), as: asItems, of: []desk.Kind{desk.KindParty}},
			{name: "from", label: ui.Text("From"), as: asDate},
			{name: "to", label: ui.Text("To"), as: asDate},
			{name: "place", label: ui.Text("Place"), as: asLine},
			{name: "link_basis", label: ui.Text("Why the acts are taken to answer it"), hint: ui.Text("Alleged or shown, never assumed."), as: asChoice, options: list(desk.LinkBases)},
			{name: "text", label: ui.Text("In words"), as: asLong},
			{name: "notes", label: ui.Text("Notes"), as: asLong},
		}},
	{kind: desk.KindAct, one: ui.Text("Act"), many: ui.Text("Acts"), add: ui.Text("Add an act"),
		teach: ui.Text("None yet. One entry for each thing that was done: who did it to whom, when, and the cooperation it answered."),
		fields: []field{
			{name: "type", label: ui.Text("Type of act"), as: asChoice, options: acts, needed: true},
			{name: "parties", label: ui.Text("Done to"), as: asItems, of: []desk.Kind{desk.KindParty}},
			{name: "engagement", label: ui.Text("The cooperation it answered"), as: asItem, of: []desk.Kind{desk.KindEngagement}},
			{name: "timing", label: ui.Text("When, seen from the cooperation"), as: asChoice, options: list(desk.Timings)},
			{name: "actors", label: ui.Text("Alleged actors"), as: asItems, of: []desk.Kind{desk.KindActor}},
			{name: "from", label: ui.Text("From"), as: asDate},
			{name: "to", label: ui.Text("To"), as: asDate},
			{name: "place", label: ui.Text("Place"), hint: ui.Text("As exact as known; what is published is chosen later."), as: asLine},
			{name: "region", label: ui.Text("Region"), hint: ui.Text("Province or region, for when the place must not be told."), as: asLine},
			{name: "reason", label: ui.Text("Reason given by those who did it"), as: asLong},
			{name: "law", label: ui.Text("Law invoked"), as: asLine},
			{name: "method", label: ui.Text("How it was done"), as: asLong},
			{name: "consequence", label: ui.Text("Consequence"), as: asLong},
			{name: "status_at_end", label: ui.Text("How it stood when last heard of"), as: asLine},
			{name: "details", label: ui.Text("Further details"), hint: ui.Text("One a line, as “name: text”. For example “place of detention: not told”."), as: asPairs},
			{name: "notes", label: ui.Text("Notes"), as: asLong},
		}},
	{kind: desk.KindActor, one: ui.Text("Alleged actor"), many: ui.Text("Alleged actors"), add: ui.Text("Add an alleged actor"),
		teach: ui.Text("None yet. A description is enough: “police of the capital”. Say on what the allegation rests."),
		fields: []field{
			{name: "name", label: ui.Text("Who, as alleged"), hint: ui.Text("A body, a unit, a person, or a description."), as: asLine, needed: true},
			{name: "type", label: ui.Text("Kind"), as: asChoice, options: list(desk.ActorTypes)},
			{name: "body", label: ui.Text("Body or unit they belong to"), as: asLine},
			{name: "state", label: ui.Text("State they act for"), as: asChoice, options: states},
			{name: "involvement", label: ui.Text("Alleged involvement"), as: asChoice, options: list(desk.Involvements)},
			{name: "attribution", label: ui.Text("On what the allegation rests"), as: asLong},
			{name: "denial", label: ui.Text("What they say themselves"), hint: ui.Text("A denial stands beside the allegation."), as: asLong},
			{name: "notes", label: ui.Text("Notes"), as: asLong},
		}},
	{kind: desk.KindSource, one: ui.Text("Source"), many: ui.Text("Sources"), add: ui.Text("Add a source"),
		teach: ui.Text("None yet. One source for each claim, and how far it is trusted. Nothing is published without a source."),
		fields: []field{
			{name: "document", label: ui.Text("Document"), hint: ui.Text("Title or symbol, or “interview”."), as: asLine, needed: true},
			{name: "part", label: ui.Text("Section, paragraph or page"), as: asLine},
			{name: "address", label: ui.Text("Web address"), as: asLine},
			{name: "open", label: ui.Text("Anyone can read it (others are shown to the public as protected, without their name)"), as: asCheck},
			{name: "day", label: ui.Text("Date of the document or talk"), as: asDate},
			{name: "seen", label: ui.Text("Seen by us"), as: asDate},
			{name: "claim", label: ui.Text("What it says"), hint: ui.Text("In our own words; quotations short and marked."), as: asLong},
			{name: "reliability", label: ui.Text("Reliability on this claim"), as: asChoice, options: list(desk.Reliabilities)},
			{name: "about", label: ui.Text("It supports"), as: asItems, of: []desk.Kind{desk.KindAct, desk.KindEngagement, desk.KindActor, desk.KindAction, desk.KindReply}},
			{name: "evidence", label: ui.Text("Evidence files"), as: asItems, of: []desk.Kind{desk.KindEvidence}},
			{name: "notes", label: ui.Text("Notes"), as: asLong},
		}},
	{kind: desk.KindEvidence, one: ui.Text("Evidence"), many: ui.Text("Evidence"), add: ui.Text("Add a file"), withoutForm: true,
		teach: ui.Text("No files yet. The original is kept untouched, sealed, with its SHA-256."),
		fields: []field{
			{name: "title", label: ui.Text("What it is"), hint: ui.Text("In our own words, for lists."), as: asLine},
			{name: "date", label: ui.Text("Date"), hint: ui.Text("When it was made, as far as known."), as: asDate},
			{name: "about", label: ui.Text("It is about"), as: asItems, of: []desk.Kind{desk.KindParty, desk.KindAct, desk.KindEngagement, desk.KindAction, desk.KindReply}},
			{name: "notes", label: ui.Text("Notes"), as: asLong},
			{name: "name", as: asHidden},
			{name: "type", as: asHidden},
		}},
	{kind: desk.KindAction, one: ui.Text("UN action"), many: ui.Text("UN actions"), add: ui.Text("Add a UN action"),
		teach: ui.Text("None yet. Urgent appeals, letters, news releases, reports: what a UN body did about the case."),
		fields: []field{
			{name: "type", label: ui.Text("What was done"), as: asChoice, options: words(desk.ActionTypes), needed: true},
			{name: "body", label: ui.Text("By which body or mechanism"), as: asChoice, options: bodies},
			{name: "symbol", label: ui.Text("Symbol or number"), as: asLine},
			{name: "date", label: ui.Text("Date"), as: asDate},
			{name: "text", label: ui.Text("What it says"), as: asLong},
			{name: "source", label: ui.Text("Source"), as: asItem, of: []desk.Kind{desk.KindSource}},
			{name: "confidential", label: ui.Text("Not public yet (cannot be published)"), as: asCheck},
			{name: "notes", label: ui.Text("Notes"), as: asLong},
		}},
	{kind: desk.KindReply, one: ui.Text("Reply of a State"), many: ui.Text("Replies of the State"), add: ui.Text("Add a reply"),
		teach: ui.Text("None yet. What the State answered stands beside what is alleged, question by question."),
		fields: []field{
			{name: "state", label: ui.Text("State"), as: asChoice, options: states, needed: true},
			{name: "action", label: ui.Text("It answers"), as: asItem, of: []desk.Kind{desk.KindAction}},
			{name: "date", label: ui.Text("Date"), as: asDate},
			{name: "symbol", label: ui.Text("Symbol or number"), as: asLine},
			{name: "text", label: ui.Text("What the State says"), hint: ui.Text("In our own words; quotations short and marked."), as: asLong, needed: true},
			{name: "questions", label: ui.Text("Question by question"), hint: ui.Text("How the reply deals with each question of the letter. Empty rows are left out."), as: asQuestions},
			{name: "source", label: ui.Text("Source"), as: asItem, of: []desk.Kind{desk.KindSource}},
			{name: "notes", label: ui.Text("Notes"), as: asLong},
		}},
	{kind: desk.KindNote, one: ui.Text("Note"), many: ui.Text("Notes"), add: ui.Text("Add a note"),
		teach: ui.Text("None yet. Notes stay within the team; they are never published."),
		fields: []field{
			{name: "text", label: ui.Text("Note"), as: asLong, needed: true},
			{name: "about", label: ui.Text("About"), as: asItem, of: []desk.Kind{desk.KindParty, desk.KindAct, desk.KindEngagement,
				desk.KindActor, desk.KindSource, desk.KindEvidence, desk.KindAction, desk.KindReply}},
		}},
	{kind: desk.KindDraft, one: ui.Text("What is to be published"), withoutForm: true, fields: []field{
		{name: "subject", label: ui.Text("Who, as the public will read it"), hint: ui.Text("“Two human rights defenders”. A name only where they agreed to be published by name; then mark them below."), as: asLine, needed: true},
		{name: "subject_kind", label: ui.Text("Person, group or organisation"), as: asChoice, options: list(desk.SubjectKinds), needed: true},
		{name: "named", label: ui.Text("Whom the text names"), hint: ui.Text("Each of them must have agreed to be published by name."), as: asItems, of: []desk.Kind{desk.KindParty}},
		{name: "summary", label: ui.Text("Public summary"), hint: ui.Text("Neutral, in our own words: alleged, reported, according to. Nothing that tells who they are beyond what they agreed to."), as: asLong, needed: true},
		{name: "acts", label: ui.Text("Acts that go along"), hint: ui.Text("Their type and dates, not their notes."), as: asItems, of: []desk.Kind{desk.KindAct}},
		{name: "dates", label: ui.Text("How exact the dates are shown"), as: asChoice, options: list(desk.DatePrecisions), needed: true},
		{name: "date_note", label: ui.Text("Note beside the dates"), hint: ui.Text("For example “approximate”."), as: asLine},
		{name: "place", label: ui.Text("Place, as the public will read it"), as: asLine},
		{name: "places", label: ui.Text("How exact that place is"), as: asChoice, options: list(desk.PlacePrecisions), needed: true},
		{name: "actor", label: ui.Text("Alleged actor, as the public will read it"), as: asLine},
		{name: "engagement", label: ui.Text("The cooperation that was answered, in words"), as: asLong},
		{name: "engagements", label: ui.Text("Cooperation whose body is named"), as: asItems, of: []desk.Kind{desk.KindEngagement}},
		{name: "actions", label: ui.Text("UN actions that go along"), as: asItems, of: []desk.Kind{desk.KindAction}},
		{name: "replies", label: ui.Text("Replies of the State that go along"), hint: ui.Text("A denial stands beside the allegation."), as: asItems, of: []desk.Kind{desk.KindReply}},
		{name: "sources", label: ui.Text("Sources that go along"), hint: ui.Text("At least one. Those that not everybody can read are shown as protected, without their name."), as: asItems, of: []desk.Kind{desk.KindSource}},
		{name: "outcome", label: ui.Text("Outcome"), as: asLong},
		{name: "notes", label: ui.Text("Public notes"), as: asLong},
		{name: "context", label: ui.Text("It explains other cases and is not itself counted as one"), as: asCheck},
	}},
}

// kindOf returns what the pages know of a kind, and false for kinds that have no section or form.
func kindOf(k desk.Kind) (kind, bool) {
	for _, known := range kinds {
		if known.kind == k {
			return known, true
		}
	}
	return kind{}, false
}

// list makes options of a list whose values are words themselves.
func list[T ~string](values func() []T) func() []group {
	return func() []group {
		var g group
		for _, v := range values() {
			g.Options = append(g.Options, option{string(v), capital(string(v))})
		}
		return []group{g}
	}
}

// words is list for plain strings.
func words(values func() []string) func() []group { return list(values) }

func states() []group {
	all := group{}
	for _, s := range un.States() {
		all.Options = append(all.Options, option{s.ISO3, s.Name})
	}
	former := group{Label: ui.Text("Former States")}
	for _, s := range un.FormerStates() {
		former.Options = append(former.Options, option{s.ISO3, s.Name})
	}
	invented := group{Label: ui.Text("Invented, for demonstrations")}
	if s, ok := un.StateByISO3("XEX"); ok {
		invented.Options = append(invented.Options, option{s.ISO3, s.Name})
	}
	return []group{all, former, invented}
}

func bodies() []group {
	var g group
	for _, b := range un.Bodies() {
		g.Options = append(g.Options, option{b.Code, capital(b.Name)})
	}
	return []group{g}
}

// acts groups the types under their headings.
func acts() []group {
	var all []group
	for _, a := range un.ActTypes() {
		if a.Heading() {
			all = append(all, group{Label: capital(a.Label)})
			continue
		}
		last := &all[len(all)-1]
		last.Options = append(last.Options, option{a.Code, capital(a.Label)})
	}
	return all
}

// stageNames are the stages in words.
var stageNames = map[desk.Stage]string{
	desk.StageDraft:          ui.Text("Draft"),
	desk.StageConsentPending: ui.Text("Waiting for consent"),
	desk.StageDocumented:     ui.Text("Documented"),
	desk.StageVerified:       ui.Text("Verified"),
	desk.StageSubmitted:      ui.Text("Submitted to the UN"),
	desk.StageUNAction:       ui.Text("UN action taken"),
	desk.StageReplied:        ui.Text("State replied"),
	desk.StageNoReply:        ui.Text("No reply"),
	desk.StageInReport:       ui.Text("In the Secretary-General’s report"),
	desk.StageFollowUp:       ui.Text("Follow-up"),
	desk.StageResolved:       ui.Text("Resolved"),
	desk.StageClosed:         ui.Text("Closed"),
	desk.StageWithdrawn:      ui.Text("Withdrawn"),
	desk.StageReopened:       ui.Text("Reopened"),
}

func stages() []group {
	var g group
	for _, s := range desk.Stages() {
		g.Options = append(g.Options, option{string(s), stageNames[s]})
	}
	return []group{g}
}
