// Package unhindered holds nothing but the rules of the house, which its test keeps. `go list -f '{{.ImportPath}}: {{.Doc}}' ./...`
// prints the map; README.md draws it.
package unhindered
