package oqs

import (
	"errors"
	"fmt"
	"strings"
)

// The names of the header and of the elements that hold the body of one person, in a single and in a bulk answer (SVC-052).
const (
	headerName = "MessageHeader"
	bodyName   = "MessageBody"
	unitName   = "BulkConfirmUnit"
)

// Check compares a message with the table: required elements, the form of values, and their code lists. An element that is not
// in the table is an error in a request. In an answer it is ignored, since producers differ (SVC-057, SVC-046).
func Check(message *Node, use Use, size Size) error {
	var problems []string
	for _, e := range Elements() {
		if (e.Use != use && e.Use != Both) || (e.Size != "" && e.Size != size) {
			continue
		}
		for _, parent := range parentsOf(message, e.Path) {
			if problem := e.check(parent); problem != "" {
				problems = append(problems, problem)
			}
		}
	}
	if use == Ask {
		problems = append(problems, unknownElements(message, "")...)
	}
	if len(problems) > 0 {
		return errors.New(strings.Join(problems, "; "))
	}
	return nil
}

// check checks the element inside one parent, and returns what is wrong or "".
func (e Element) check(parent *Node) string {
	name := e.Path[strings.LastIndex(e.Path, "/")+1:]
	found := parent.Find(name)
	switch {
	case found == nil || found.Text == "" && len(found.Children) == 0:
		if e.Required {
			return fmt.Sprintf("%s is missing (%s)", name, e.Source)
		}
		return ""
	case e.Codes != "" && !inList(e.Codes, found.Text):
		return fmt.Sprintf("%s has a value that is not in the list %s (%s)", name, e.Codes, e.Source)
	}
	if err := e.Form.check(found.Text); err != nil {
		return fmt.Sprintf("%s: %s (%s)", name, err, e.Source)
	}
	return ""
}

// parentsOf returns the parents of the element at a path, everywhere in a message.
func parentsOf(message *Node, path string) []*Node {
	parent := ""
	if i := strings.LastIndex(path, "/"); i >= 0 {
		parent = path[:i]
	}
	units := append(message.Find(bodyName).All(unitName), message.Find(bodyName))
	switch rest, inUnit := strings.CutPrefix(parent, "{unit}"); {
	case inUnit:
		return descendants(bodies(message), strings.TrimPrefix(rest, "/"))
	case strings.HasPrefix(parent, "{result}"):
		var results []*Node
		for _, u := range units {
			results = append(results, u.Results()...)
		}
		return descendants(results, strings.TrimPrefix(strings.TrimPrefix(parent, "{result}"), "/"))
	}
	return descendants([]*Node{message}, parent)
}

// bodies returns the bodies that are about one person each: the units of a bulk answer, otherwise the body itself.
func bodies(message *Node) []*Node {
	body := message.Find(bodyName)
	if units := body.All(unitName); len(units) > 0 {
		return units
	}
	if body == nil || message.Find(headerName+"/ReceptionNumber") != nil {
		return nil
	}
	return []*Node{body}
}

// descendants returns the elements at a path below each of nodes.
func descendants(nodes []*Node, path string) []*Node {
	var list []*Node
	for _, n := range nodes {
		if found := n.Find(path); found != nil {
			list = append(list, found)
		}
	}
	return list
}

// unknownElements reports the elements of a request that are not in the table. It names only the parent, because the name of an
// unknown element could be anything, even a secret.
func unknownElements(n *Node, path string) []string {
	var list []string
	for _, c := range n.Children {
		here := strings.TrimPrefix(path+"/"+c.Name, "/")
		known := false
		for _, e := range Elements() {
			known = known || e.Use == Ask && (e.Path == here || strings.HasPrefix(e.Path, here+"/"))
		}
		if !known {
			list = append(list, "unknown element below "+strings.TrimSuffix(rootName+"/"+path, "/")+": remove it")
			continue
		}
		list = append(list, unknownElements(c, here)...)
	}
	return list
}
