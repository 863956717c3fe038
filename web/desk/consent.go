package desk

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"unhindered/desk"
	"unhindered/report"
)

// A consentData is the form that adds a line to the consent ledger.
type consentData struct {
	Case                                      string
	Consent                                   desk.Consent
	Parties                                   []option
	Purposes                                  []option
	Givers, Channels, Dates, Places, Wordings []option
	Fields                                    desk.FieldErrors
}

func (h *Handler) consentPage(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	q := r.URL.Query()
	c := desk.Consent{For: q.Get("for"), Purpose: report.Purpose(q.Get("purpose")), GivenBy: "self", Given: true,
		Day: time.Now().UTC().Format(time.DateOnly)}
	return h.showConsent(w, r, s, http.StatusOK, c, nil)
}

func (h *Handler) showConsent(w http.ResponseWriter, r *http.Request, s *desk.Session, status int, given desk.Consent, wrong desk.FieldErrors) error {
	c, err := s.OpenCase(r.Context(), r.PathValue("case"))
	if err != nil {
		return err
	}
	data := consentData{Case: casePath(r), Consent: given, Fields: wrong, Parties: choices(&c)(desk.KindParty)}
	for _, p := range report.Purposes() {
		data.Purposes = append(data.Purposes, option{string(p), purposeNames[p].long})
	}
	data.Givers = list(desk.Givers)()[0].Options
	data.Dates = list(desk.DatePrecisions)()[0].Options
	data.Places = list(desk.PlacePrecisions)()[0].Options
	for _, o := range list(desk.Channels)()[0].Options {
		if o.Value != string(desk.ByDrop) { // what comes through the drop enters the ledger by itself
			data.Channels = append(data.Channels, o)
		}
	}
	return h.render(w, r, status, "consent.html", data)
}

func (h *Handler) addConsent(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if err := parse(w, r); err != nil {
		return err
	}
	f := r.PostForm
	c := desk.Consent{
		For: f.Get("for"), GivenBy: desk.Giver(f.Get("given_by")), Purpose: report.Purpose(f.Get("purpose")),
		Partner: clean(f.Get("partner")), Given: f.Get("given") == "yes", Wording: clean(f.Get("wording")),
		Language: clean(f.Get("language")), Channel: desk.Channel(f.Get("channel")), Day: f.Get("day"), Until: f.Get("until"),
		UnderstoodRisks: f.Get("understood_risks"), Dates: desk.Precision(f.Get("dates")), Places: desk.Precision(f.Get("places")),
		Notes: clean(f.Get("notes")),
	}
	_, err := s.AddConsent(r.Context(), r.PathValue("case"), c)
	if wrong := (desk.FieldErrors)(nil); errors.As(err, &wrong) {
		return h.showConsent(w, r, s, http.StatusUnprocessableEntity, c, wrong)
	}
	if err != nil {
		return err
	}
	return see(w, r, casePath(r)+"#consent", "saved")
}

// A withdrawConsentData is the question before a consent is marked as withdrawn, and afterwards where facts already are.
type withdrawConsentData struct {
	Case, Item string
	Consent    desk.Consent
	Long       string // the purpose in full
	Who        string
	Today      string
	Went       []desk.Went
	Live       bool // something is still out there
	Done       bool
	Error      string
}

func (h *Handler) withdrawConsentPage(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	data, err := consentLineOf(r, s)
	if err != nil {
		return err
	}
	return h.render(w, r, http.StatusOK, "withdraw-consent.html", data)
}

func consentLineOf(r *http.Request, s *desk.Session) (withdrawConsentData, error) {
	c, err := s.OpenCase(r.Context(), r.PathValue("case"))
	if err != nil {
		return withdrawConsentData{}, err
	}
	for _, row := range c.Consents {
		if row.ID != r.PathValue("item") {
			continue
		}
		data := withdrawConsentData{Case: casePath(r), Item: url.PathEscape(row.ID), Consent: row.Data, Long: purposeNames[row.Data.Purpose].long,
			Who: names(&c)[row.Data.For], Today: time.Now().UTC().Format(time.DateOnly), Went: c.Went}
		for _, went := range c.Went {
			data.Live = data.Live || !went.Gone
		}
		return data, nil
	}
	return withdrawConsentData{}, desk.ErrNotFound
}

func (h *Handler) withdrawConsent(w http.ResponseWriter, r *http.Request, s *desk.Session) error {
	if err := parse(w, r); err != nil {
		return err
	}
	went, err := s.WithdrawConsent(r.Context(), r.PathValue("case"), r.PathValue("item"), r.PostForm.Get("day"))
	if wrong := (desk.FieldErrors)(nil); errors.As(err, &wrong) {
		data, err := consentLineOf(r, s)
		if err != nil {
			return err
		}
		data.Error = wrong[0].Text
		return h.render(w, r, http.StatusUnprocessableEntity, "withdraw-consent.html", data)
	}
	if err != nil {
		return err
	}
	if len(went) == 0 {
		return see(w, r, casePath(r)+"#consent", "withdrawn")
	}
	data, err := consentLineOf(r, s)
	if err != nil {
		return err
	}
	data.Went, data.Done = went, true
	return h.render(w, r, http.StatusOK, "withdraw-consent.html", data)
}
