package analysis

import (
	"cmp"
	"fmt"
	"html"
	"html/template"
	"math"
	"net/http"
	"net/url"
	"slices"

	undercounts "unhindered/analysis/undercount"
	"unhindered/record/study"
	"unhindered/web/ui"
	"unhindered/web/ui/chart"
)

// replies is the analysis of how States answer letters.
func replies(h *handler) topic {
	return topic{
		Path:     "/analysis/replies",
		Title:    ui.Text("Replies to letters"),
		Question: ui.Text("How many letters of special procedures does a State answer, how soon, and how far does it answer them?"),
		handle: func(w http.ResponseWriter, r *http.Request) error {
			found, err := study.FindReplies(r.Context(), h.record)
			if err != nil {
				return err
			}
			a := found.Answer()
			if kind(r) != "html" {
				return data(w, r, a)
			}
			say, rtl := h.say(r), h.pages.Lang(r) == "ar"
			p := repliesPage{Replies: found, How: explain(r, a.Method)}
			p.Picture = repliesPicture(found, say, rtl, func(code string) string {
				if code == "" {
					return h.pages.Link(r, "/letters")
				}
				return h.pages.Link(r, "/letters?state="+code)
			})
			p.Grades = gradesPicture(found.All, say, rtl)
			return h.pages.Render(w, r, http.StatusOK, "analysis_replies.html", p)
		},
	}
}

// A repliesPage is what the page analysis_replies.html shows.
type repliesPage struct {
	*study.Replies
	Picture, Grades template.HTML
	How             how
}

// gradesPicture draws how replies are judged.
func gradesPicture(all study.Reply, say speak, rtl bool) template.HTML {
	words := map[string]string{"answered": ui.Text("answered"), "partly": ui.Text("partly answered"), "evaded": ui.Text("evaded"), "denied": ui.Text("denied"),
		"refused": ui.Text("refused"), "": ui.Text("not judged")}
	var bars []chart.Bar
	desc := ""
	for _, grade := range []string{"answered", "partly", "evaded", "denied", "refused", ""} {
		if n := all.Grades[grade]; n > 0 {
			bars = append(bars, chart.Bar{Label: say(words[grade]), Count: n})
			desc += fmt.Sprintf("%s %d; ", say(words[grade]), n)
		}
	}
	return chart.Bars(chart.Head{ID: "grades", Title: say(ui.Text("How far do the replies answer, as the sources judge?")), Desc: desc, RTL: rtl}, bars)
}

// reports is the analysis of the Secretary-General's reports.
func reports(h *handler) topic {
	return topic{
		Path:     "/analysis/reports",
		Title:    ui.Text("Who is named, and who vanishes"),
		Question: ui.Text("Which States do the Secretary-General’s reports on reprisals name, how often in a row, and which cases are not named again?"),
		handle: func(w http.ResponseWriter, r *http.Request) error {
			found, err := study.FindReports(r.Context(), h.record)
			if err != nil {
				return err
			}
			a := found.Answer()
			if kind(r) != "html" {
				return data(w, r, a)
			}
			p := reportsPage{Reports: found, How: explain(r, a.Method)}
			p.Picture = reportsPicture(found, h.say(r), func(code string) string { return h.pages.Link(r, "/reports?state="+code) })
			for _, c := range found.Cases {
				if c.Named > 0 {
					p.Known = append(p.Known, c)
				}
			}
			return h.pages.Render(w, r, http.StatusOK, "analysis_reports.html", p)
		},
	}
}

// A reportsPage is what the page analysis_reports.html shows.
type reportsPage struct {
	*study.Reports
	Known   []study.CasesYear // reports of which the register has a case
	Picture template.HTML
	How     how
}

// undercount is the analysis of the cases on no list.
func undercount(h *handler) topic {
	return topic{
		Path:     "/analysis/undercount",
		Title:    ui.Text("What the lists leave out"),
		Question: ui.Text("What do several lists of cases say, and what can they not say, of the cases that are on none?"),
		handle: func(w http.ResponseWriter, r *http.Request) error {
			q := undercountQuery{Lists: cmp.Or(r.URL.Query().Get("lists"), "documents")}
			var err error
			if q.State, err = readState(r, "state"); err != nil {
				return err
			}
			if !slices.Contains(study.ListKinds, q.Lists) {
				return fault(ui.Text("Lists are those of bodies or of documents."))
			}
			found, err := study.FindUndercount(r.Context(), h.record, study.UndercountQuestion{State: q.State, Lists: q.Lists})
			if err != nil {
				return err
			}
			a := found.Answer()
			if kind(r) != "html" {
				return data(w, r, a)
			}
			p := undercountPage{Undercount: found, Query: q, How: explain(r, a.Method), Picture: undercountPicture(found, h.say(r), h.pages.Lang(r) == "ar"), Reasons: nothing(found, h.say(r))}
			if s := found.Spread; s != nil && len(s.Fits) > 0 {
				p.Lowest, p.Highest = wholeDays(s.Lowest), "∞"
				if !math.IsInf(s.Highest, 1) {
					p.Highest = wholeDays(s.Highest)
				}
			}
			return h.pages.Render(w, r, http.StatusOK, "analysis_undercount.html", p)
		},
		funcs: template.FuncMap{"analysisModel": modelName, "analysisList": listName, "analysisUpper": upper},
	}
}

// modelName names the pairs of lists that a model takes for dependent, in the language of a page.
func modelName(p *ui.Page, m undercounts.Model) string { return p.T(study.ModelName(m)) }

// bodyLists are the lists of bodies; the other lists are documents, whose titles stay as they are.
var bodyLists = []string{ui.Text("Reports of the Secretary-General"), ui.Text("Letters and statements of special procedures"), ui.Text("Reports of civil society")}

// listName is the name of a list in the language of a page.
func listName(p *ui.Page, list string) template.HTML {
	if slices.Contains(bodyLists, list) {
		return template.HTML(html.EscapeString(p.T(list)))
	}
	return template.HTML(`<bdi lang="en">` + html.EscapeString(list) + "</bdi>")
}

// nothing is why lists, or some of them, say nothing, in the language of a page.
func nothing(u *study.Undercount, say speak) []string {
	var all []string
	for _, why := range u.Nothing {
		var with []any
		for _, x := range why.With {
			if list, ok := x.(string); ok {
				x = say(list)
			}
			with = append(with, x)
		}
		all = append(all, say(why.Text, with...))
	}
	return all
}

// upper writes the upper end of an interval.
func upper(x float64) string {
	if math.IsInf(x, 1) {
		return "∞"
	}
	return wholeDays(x)
}

// An undercountQuery is what a visitor asks of the page.
type undercountQuery struct{ Lists, State string }

// At is the address of the page for another kind of lists.
func (q undercountQuery) At(lists string) string {
	v := url.Values{"lists": {lists}}
	if q.State != "" {
		v.Set("state", q.State)
	}
	return "/analysis/undercount?" + v.Encode()
}

// An undercountPage is what the page analysis_undercount.html shows.
type undercountPage struct {
	*study.Undercount
	Query           undercountQuery
	Lowest, Highest string // of all models that fit about as well as the best; empty where there is none
	Picture         template.HTML
	Reasons         []string // why lists, or some of them, say nothing
	How             how
}
