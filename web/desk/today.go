package desk

import (
	"net/http"
	"slices"
	"time"

	"unhindered/desk"
)

// A todayData is what the first page shows: what changed outside first, then what waits, then what is due.
type todayData struct {
	Today        string
	Consents     []desk.CaseInfo   // a consent was withdrawn, or a report
	EraseCases   []desk.CaseInfo   // hold what somebody did not allow to be kept
	EraseReports []desk.ThreadInfo // likewise, and are in no case
	Again        []desk.ThreadInfo // somebody wrote again on a report that belongs to a case
	Approvals    []desk.CaseInfo   // wait for an approver
	New          []desk.ThreadInfo // reports that are new and in no case yet
	Unread       int               // reports with something that nobody has opened
	Due          []desk.CaseInfo
	Recent       []desk.CaseInfo
	Approver     bool
}

// dueAhead is how far Today looks ahead, in days.
const dueAhead = 14

func (h *Handler) today(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	now := time.Now().UTC()
	data := todayData{Today: now.Format(time.DateOnly), Approver: s.IsApprover()}
	threads, err := s.Threads(r.Context())
	if err != nil {
		return err
	}
	for _, t := range threads {
		if t.MustErase && t.Case == "" {
			data.EraseReports = append(data.EraseReports, t)
		}
		switch {
		case t.New == 0 || t.Erased:
			continue
		case t.Case != "":
			data.Again = append(data.Again, t)
		default:
			data.New = append(data.New, t)
		}
		data.Unread++
	}
	all, _, err := s.Cases(r.Context(), desk.CaseFilter{})
	if err != nil {
		return err
	}
	horizon := now.AddDate(0, 0, dueAhead).Format(time.DateOnly)
	for _, c := range all {
		if slices.Contains(c.Warnings, desk.WarnMustWithdraw) || slices.Contains(c.Warnings, desk.WarnWithdrawn) ||
			slices.Contains(c.Warnings, desk.WarnUnreadable) {
			data.Consents = append(data.Consents, c)
		}
		if slices.Contains(c.Warnings, desk.WarnUnkept) {
			data.EraseCases = append(data.EraseCases, c)
		}
		if c.Step == desk.Requested || c.Step == desk.WithdrawalRequested {
			data.Approvals = append(data.Approvals, c)
		}
		if c.Due != "" && c.Due <= horizon {
			data.Due = append(data.Due, c)
		}
	}
	slices.SortStableFunc(data.Due, func(a, b desk.CaseInfo) int { return compare(a.Due, b.Due) })
	data.Recent = all[:min(8, len(all))]
	return h.render(w, r, http.StatusOK, "today.html", data)
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (h *Handler) help(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	return h.render(w, r, http.StatusOK, "help.html", nil)
}
