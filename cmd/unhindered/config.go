package main

import (
	"fmt"
	"io"
	"sort"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/alecthomas/kong"
)

// readConfig reads a configuration file: TOML whose keys are the names of the flags. A key that no flag has is refused
// by name, so that a slip of the pen never leaves a default standing unseen.
func readConfig(r io.Reader) (kong.Resolver, error) {
	settings := map[string]any{}
	if _, err := toml.NewDecoder(r).Decode(&settings); err != nil {
		return nil, fmt.Errorf("reading the configuration file: %w", err)
	}
	return config(settings), nil
}

type config map[string]any

// Validate implements kong.Resolver.
func (c config) Validate(app *kong.Application) error {
	known := map[string]bool{}
	var visit func(*kong.Node)
	visit = func(n *kong.Node) {
		for _, flag := range n.Flags {
			known[flag.Name] = true
		}
		for _, child := range n.Children {
			visit(child)
		}
	}
	visit(app.Node)
	var unknown []string
	for key := range c {
		if !known[key] {
			unknown = append(unknown, key)
		}
	}
	if len(unknown) > 0 {
		sort.Strings(unknown)
		return fmt.Errorf("the configuration file sets %s, which no command knows; see unhindered serve --help for the names",
			strings.Join(unknown, ", "))
	}
	return nil
}

// Resolve implements kong.Resolver.
func (c config) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	value, ok := c[flag.Name]
	if !ok {
		return nil, nil
	}
	if list, isList := value.([]any); isList {
		parts := make([]string, len(list))
		for i, v := range list {
			parts[i] = fmt.Sprint(v)
		}
		return strings.Join(parts, ","), nil
	}
	return fmt.Sprint(value), nil
}
