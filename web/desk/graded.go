package desk

import (
	"unhindered/desk"
	"unhindered/web/ui"
)

// graded is how a reply deals with the letter, question by question, drawn as a row of signs and told in words.
type graded struct {
	Questions []gradedQuestion
	Answered  int // wholly
}

// A gradedQuestion is one question with the sign of its grade.
type gradedQuestion struct {
	desk.Question
	Sign, Class string
}

// gradeSigns are a letter and a class for each grade: what answers, what does so in part, what does not, what says nothing.
var gradeSigns = map[string][2]string{
	"answered": {"A", "all"}, "partly": {"P", "part"}, "evaded": {"E", "not"}, "denied": {"D", "not"}, "refused": {"R", "not"}, "not addressed": {"–", "none"},
}

// gradeWords are the grades in words to translate.
var gradeWords = map[string]string{
	"answered": ui.Text("answered"), "partly": ui.Text("partly answered"), "evaded": ui.Text("evaded"), "denied": ui.Text("denied"),
	"refused": ui.Text("refused"), "not addressed": ui.Text("not addressed"),
}

// Words is the grade in words to translate.
func (q gradedQuestion) Words() string { return gradeWords[q.Grade] }

// newGraded draws the questions of a reply, or nothing if there are none.
func newGraded(questions []desk.Question) *graded {
	if len(questions) == 0 {
		return nil
	}
	g := &graded{}
	for _, q := range questions {
		sign := gradeSigns[q.Grade]
		g.Questions = append(g.Questions, gradedQuestion{q, sign[0], sign[1]})
		if q.Grade == "answered" {
			g.Answered++
		}
	}
	return g
}
