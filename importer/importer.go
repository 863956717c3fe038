// Package importer lists the kinds of files that the record takes in. Each kind is a folder of its own.
package importer

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"unhindered/importer/hrc"
	"unhindered/importer/kind"
	"unhindered/importer/ngocommittee"
	"unhindered/importer/ruling"
	"unhindered/importer/sheet"
	"unhindered/importer/treaties"
	"unhindered/importer/undl"
	"unhindered/importer/unga"
	"unhindered/importer/upraddendum"
	"unhindered/importer/uprinfo"
	"unhindered/importer/uprquestions"
	"unhindered/importer/uprreport"
	"unhindered/importer/uprthematic"
)

// A Kind is one format of files.
type Kind = kind.Kind

// In is what an importer is given.
type In = kind.In

// Kinds returns all kinds: one line each.
func Kinds() []Kind {
	return []Kind{
		unga.Kind(),
		undl.Kind(),
		hrc.Kind(),
		ruling.Kind(),
		sheet.Kind(),
		ngocommittee.Kind(),
		treaties.Kind(),
		uprinfo.Recommendations(),
		uprinfo.Pledges(),
		uprreport.Kind(),
		uprthematic.Kind(),
		uprquestions.Kind(),
		upraddendum.Kind(),
	}
}

// ByName returns the kind of the given name.
func ByName(name string) (Kind, bool) {
	all := Kinds()
	i := slices.IndexFunc(all, func(k Kind) bool { return k.Name == name })
	if i < 0 {
		return Kind{}, false
	}
	return all[i], true
}

// Expand replaces each folder by the files in it, in the order of their names, without hidden ones and without folders
// below it.
func Expand(paths []string) ([]string, error) {
	var all []string
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			all = append(all, path)
			continue
		}
		entries, err := os.ReadDir(path)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
				all = append(all, filepath.Join(path, e.Name()))
			}
		}
	}
	return all, nil
}
