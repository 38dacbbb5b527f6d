package oqs

import (
	"errors"
	"fmt"
	"strings"
)

// bodyName and unitName are where the body of one person stands, in a single and in a bulk answer (SVC-052).
const (
	headerName = "MessageHeader"
	bodyName   = "MessageBody"
	unitName   = "BulkConfirmUnit"
)

// Check holds a message against the table: what must stand there, in which form, from which list. What the table does not
// know is an error in a request; in an answer a reader passes it over, since producers differ (SVC-057, SVC-046).
func Check(message *Node, use Use, size Size) error {
	var problems []string
	for _, e := range Elements() {
		if (e.Use != use && e.Use != Both) || (e.Size != "" && e.Size != size) {
			continue
		}
		for _, parent := range places(message, e.Path) {
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

// check holds the element within one parent.
func (e Element) check(parent *Node) string {
	name := e.Path[strings.LastIndex(e.Path, "/")+1:]
	found := parent.Find(name)
	switch {
	case found == nil || found.Text == "" && len(found.Children) == 0:
		if e.Required {
			return fmt.Sprintf("%s is missing (%s)", name, e.Source)
		}
		return ""
	case e.Codes != "" && !fits(e.Codes, found.Text):
		return fmt.Sprintf("%s has a value that %s lacks (%s)", name, e.Codes, e.Source)
	}
	if err := e.Form.check(found.Text); err != nil {
		return fmt.Sprintf("%s: %s (%s)", name, err, e.Source)
	}
	return ""
}

// places are the elements around the one at a path, wherever they stand in a message.
func places(message *Node, path string) []*Node {
	parent := ""
	if i := strings.LastIndex(path, "/"); i >= 0 {
		parent = path[:i]
	}
	units := append(message.Find(bodyName).All(unitName), message.Find(bodyName))
	switch rest, inUnit := strings.CutPrefix(parent, "{unit}"); {
	case inUnit:
		return below(bodies(message), strings.TrimPrefix(rest, "/"))
	case strings.HasPrefix(parent, "{result}"):
		var results []*Node
		for _, u := range units {
			results = append(results, u.Results()...)
		}
		return below(results, strings.TrimPrefix(strings.TrimPrefix(parent, "{result}"), "/"))
	}
	return below([]*Node{message}, parent)
}

// bodies are the bodies of one person each: the units of a bulk answer, else the body itself.
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

func below(nodes []*Node, path string) []*Node {
	var list []*Node
	for _, n := range nodes {
		if found := n.Find(path); found != nil {
			list = append(list, found)
		}
	}
	return list
}

// unknownElements are the elements of a request that the table does not have.
func unknownElements(n *Node, path string) []string {
	var list []string
	for _, c := range n.Children {
		here := strings.TrimPrefix(path+"/"+c.Name, "/")
		known := false
		for _, e := range Elements() {
			known = known || e.Use == Ask && (e.Path == here || strings.HasPrefix(e.Path, here+"/"))
		}
		if !known {
			list = append(list, "there is an element that the table of requests lacks below "+path)
			continue
		}
		list = append(list, unknownElements(c, here)...)
	}
	return list
}
