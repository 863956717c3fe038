package desk

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"unhindered/desk"
	"unhindered/report"
	"unhindered/un"
	"unhindered/web/ui"
)

// An inboxData is the list of reports. A row says nothing of what is in it.
type inboxData struct {
	Threads []desk.ThreadInfo
	Vaults  bool // the member has several vaults, so each row names its own
}

func (h *Handler) inbox(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	threads, err := s.Threads(r.Context())
	if err != nil {
		return err
	}
	vaults, err := s.Vaults(r.Context())
	if err != nil {
		return err
	}
	return h.render(w, r, http.StatusOK, "inbox.html", inboxData{threads, len(vaults) > 1})
}

func (h *Handler) fetch(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if _, err := h.desk.Fetch(r.Context()); err != nil {
		if errors.Is(err, desk.ErrNoDoor) {
			return err
		}
		return &ui.Fault{Code: ui.Busy, Public: ui.Text("The drop could not be reached. What has arrived there stays there, sealed; try again later."), Err: err}
	}
	return see(w, r, "/inbox", "fetched")
}

// openThread leads to a report; the page it leads to opens it, so that one opening leaves one line in the audit.
func (h *Handler) openThread(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if _, err := threadInfo(r, s); err != nil {
		return err
	}
	return see(w, r, "/threads/"+url.PathEscape(r.PathValue("thread")), "")
}

// A threadData is an opened report.
type threadData struct {
	Thread   desk.Thread
	Cases    []desk.CaseInfo // of the same vault, which it can be added to
	States   []group
	Asked    []asked // what the person agrees to as of now
	Approver bool
	Text     string // of an answer that was not sent
	Title    string // of a case that was not made
	State    string
	Error    string
	Fields   desk.FieldErrors
}

// An asked is one purpose and the newest word of the person on it.
type asked struct {
	Purpose report.Purpose
	Long    string
	Given   bool
	Asked   bool
	Day     string
	Partner string
}

func (h *Handler) thread(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	return h.showThread(w, r, s, http.StatusOK, threadData{})
}

func (h *Handler) showThread(w http.ResponseWriter, r *http.Request, s *desk.Session, status int, data threadData) error {
	t, err := s.OpenThread(r.Context(), r.PathValue("thread"))
	if err != nil {
		return err
	}
	data.Thread = t
	data.Approver = s.Role(t.Vault) == desk.Approver
	data.Asked = newest(t)
	if t.Case == "" {
		data.States = states()
		if data.Cases, _, err = s.Cases(r.Context(), desk.CaseFilter{Vault: t.Vault, Sort: "updated", Limit: mostCases}); err != nil {
			return err
		}
	}
	return h.render(w, r, status, "thread.html", data)
}

// mostCases is how many cases, changed last, are offered to add a report to.
const mostCases = 500

// newest tells, of every purpose, the last word of the person. Withdrawal of the report takes all of it back.
func newest(t desk.Thread) []asked {
	last := map[report.Purpose]asked{}
	for _, m := range t.Messages {
		if m.Answer {
			continue
		}
		for _, c := range m.Consents {
			last[c.Purpose] = asked{Given: c.Given, Asked: true, Day: m.Day, Partner: c.Partner}
		}
	}
	var all []asked
	for _, p := range report.Purposes() {
		a := last[p]
		a.Purpose, a.Long = p, purposeNames[p].long
		if t.Withdrawn != "" {
			a.Given, a.Day = false, t.Withdrawn
		}
		all = append(all, a)
	}
	return all
}

func (h *Handler) answer(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if err := parse(w, r); err != nil {
		return err
	}
	text := clean(r.PostForm.Get("text"))
	if text == "" {
		return h.showThread(w, r, s, http.StatusUnprocessableEntity, threadData{Error: ui.Text("There is nothing to send yet. Write your answer first.")})
	}
	err := s.Answer(r.Context(), r.PathValue("thread"), text)
	if fields := (desk.FieldErrors)(nil); errors.As(err, &fields) {
		return h.showThread(w, r, s, http.StatusUnprocessableEntity, threadData{Text: text, Error: fields[0].Text})
	}
	if err != nil {
		return err
	}
	return see(w, r, "/threads/"+url.PathEscape(r.PathValue("thread")), "answered")
}

// threadToCase makes a report a case, or adds it to one.
func (h *Handler) threadToCase(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if err := parse(w, r); err != nil {
		return err
	}
	thread := r.PathValue("thread")
	if id := r.PostForm.Get("case"); id != "" {
		if err := s.AddToCase(r.Context(), thread, id); err != nil {
			return err
		}
		return see(w, r, "/cases/"+url.PathEscape(id), "linked")
	}
	header := desk.Header{Title: clean(r.PostForm.Get("title")), State: r.PostForm.Get("state"), Stage: desk.StageDraft,
		Fictional: un.IsExample(r.PostForm.Get("state"))}
	id, err := s.NewCase(r.Context(), desk.NewCase{Header: header, Thread: thread})
	if fields := (desk.FieldErrors)(nil); errors.As(err, &fields) {
		return h.showThread(w, r, s, http.StatusUnprocessableEntity, threadData{Title: header.Title, State: header.State, Fields: fields})
	}
	if err != nil {
		return err
	}
	return see(w, r, "/cases/"+url.PathEscape(id), "case")
}

func (h *Handler) threadFile(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 1 {
		return desk.ErrNotFound
	}
	f, body, err := s.OpenFile(r.Context(), r.PathValue("thread"), r.PathValue("envelope"), n)
	if err != nil {
		return err
	}
	defer body.Close()
	name := f.Name
	if f.Sealed {
		name = strings.TrimSuffix(name, ".age")
	}
	return download(w, name, body)
}

// threadInfo finds the line of a report without opening it.
func threadInfo(r *http.Request, s *desk.Session) (desk.ThreadInfo, error) {
	threads, err := s.Threads(r.Context())
	if err != nil {
		return desk.ThreadInfo{}, err
	}
	for _, t := range threads {
		if t.ID == r.PathValue("thread") {
			return t, nil
		}
	}
	return desk.ThreadInfo{}, desk.ErrNotFound
}
