package clean

import (
	"encoding/xml"
	"path"
	"regexp"
	"slices"
	"strings"
)

// ooxml cleans DOCX, XLSX and PPTX.
var ooxml = family{drop: ooxmlDrop, rules: ooxmlRules}

// ooxmlParts are the parts left out, by the beginning of their name in lower case. First match counts.
var ooxmlParts = []struct{ prefix, word string }{
	{"docprops/thumbnail", preview},
	{"docprops/", properties},
	{"customxml/", customData},
	{"docmetadata/", customData}, // sensitivity labels with the number of the organisation
	{"customui/", customData},
	{"usercustomization/", customData},
	{"ppt/tags/", customData},
	{"xl/customproperty", customData},
	{"_xmlsignatures/", signature},
	{"word/people.xml", reviewers},
	{"word/documenttasks/", reviewers},
	{"word/commentsids.xml", revisionIDs},
	{"word/commentsextended.xml", revisionIDs},
	{"word/commentsextensible.xml", dates},
	{"xl/revisions/", history},
	{"ppt/changesinfos/", history},
	{"ppt/revisioninfo.xml", history},
	{"[trash]/", history},
	{"__macosx/", extraParts},
}

func ooxmlDrop(part string) (string, bool) {
	if strings.Contains(part, "/printersettings/") {
		return printer, true
	}
	if path.Base(part) == ".ds_store" {
		return extraParts, true
	}
	for _, p := range ooxmlParts {
		if strings.HasPrefix(part, p.prefix) {
			return p.word, true
		}
	}
	return "", false
}

// ooxmlElements are the elements left out, by their name without prefix.
var ooxmlElements = map[string]string{
	"rsids": revisionIDs, "docId": revisionIDs, "creationId": revisionIDs, "modId": revisionIDs, "revisionPtr": revisionIDs,
	"presenceInfo":     reviewers,
	"fileSharing":      reviewers, // the user who recommended read-only
	"absPath":          paths,
	"attachedTemplate": template, "mailMerge": template,
	"docVars": customData, "dataBinding": customData, "custDataLst": customData, "customProperties": customData,
}

func ooxmlRules(f *found, part string, gone map[string]bool) rule {
	switch {
	case part == "[content_types].xml":
		return func(e *xml.StartElement) fate {
			if e.Name.Local == "Override" && gone[strings.ToLower(strings.TrimPrefix(attr(e, "PartName"), "/"))] {
				return drop
			}
			return asIs
		}
	case strings.HasSuffix(part, ".rels"):
		folder := path.Dir(path.Dir(part)) // word/_rels/document.xml.rels speaks for word/document.xml
		return func(e *xml.StartElement) fate { return relationship(f, e, folder, gone) }
	}
	return func(e *xml.StartElement) fate { return ooxmlElement(f, e, part) }
}

// relationship drops the link to a part that is gone, and the folders of files elsewhere.
func relationship(f *found, e *xml.StartElement, folder string, gone map[string]bool) fate {
	if e.Name.Local != "Relationship" {
		return asIs
	}
	target := attr(e, "Target")
	switch path.Base(attr(e, "Type")) {
	case "attachedTemplate", "mailMergeSource", "mailMergeHeaderSource", "mailMergeRecipientData":
		f.note(template)
		return drop
	}
	if attr(e, "TargetMode") == "External" {
		return shorten(f, e, "Target")
	}
	full := path.Join(folder, target)
	if strings.HasPrefix(target, "/") {
		full = path.Clean(target)
	}
	if gone[strings.ToLower(strings.TrimPrefix(full, "/"))] {
		return drop
	}
	return asIs
}

func ooxmlElement(f *found, e *xml.StartElement, part string) fate {
	name := e.Name.Local
	if word, gone := ooxmlElements[name]; gone {
		f.note(word)
		return drop
	}
	switch name {
	case "ins", "del", "moveFrom", "moveTo", "comment", "threadedComment", "cm":
		f.note(trackedText)
	case "author":
		if strings.HasPrefix(part, "xl/comments") {
			f.note(reviewers)
			return reworded(e, "Author")
		}
	}
	before := len(e.Attr)
	changed := asIs
	e.Attr = slices.DeleteFunc(e.Attr, func(a xml.Attr) bool { return uselessAttr(f, name, a) })
	if len(e.Attr) != before {
		changed = rewrite
	}
	for i := range e.Attr {
		if value, other := anonymous(f, name, e.Attr[i]); other {
			e.Attr[i].Value = value
			changed = rewrite
		}
	}
	return changed
}

// uselessAttr says whether a document is as good without the attribute.
func uselessAttr(f *found, element string, a xml.Attr) bool {
	prefix, name := a.Name.Space, a.Name.Local
	if prefix == "xmlns" {
		return false
	}
	switch {
	case strings.HasPrefix(name, "rsid"), name == "paraId", name == "textId", name == "paraIdParent", name == "uid" && prefix != "":
		f.note(revisionIDs)
		return true
	case name == "date" && prefix != "", name == "dateUtc", name == "dT", name == "dt" && element == "cm":
		f.note(dates)
		return true
	case element == "pageSetup" && name == "id" && prefix != "":
		return true // pointed to the printer settings
	}
	return false
}

// fileName matches a value that is a path or the name of a picture or document, as programs put into names of shapes.
var fileName = regexp.MustCompile(`(?i)[\\/]|\.(jpe?g|png|gif|webp|heic|tiff?|bmp|svg|pdf|docx?|xlsx?|pptx?|od[tsp])$`)

// anonymous gives the value that takes the place of a's, if a names a person or a file.
func anonymous(f *found, element string, a xml.Attr) (string, bool) {
	person := element == "cmAuthor" || element == "author" || element == "person"
	value := a.Value
	switch name := a.Name.Local; {
	case name == "author" && a.Name.Space != "", person && (name == "name" || name == "displayName"):
		value = "Author"
	case name == "initials":
		value = "A"
	case name == "userName" || name == "lastModifiedBy":
		value = "Author"
	case name == "userId":
		value = ""
	case name == "providerId":
		value = "None"
	case name == "created" && element == "cm", name == "created" && element == "reply":
		value = "1970-01-01T00:00:00.000"
	case (element == "docPr" || element == "cNvPr") && (name == "name" || name == "descr" || name == "title") && fileName.MatchString(value):
		if value = "Picture"; value != a.Value {
			f.note(paths)
		}
		return value, value != a.Value
	default:
		return "", false
	}
	if value != a.Value {
		f.note(reviewers)
	}
	return value, value != a.Value
}

// shorten leaves only the file name of a link to a file on the computer or in its network.
func shorten(f *found, e *xml.StartElement, name string) fate {
	for i, a := range e.Attr {
		if a.Name.Local != name || !localPath.MatchString(a.Value) {
			continue
		}
		f.note(paths)
		e.Attr[i].Value = path.Base(strings.ReplaceAll(a.Value, `\`, "/"))
		return rewrite
	}
	return asIs
}

// localPath matches file addresses, drives and network shares, not addresses of the web.
var localPath = regexp.MustCompile(`^(?i:file:|[a-z]:[\\/]|\\\\|//|/|~/|\.\./\.\./)`)

func attr(e *xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
