package clean

import "slices"

// What Copy removes. Each name is a constant so that a page can use the sentence as the key of its translation.
const (
	place       = "place where the picture was taken (GPS)"
	author      = "author"
	camera      = "camera and serial number"
	makerNotes  = "notes of the camera maker"
	dates       = "dates and times"
	software    = "programs used"
	captions    = "title, description and keywords"
	xmp         = "description and editing history (XMP)"
	press       = "caption and press data (IPTC, Photoshop)"
	comments    = "comments inside the file"
	preview     = "small preview picture"
	otherExif   = "other camera data (EXIF)"
	extraParts  = "data added by an app or camera"
	profileText = "name and origin of the colour profile"
	profile     = "colour profile (colours may look slightly different)"
	density     = "printing resolution"
	afterEnd    = "data hidden after the end of the file, such as a second picture or a video"
	between     = "data hidden between the parts of the file"
	properties  = "document properties"
	customData  = "data stored by other programs or the organisation"
	reviewers   = "names of people who commented or made changes"
	history     = "revision history"
	revisionIDs = "revision numbers that link versions of the document"
	printer     = "printer settings"
	paths       = "folder names of the computer"
	template    = "template and mail merge sources"
	macros      = "programs inside the document (macros, scripts)"
	signature   = "digital signature"
	attachments = "attached files"
	oldVersions = "earlier versions kept inside the file"
	inPictures  = "metadata of pictures inside the document"
	byteOrder   = "byte order mark"
)

// What Copy leaves.
const (
	seen         = "everything that can be seen: faces, places, papers, names in the text"
	noise        = "traces of the camera in the picture itself (sensor noise, lens)"
	compression  = "the way the picture was compressed, which can tell the camera or app"
	colours      = "the colours of the colour profile, which can tell the device"
	read         = "everything that can be read, and the way it is written"
	trackedText  = "text of tracked changes and comments, deleted words included"
	notCleaned   = "pictures or files inside the document that could not be cleaned"
	macrosRemain = "programs inside the document (macros)"
	hiddenLayers = "hidden parts: layers, rows, sheets, slides, text under black bars"
	formFields   = "what was typed into form fields"
	fonts        = "the fonts, and names given to styles and objects"
	links        = "addresses of links"
	invisible    = "invisible characters in the text, which can mark one copy among many"
)

// Words returns every word that a Result can hold: first those of Removed, then those of Remains.
func Words() (removed, remains []string) {
	return []string{
			place, author, camera, makerNotes, dates, software, captions, xmp, press, comments, preview, otherExif,
			reviewers, history, oldVersions, revisionIDs, properties, customData, paths, printer, template, macros,
			signature, attachments, inPictures, profileText, profile, density, extraParts, between, afterEnd, byteOrder,
		}, []string{
			seen, read, trackedText, hiddenLayers, formFields, notCleaned, macrosRemain, links, invisible, noise,
			compression, colours, fonts,
		}
}

// found is what a cleaner noticed; noting twice is noting once.
type found struct{ words map[string]bool }

func (f *found) note(words ...string) {
	if f.words == nil {
		f.words = map[string]bool{}
	}
	for _, w := range words {
		f.words[w] = true
	}
}

// as makes the Result: what was noticed, and what always remains in this format.
func (f *found) as(format string, always ...string) Result {
	f.note(always...)
	missing := func(w string) bool { return !f.words[w] }
	removed, remains := Words()
	return Result{
		Format:  format,
		Removed: slices.DeleteFunc(removed, missing),
		Remains: slices.DeleteFunc(remains, missing),
	}
}
