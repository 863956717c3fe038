package drop

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"

	"unhindered/drop"
	"unhindered/seal"
	"unhindered/web/ui"
)

// What a parcel, sealed in a browser, may hold beside files of MaxUpload together.
const (
	maxParcelField = 8 << 10   // bytes of a key, a hash or a lookup id
	maxOwn         = 256 << 10 // bytes of the person's sealed copy of their consents
	maxSealedText  = 4 << 20   // bytes of the sealed message, with room for the padding of small files
)

// A parcelForm is a form of the script: everything in it is sealed, hashed or public.
type parcelForm struct {
	Key        string // recipient that the parts are sealed to
	LookupHash string
	AnswerTo   string
	Lookup     string
	Own        []byte
	parcel     *drop.Parcel
}

// takeParcel reads a form of the script. Fields come before parts; begin is called at the first part. The caller ends the
// parcel, which is nil if there was no part.
func (h *Handler) takeParcel(r *http.Request, begin func(parcelForm) (*drop.Parcel, error)) (f parcelForm, err error) {
	_, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || params["boundary"] == "" {
		return f, drop.ErrParcel
	}
	// Padding makes files at most 12 % larger.
	in := &body{src: r.Body, left: h.opts.MaxUpload + h.opts.MaxUpload/8 + maxSealedText}
	defer func() {
		if err == nil {
			return
		}
		if f.parcel != nil {
			f.parcel.Abort()
		}
		// A browser reads the answer only when it has sent all; one that is cut off shows an error of the network instead.
		_, _ = io.Copy(io.Discard, in)
		_, _ = io.CopyN(io.Discard, r.Body, farewell)
	}()
	parts := multipart.NewReader(in, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF && in.endsWith(params["boundary"]) {
			return f, nil
		}
		if err == nil {
			err = f.part(part, begin)
		}
		switch {
		case errors.Is(in.err, errFlood):
			return f, errTooLarge
		case in.err != nil, err == io.EOF, errors.Is(err, io.ErrUnexpectedEOF):
			return f, errCut
		case err != nil:
			return f, err
		}
	}
}

// farewell is how much more than is allowed is read, and thrown away, so that the answer arrives.
const farewell = 16 << 20

var errCut = errors.New("a parcel did not arrive whole")

func (f *parcelForm) part(part *multipart.Part, begin func(parcelForm) (*drop.Parcel, error)) (err error) {
	switch part.FormName() {
	case "key":
		f.Key, err = short(part)
	case "lookup_hash":
		f.LookupHash, err = short(part)
	case "answer_to":
		f.AnswerTo, err = short(part)
	case "lookup":
		f.Lookup, err = short(part)
	case "own":
		f.Own, err = io.ReadAll(io.LimitReader(part, maxOwn+1))
		if len(f.Own) > maxOwn {
			err = errTooLarge
		}
	case "part":
		if f.parcel == nil {
			if f.parcel, err = begin(*f); err != nil {
				return err
			}
		}
		if f.parcel.Parts() > maxFiles {
			return errTooLarge
		}
		_, err = f.parcel.AddPart(part)
	default:
		err = drop.ErrParcel // our script sends nothing else, and what it might be must not be taken in
	}
	return err
}

func short(part io.Reader) (string, error) {
	text, err := io.ReadAll(io.LimitReader(part, maxParcelField+1))
	if len(text) > maxParcelField {
		err = drop.ErrParcel
	}
	return string(text), err
}

// trouble is what the script is told: a code that it acts on, and a text to show.
type trouble struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

var troubles = []struct {
	err    error
	status int
	code   string
	text   string
}{
	{drop.ErrClosed, http.StatusServiceUnavailable, "nokey", ui.Text("There is no key to seal with at the moment, so nothing was sent. Everything you typed is still on this page. Please try again later.")},
	{drop.ErrKey, http.StatusConflict, "key", ui.Text("The key of the team has changed, so nothing was kept.")},
	{drop.ErrKnown, http.StatusConflict, "known", ui.Text("This has arrived already.")},
	{drop.ErrNoThread, http.StatusNotFound, "nothread", ui.Text("Nothing was found for this. Please compare it with what you wrote down.")},
	{drop.ErrWithdrawn, http.StatusConflict, "withdrawn", ui.Text("You have withdrawn everything.")},
	{drop.ErrFull, http.StatusInsufficientStorage, "full", ui.Text("There is no space left here at the moment, so nothing was kept. Everything you typed is still on this page. Please try again later.")},
	{errTooLarge, http.StatusRequestEntityTooLarge, "toolarge", ui.Text("That is more than this server takes at once, so nothing was kept. Please take out a file and send again.")},
	{errCut, http.StatusBadRequest, "cut", ui.Text("What was sent did not arrive whole, so nothing was kept. Please send it again.")},
	{drop.ErrPadding, http.StatusUnprocessableEntity, "refused", refusedText},
	{drop.ErrParcel, http.StatusUnprocessableEntity, "refused", refusedText},
	{seal.ErrNotAge, http.StatusUnprocessableEntity, "refused", refusedText},
	{seal.ErrClassic, http.StatusUnprocessableEntity, "refused", refusedText},
	{seal.ErrMixed, http.StatusUnprocessableEntity, "refused", refusedText},
	{seal.ErrPassphrase, http.StatusUnprocessableEntity, "refused", refusedText},
	{seal.ErrNotRecipient, http.StatusUnprocessableEntity, "refused", refusedText},
}

var refusedText = ui.Text("The server refused what this browser sealed, and nothing was kept. This is a mistake of the page, not of yours. Please use another way to write to the team.")

// answerParcel answers the script in JSON, where the trouble is one that it can tell the person about.
func (h *Handler) answerParcel(w http.ResponseWriter, r *http.Request, done any, err error) error {
	if err == nil {
		return ui.JSONStatus(w, http.StatusCreated, done)
	}
	if r.Context().Err() != nil {
		return err // nobody is there any more
	}
	for _, t := range troubles {
		if errors.Is(err, t.err) {
			if errors.Is(err, drop.ErrFull) {
				h.logFault(r, err)
			}
			return ui.JSONStatus(w, t.status, trouble{t.code, h.pages.T(r, t.text)})
		}
	}
	h.logFault(r, err)
	return ui.JSONStatus(w, http.StatusInternalServerError,
		trouble{"server", h.pages.T(r, "Something went wrong here, so nothing was kept. Everything you typed is still on this page. Please send it once more.")})
}
