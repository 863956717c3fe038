package clean

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strings"
)

// odf cleans ODT, ODS, ODP and ODG.
var odf = family{drop: odfDrop, rules: odfRules}

// odfFormat reads the type of an OpenDocument file (OpenDocument 1.3 part 2 section 3.3).
func odfFormat(parts []*zip.File) (string, error) {
	i := slices.IndexFunc(parts, func(p *zip.File) bool { return p.Name == "mimetype" })
	if i < 0 {
		return "", ErrUnknown
	}
	r, err := parts[i].Open()
	if err != nil {
		return "", ErrDamaged
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, 100))
	if err != nil {
		return "", ErrDamaged
	}
	format, known := map[string]string{
		"application/vnd.oasis.opendocument.text":         "ODT",
		"application/vnd.oasis.opendocument.spreadsheet":  "ODS",
		"application/vnd.oasis.opendocument.presentation": "ODP",
		"application/vnd.oasis.opendocument.graphics":     "ODG",
	}[string(b)]
	if !known {
		return "", ErrUnknown
	}
	return format, nil
}

func odfDrop(part string) (string, bool) {
	under := func(folder string) bool { return strings.HasPrefix(part, folder) }
	switch base := path.Base(part); {
	case base == "meta.xml":
		return properties, true
	case base == "settings.xml": // holds the printer, folders and revision numbers, and only says how to look at the text
		return printer, true
	case base == "layout-cache", under("configurations2/"), base == "manifest.rdf", under("__macosx/"), base == ".ds_store":
		return extraParts, true
	case under("thumbnails/"):
		return preview, true
	case under("versions/"), base == "versionlist.xml":
		return oldVersions, true
	case under("basic/"), under("scripts/"), under("dialogs/"):
		return macros, true
	case under("meta-inf/") && strings.Contains(base, "signatures"):
		return signature, true
	}
	return "", false
}

func odfRules(f *found, part string, gone map[string]bool) rule {
	if part == "meta-inf/manifest.xml" {
		return func(e *xml.StartElement) fate {
			full := strings.ToLower(attr(e, "full-path"))
			if _, dropped := odfDrop(full); e.Name.Local == "file-entry" && (gone[full] || dropped) {
				return drop
			}
			return asIs
		}
	}
	return func(e *xml.StartElement) fate {
		switch name := e.Name.Local; {
		case name == "creator" && e.Name.Space == "dc":
			f.note(reviewers)
			return reworded(e, "Author")
		case name == "creator-initials", name == "sender-initials" && e.Name.Space == "loext":
			f.note(reviewers)
			return reworded(e, "A")
		case name == "date" && e.Name.Space == "dc":
			f.note(dates)
			return reworded(e, "1970-01-01T00:00:00")
		case name == "date-string" && e.Name.Space == "meta":
			f.note(dates)
			return drop
		case (name == "script" || name == "event-listeners") && e.Name.Space == "office":
			f.note(macros)
			return drop
		case name == "annotation", name == "tracked-changes":
			f.note(trackedText)
		}
		before := len(e.Attr)
		e.Attr = slices.DeleteFunc(e.Attr, func(a xml.Attr) bool {
			return a.Name.Local == "rsid" || a.Name.Local == "paragraph-rsid"
		})
		changed := shorten(f, e, "href")
		if len(e.Attr) != before {
			f.note(revisionIDs)
			changed = rewrite
		}
		return changed
	}
}
