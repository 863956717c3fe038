package ui

import (
	"html/template"
	tree "text/template/parse"
)

// lean returns a set with what a page needs and no more: a clone holds a copy of every piece of the room, and forty pages
// of it a fifth of the memory of the whole program.
func lean(set *template.Template, funcs template.FuncMap) (*template.Template, error) {
	out := template.New("layout.html").Funcs(funcs)
	done := map[string]bool{}
	var add func(name string) error
	add = func(name string) error {
		t := set.Lookup(name)
		if done[name] || t == nil || t.Tree == nil {
			return nil // a piece that is missing is named when the page is escaped
		}
		done[name] = true
		if _, err := out.AddParseTree(name, t.Tree); err != nil {
			return err
		}
		return called(t.Tree.Root, add)
	}
	return out, add("layout.html")
}

// called walks through the templates that a part of a template calls.
func called(n tree.Node, do func(name string) error) error {
	branch := func(b *tree.BranchNode) error {
		if err := called(b.List, do); err != nil {
			return err
		}
		return called(b.ElseList, do)
	}
	switch n := n.(type) {
	case *tree.ListNode:
		if n == nil {
			return nil
		}
		for _, child := range n.Nodes {
			if err := called(child, do); err != nil {
				return err
			}
		}
	case *tree.IfNode:
		return branch(&n.BranchNode)
	case *tree.RangeNode:
		return branch(&n.BranchNode)
	case *tree.WithNode:
		return branch(&n.BranchNode)
	case *tree.TemplateNode:
		return do(n.Name)
	}
	return nil
}
