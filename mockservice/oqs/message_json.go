package oqs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// arrays are the elements that JSON writes as arrays: of one-member objects for the first two (SVC-055), of bodies for the
// units of a bulk answer.
func arrays() []string { return []string{"ResultList", "SpecificDiseasesCertificateList", unitName} }

// WriteJSON writes a message as {XmlMsg: …} with the element names of the XML (SVC-015), in UTF-8 (SVC-103). Numbers are
// written as strings, to keep leading zeros (SVC-105).
func WriteJSON(message *Node) ([]byte, error) {
	out := &bytes.Buffer{}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(map[string]any{rootName: value(message)}); err != nil {
		return nil, fmt.Errorf("writing a message: %w", err)
	}
	return out.Bytes(), nil
}

// value returns the JSON value of a node.
func value(n *Node) any {
	switch {
	case n.Name == "ResultList" || n.Name == "SpecificDiseasesCertificateList":
		items := []any{}
		for _, c := range n.Children {
			items = append(items, map[string]any{c.Name: value(c)})
		}
		return items
	case len(n.Children) == 0:
		return n.Text
	}
	members := map[string]any{}
	for _, c := range n.Children {
		if c.Name == unitName {
			units, _ := members[unitName].([]any)
			members[unitName] = append(units, value(c))
			continue
		}
		members[c.Name] = value(c)
	}
	return members
}

// ReadJSON reads a message that WriteJSON or another producer has written. A value that is not a string is an error: a number,
// for example, would have lost its leading zeros.
func ReadJSON(file []byte) (*Node, error) {
	if len(file) > sizeLimit {
		return nil, fmt.Errorf("the message is larger than %d MiB", sizeLimit>>20)
	}
	decoder := json.NewDecoder(bytes.NewReader(file))
	decoder.UseNumber()
	var whole map[string]any
	if err := decoder.Decode(&whole); err != nil {
		return nil, errors.New("the message is not a JSON object")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more than one JSON value")
	}
	inner, ok := whole[rootName]
	if !ok || len(whole) != 1 {
		return nil, errors.New("the message is not {" + rootName + ": …}")
	}
	return node(rootName, inner, 0)
}

// node turns a JSON value into an element. Children are sorted by name, since the members of a JSON object have no order.
func node(name string, v any, depth int) (*Node, error) {
	if depth > depthLimit {
		return nil, fmt.Errorf("the message is nested deeper than %d elements", depthLimit)
	}
	n := &Node{Name: name}
	switch t := v.(type) {
	case string:
		n.Text = t
	case map[string]any:
		for _, member := range slices.Sorted(maps.Keys(t)) {
			children, err := nodes(member, t[member], depth+1)
			if err != nil {
				return nil, err
			}
			n.Children = append(n.Children, children...)
		}
	default:
		return nil, fmt.Errorf("%s is not a string", name)
	}
	return n, nil
}

// nodes returns the elements that a member of an object stands for: one element, or one for each unit of an array.
func nodes(name string, v any, depth int) ([]*Node, error) {
	items, isList := v.([]any)
	if !isList {
		n, err := node(name, v, depth)
		return []*Node{n}, err
	}
	if !slices.Contains(arrays(), name) {
		return nil, fmt.Errorf("%s must not be an array", name)
	}
	var list []*Node
	for _, item := range items {
		n, err := node(name, item, depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	if name == unitName {
		return list, nil
	}
	group := &Node{Name: name}
	for _, n := range list {
		group.Children = append(group.Children, n.Children...)
	}
	return []*Node{group}, nil
}
