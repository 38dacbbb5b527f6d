package oqs

import "strings"

// Node is an element of a message with its content: either text or child elements.
type Node struct {
	Name     string
	Text     string
	Children []*Node
}

// Leaf returns an element with text.
func Leaf(name, text string) *Node { return &Node{Name: name, Text: text} }

// Group returns an element with child elements. Nil children are left out.
func Group(name string, children ...*Node) *Node {
	n := &Node{Name: name}
	for _, c := range children {
		if c != nil {
			n.Children = append(n.Children, c)
		}
	}
	return n
}

// Optional returns an element with text, or nil if the text is empty.
func Optional(name, text string) *Node {
	if text == "" {
		return nil
	}
	return Leaf(name, text)
}

// Find returns the first element at a path below n, or nil. It goes by names, not by the order of elements (SVC-046).
func (n *Node) Find(path string) *Node {
	if n == nil || path == "" {
		return n
	}
	name, rest, _ := strings.Cut(path, "/")
	for _, c := range n.Children {
		if c.Name == name {
			return c.Find(rest)
		}
	}
	return nil
}

// Value returns the text of the element at a path, or "" if there is none.
func (n *Node) Value(path string) string {
	if found := n.Find(path); found != nil {
		return found.Text
	}
	return ""
}

// All returns the children of n that have a name.
func (n *Node) All(name string) []*Node {
	var list []*Node
	if n == nil {
		return nil
	}
	for _, c := range n.Children {
		if c.Name == name {
			list = append(list, c)
		}
	}
	return list
}

// Results returns the qualifications in a body, 0 to n (SVC-054).
func (n *Node) Results() []*Node { return n.Find("ResultList").All(resultName) }

const resultName = "ResultOfQualificationConfirmation"

// lastOf returns what follows parent and a slash in path; ok is false if path doesn't begin with them.
func lastOf(path, parent string) (name string, ok bool) { return strings.CutPrefix(path, parent+"/") }
