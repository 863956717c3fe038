// Package importer lists the kinds of files that the record takes in. Each kind is a folder of its own.
package importer

import (
	"fmt"
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

// Expand replaces each folder by the files in it that the kind takes by their names, in their order, without those of
// folders below it; left are the names of the others, with the reason where the kind gives one.
func Expand(k Kind, paths []string) (files, left []string, err error) {
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, nil, err
		}
		if !info.IsDir() {
			files = append(files, path)
			continue
		}
		entries, err := os.ReadDir(path)
		if err != nil {
			return nil, nil, err
		}
		before := len(files)
		for _, e := range entries {
			switch {
			case e.IsDir() || strings.HasPrefix(e.Name(), "."):
			case takes(k, e.Name()):
				files = append(files, filepath.Join(path, e.Name()))
			default:
				left = append(left, e.Name()+why(k, e.Name()))
			}
		}
		if len(files) == before {
			return nil, nil, fmt.Errorf("%s: there is no file in this folder that %s takes, which is %s", path, k.Name, k.Help)
		}
	}
	return files, left, nil
}

func takes(k Kind, name string) bool {
	if len(k.Names) == 0 {
		return true
	}
	return slices.ContainsFunc(k.Names, func(pattern string) bool {
		ok, _ := filepath.Match(pattern, name)
		return ok
	})
}

func why(k Kind, name string) string {
	for pattern, reason := range k.Left {
		if ok, _ := filepath.Match(pattern, name); ok {
			return " (" + reason + ")"
		}
	}
	return ""
}
