package desk

import (
	"testing"

	"unhindered/desk"
)

func TestEveryGradeOfAReplyHasASignAndWords(t *testing.T) {
	for _, grade := range desk.Grades() {
		g := newGraded([]desk.Question{{Text: "Why?", Grade: grade}})
		if q := g.Questions[0]; q.Sign == "" || q.Class == "" || q.Words() == "" {
			t.Errorf("%s has no sign, class or words", grade)
		}
	}
}

func TestOnlyWhatIsAnsweredWhollyCounts(t *testing.T) {
	g := newGraded([]desk.Question{{Text: "a", Grade: "answered"}, {Text: "b", Grade: "partly"}, {Text: "c", Grade: "evaded"}})
	if g.Answered != 1 || len(g.Questions) != 3 {
		t.Errorf("%d of %d", g.Answered, len(g.Questions))
	}
	if newGraded(nil) != nil {
		t.Error("a reply without questions draws nothing")
	}
}
