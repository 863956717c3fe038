package uprreport

import (
	"regexp"

	"unhindered/record/upr"
)

var (
	refuses = regexp.MustCompile(`(?i)\b(?:did not|does not|do not|not|cannot|could not|unable to)\s+(?:be able to\s+|(?:be )?in a position to\s+)?(?:to\s+)?(?:currently\s+|fully\s+)?(?:enjoy|support|accept|meet|find|receive|have|gain|obtain|command|agree)` +
		`|\breject|\b(?:are|were|is|was|be|been|be deemed|stand|stood|duly|hereby|thus|therefore|and|has|have) noted\b(?: and|\.|,|:| by|$)` +
		`|\btakes? note of|\btook note of|\bnotes the (?:following )?recommendations?|\bnot (?:supported|accepted|acceptable|considered)|(?:cannot|can not|could not|will not) be (?:supported|accepted|agreed|implemented)|considered as noted|\b(?:would|shall|will) be noted|\bare noted` +
		`|\bpart(?:ly|ially) (?:accept|support|enjoy)|\bpartial (?:support|acceptance)|(?:accept|support)(?:s|ed)? (?:\w+ ){0,4}(?:in part|partially)`)
	awaits = regexp.MustCompile(`(?i)will (?:be )?(?:further )?(?:examine|respond|provide|study|consider)|will be (?:duly |further )?(?:examined|considered|studied|given|provided)|will provide (?:its )?(?:responses?|answers?)|responses? (?:of|by|to|from) .{2,80} (?:will be|to these)|would be (?:examined|considered|studied)|under (?:examination|consideration)|will be included in the outcome|no later than|(?:left|kept|remain(?:ed|s)?|are|is) pending|\bdefer(?:s|red)?\b|requires? further (?:examination|consideration|study)`)
	agrees = regexp.MustCompile(`(?i)\benjoy(?:s|ed)?\s+(?:the\s+|its\s+|their\s+|full\s+)*support|enjoy its support|\bagreed? (?:on|to|with) the (?:following|recommendations)|\b(?:are|were|been|is|was|have been) (?:accepted|supported|endorsed|agreed)\b|\b(?:accept|endorse|welcome)(?:s|ed)? the (?:following |above )?recommendations?|\bsupport(?:s|ed)? the (?:following |above )?recommendations?|\bexpress(?:ed|es) (?:its|their|the) support|\b(?:are|is) (?:already )?(?:being implemented|in the process of implementation|implemented)\b|\b(?:already|been) (?:being )?implemented`)
)

// position reads what a paragraph says of the recommendations that it announces. A State cannot reject one (resolution
// 5/1, paragraph 32): what does not enjoy its support, or only part of it, is noted. Pending is what it will answer before
// the plenary.
func position(text string) string {
	text = construed.ReplaceAllString(text, "")
	switch {
	case refuses.MatchString(text):
		return upr.Noted
	case agrees.MatchString(text):
		return upr.Supported
	case awaits.MatchString(text):
		return upr.Pending
	}
	return upr.Unknown
}

var (
	construed = regexp.MustCompile(`(?i)(?:they )?should not be construed as endorsed[^.]*`)
	closing   = regexp.MustCompile(`(?i)^(?:all|any|the) (?:the )?(?:conclusions (?:and/?\s*(?:or)?|or) recommendations (?:contained|listed|made)|recommendations contained)|^all (?:the )?(?:conclusions|recommendations)|reflects? the positions? of the (?:submitting|State)`)
	finale    = regexp.MustCompile(`(?i)^(?:all|any|the) (?:the )?conclusions (?:and/?\s*(?:or)?|or) recommendations (?:contained|listed|made|in)`)
	announces = regexp.MustCompile(`(?i)recommendation`)
	comments  = regexp.MustCompile(`(?i)following (?:comments|observations|explanations|clarifications|reservations|statements?)|voluntary (?:pledges|commitments)|following (?:pledges|commitments)`)
	above     = regexp.MustCompile(`(?i)^(?:the|these|all)\s+(?:\w+\s+)?recommendations?\s+(?:\w+\s+)?(?:listed\s+|mentioned\s+|set out\s+)?above`)
)
