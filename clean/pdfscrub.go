package clean

import (
	"path"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// pdfAnywhere are entries that tell about the making of the document, in whatever dictionary they stand.
var pdfAnywhere = map[string]string{
	"Metadata":      xmp,
	"PieceInfo":     history, // working data of the program (ISO 32000-1 14.5), often the whole original
	"LastModified":  dates,
	"Thumb":         preview,
	"CreatorInfo":   software, // of a layer
	"PTEX.FileName": paths, "PTEX.InfoDict": properties, "PTEX.PageNumber": properties, "PTEX.Fullbanner": software,
	"EF": attachments, "AF": attachments,
	"OPI": paths,
}

// pdfCatalog are entries of the catalog that no page needs.
var pdfCatalog = map[string]string{
	"URI": paths, "SpiderInfo": properties, "Perms": signature, "DSS": signature, "Legal": signature,
	"Collection": attachments, "Requirements": macros,
}

// scrubDict takes out of one dictionary what betrays its maker. Entries that are dictionaries themselves come by in
// their turn. Names of resources are free, so an entry with a common name goes only where its meaning is sure.
func (p *pdfFile) scrubDict(d types.Dict) {
	remove := func(word, key string) {
		if _, there := d[key]; there {
			delete(d, key)
			p.note(word)
		}
	}
	for key, word := range pdfAnywhere {
		remove(word, key)
	}
	kind, sub := name(d, "Type"), name(d, "Subtype")
	_, hasRect := d["Rect"]
	field := name(d, "FT") != "" || sub == "Widget"
	switch {
	case kind == "Catalog":
		for key, word := range pdfCatalog {
			remove(word, key)
		}
		remove(macros, "AA")
		if p.runs(d["OpenAction"]) {
			remove(macros, "OpenAction")
		}
	case kind == "Page", field:
		remove(macros, "AA")
	case kind == "Filespec":
		p.shortenPath(d, "F")
		p.shortenPath(d, "UF")
	case hasAny(d, "Fields") && hasAny(d, "DA", "DR", "SigFlags", "NeedAppearances", "XFA"):
		remove(signature, "SigFlags")
		remove(macros, "XFA") // the same form a second time, as a program
	case hasAny(d, "JavaScript", "EmbeddedFiles") && kind == "":
		remove(macros, "JavaScript") // the name dictionary
		remove(attachments, "EmbeddedFiles")
	case hasAny(d, "ByteRange") && hasAny(d, "Contents"):
		for _, key := range []string{"Contents", "ByteRange", "Cert", "Name", "Location", "Reason", "ContactInfo", "M", "Prop_Build", "Reference"} {
			remove(signature, key)
		}
	}
	if hasRect && sub != "" || kind == "Annot" {
		remove(macros, "AA")
		for _, key := range []string{"M", "CreationDate"} {
			remove(dates, key)
		}
		remove(revisionIDs, "NM")
		if !field {
			remove(reviewers, "T") // in a form field T is its name, elsewhere its author
		}
		if hasAny(d, "Contents", "RC", "Popup") && sub != "Link" {
			p.note(trackedText)
		}
	}
	if name(d, "FT") == "Sig" {
		remove(signature, "V")
	}
	switch name(d, "S") {
	case "JavaScript", "Rendition":
		remove(macros, "JS")
	case "Launch", "GoToR", "GoToE", "ImportData", "SubmitForm":
		p.shortenPath(d, "F")
		remove(paths, "Win")
	}
}

// runs says whether an action does more than open the document at a page.
func (p *pdfFile) runs(action types.Object) bool {
	action, err := p.doc.Dereference(action)
	if err != nil {
		return true
	}
	switch action := action.(type) {
	case nil, types.Array:
		return false
	case types.Dict:
		return name(action, "S") != "GoTo" || hasAny(action, "Next")
	}
	return true
}

// shortenPath leaves only the file name of a path.
func (p *pdfFile) shortenPath(d types.Dict, key string) {
	s, ok := d[key].(types.StringLiteral)
	if !ok {
		if h, hex := d[key].(types.HexLiteral); hex && len(h) > 0 {
			d[key] = types.StringLiteral("file")
			p.note(paths)
		}
		return
	}
	plain := strings.NewReplacer(`\\`, "/", `\`, "/").Replace(string(s))
	if base := path.Base(plain); strings.Contains(plain, "/") && !strings.Contains(plain, "://") {
		if strings.ContainsAny(base, "()\x00") {
			base = "file"
		}
		d[key] = types.StringLiteral(base)
		p.note(paths)
	}
}

func name(d types.Dict, key string) string {
	n, _ := d[key].(types.Name)
	return string(n)
}

func hasAny(d types.Dict, keys ...string) bool {
	for _, key := range keys {
		if _, there := d[key]; there {
			return true
		}
	}
	return false
}
