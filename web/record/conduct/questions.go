package conduct

import (
	"net/http"

	"unhindered/record/letters"
	"unhindered/record/sheet"
	"unhindered/web/ui"
)

// asked is what letters asked, question by question, and how the replies deal with it.
type asked struct {
	Questions []question
	Counts    []option // grades that occur, in the order of the table
	Answered  int      // wholly
}

// A question is one of them, with the sign of its grade.
type question struct {
	sheet.Row
	sign
	Letter string // its symbol or key; empty on the page of one letter
}

// gradeSigns are the signs of grades. What answers is drawn as good conduct is elsewhere, what does not as the rest.
var gradeSigns = map[string]sign{
	"answered": {"good", "A", ui.Text("answered")}, "partly": {"some", "P", ui.Text("partly answered")}, "evaded": {"bad", "E", ui.Text("evaded")},
	"denied": {"bad", "D", ui.Text("denied")}, "refused": {"bad", "R", ui.Text("refused")}, letters.NotAddressed: {"none", "–", ui.Text("not addressed")},
}

// askedIn returns the questions of some letters, or nil if none of them is known question by question.
func (s *site) askedIn(r *http.Request, all ...letters.Letter) (*asked, error) {
	rows, err := s.Letters.QuestionsOf(r.Context(), "")
	if err != nil {
		return nil, err
	}
	a, n := &asked{}, map[string]int{}
	for _, l := range all {
		for _, row := range rows {
			if row.Get("letter") != l.ID {
				continue
			}
			q := question{Row: row, sign: gradeSigns[row.Get("grade")], Letter: l.Symbol}
			switch {
			case len(all) == 1:
				q.Letter = "" // the page is about it
			case q.Letter == "":
				q.Letter = l.ID
			}
			q.Words = s.pages.T(r, q.Words)
			a.Questions = append(a.Questions, q)
			n[row.Get("grade")]++
		}
	}
	if len(a.Questions) == 0 {
		return nil, nil
	}
	a.Answered = n["answered"]
	for _, c := range letters.Questions.Column("grade").Choices {
		if n[c.Code] > 0 {
			a.Counts = append(a.Counts, option{Value: c.Code, Label: s.pages.T(r, c.Label), N: n[c.Code]})
		}
	}
	return a, nil
}

// letter is the page of one letter: its row, and its questions if they are known.
func (s *site) letter(w http.ResponseWriter, r *http.Request) error {
	return s.rowWith(w, r, letterList, func(p *rowPage) error {
		all, err := s.Letters.Letters(r.Context(), "")
		if err != nil {
			return err
		}
		for _, l := range all {
			if l.ID == p.Key {
				p.Asked, err = s.askedIn(r, l)
			}
		}
		return err
	})
}
