package uprreport

import (
	"regexp"
	"strings"

	"unhindered/record/upr"
)

var (
	refuses = regexp.MustCompile(`(?i)\b(?:did not|does not|do not|not|cannot|could not|unable to)\s+(?:be able to\s+)?(?:to\s+)?(?:currently\s+)?(?:enjoy|support|accept|meet|find)|\breject|\b(?:are|were|is|was|be|been|be deemed|stand|stood|duly) noted\b(?: and|\.|,|:| by|$)|\btakes? note of|\btook note of|\bnot (?:supported|accepted|acceptable|considered)|cannot be supported|considered as noted|\bwould be noted|\bshall be noted|\bare noted`)
	awaits  = regexp.MustCompile(`(?i)will (?:be )?(?:examine|respond|provide|study|consider)|will be (?:duly )?(?:examined|considered|studied)|will provide (?:its )?(?:responses?|answers?)|response of .{2,80} (?:will be|to these)|would be examined|under examination|will be included in the outcome|no later than`)
	agrees  = regexp.MustCompile(`(?i)\benjoy(?:s|ed)?\s+(?:the\s+|its\s+|their\s+|full\s+)*support|enjoy its support|\bagreed on the following|\b(?:are|were|been|is|was|have been) (?:accepted|supported)\b|\baccepts? the (?:following )?recommendations?|\bsupports? the (?:following )?recommendations?|\bexpress(?:ed|es) (?:its|their|the) support`)
)

// position reads what a paragraph says of the recommendations that it announces. A State cannot reject one (resolution
// 5/1, paragraph 32): what does not enjoy its support is noted. Pending is what it will answer before the plenary.
func position(text string) string {
	switch {
	case refuses.MatchString(strings.ReplaceAll(text, "should not be construed as endorsed", "")):
		return upr.Noted
	case agrees.MatchString(text):
		return upr.Supported
	case awaits.MatchString(text):
		return upr.Pending
	}
	return upr.Unknown
}

var (
	closing   = regexp.MustCompile(`(?i)^all (?:the )?(?:conclusions|recommendations)|reflects? the positions? of the submitting`)
	announces = regexp.MustCompile(`(?i)recommendation`)
	comments  = regexp.MustCompile(`(?i)following comments|voluntary (?:pledges|commitments)|following (?:pledges|commitments)`)
	above     = regexp.MustCompile(`(?i)^(?:the|these|all)\s+(?:\w+\s+)?recommendations?\s+(?:\w+\s+)?(?:listed\s+|mentioned\s+|set out\s+)?above`)
)
