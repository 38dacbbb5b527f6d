package oqs

import "strings"

// Node is an element of a message with what stands in it: text, or further elements.
type Node struct {
	Name     string
	Text     string
	Children []*Node
}

// Leaf is an element with a text.
func Leaf(name, text string) *Node { return &Node{Name: name, Text: text} }

// Group is an element with others; a nil one is left out.
func Group(name string, children ...*Node) *Node {
	n := &Node{Name: name}
	for _, c := range children {
		if c != nil {
			n.Children = append(n.Children, c)
		}
	}
	return n
}

// Optional is a leaf, or nothing where there is no text.
func Optional(name, text string) *Node {
	if text == "" {
		return nil
	}
	return Leaf(name, text)
}

// Find is the first element at a path below n, read by name whatever the order (SVC-046); nil where there is none.
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

// Value is the text at a path, empty where there is none.
func (n *Node) Value(path string) string {
	if found := n.Find(path); found != nil {
		return found.Text
	}
	return ""
}

// All are the elements of a name below n.
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

// Results are the qualifications that a body holds, 0 to n (SVC-054).
func (n *Node) Results() []*Node { return n.Find("ResultList").All(resultName) }

const resultName = "ResultOfQualificationConfirmation"

// lastOf is the name at the end of a path that begins with a parent.
func lastOf(path, parent string) (name string, ok bool) { return strings.CutPrefix(path, parent+"/") }
