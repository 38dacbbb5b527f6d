package features

import (
	"slices"
	"strconv"
	"strings"

	messages "github.com/cucumber/messages/go/v21"
)

// scenarios returns one Scenario for each plain scenario and for each row of an outline.
func (d document) scenarios(ids map[string]bool) []Scenario {
	var list []Scenario
	for _, n := range d.nodes {
		list = append(list, d.rows(n, ids)...)
	}
	return list
}

// rows returns the scenarios that one node gives: a single one, or one per row of an outline.
func (d document) rows(n node, ids map[string]bool) []Scenario {
	var list []Scenario
	for _, p := range d.pickles {
		if p.AstNodeIds[0] == n.Id {
			list = append(list, d.scenario(n, p, len(list)+1, ids))
		}
	}
	return list
}

func (d document) scenario(n node, p *messages.Pickle, row int, ids map[string]bool) Scenario {
	s := Scenario{
		ID: d.file + "#" + n.Name, File: d.file, Feature: d.feature.Name, Name: p.Name,
		Line: int(n.Location.Line), Steps: d.steps(n, p), Pickle: p,
	}
	if n.rule != nil {
		s.Rule = n.rule.Name
	}
	for _, tag := range p.Tags {
		if !slices.Contains(s.Tags, tag.Name) {
			s.Tags = append(s.Tags, tag.Name)
		}
	}
	for _, tag := range s.Tags {
		if id := strings.TrimPrefix(tag, "@"); ids[id] || ownID.MatchString(id) {
			s.Requirements = append(s.Requirements, id)
		}
	}
	rowID := ""
	if len(p.AstNodeIds) > 1 {
		rowID = p.AstNodeIds[1]
		s.ID += " [" + strconv.Itoa(row) + "]"
		s.Line = rowLine(n, rowID)
	}
	s.Content = d.cut(n, rowID)
	return s
}

func rowLine(n node, rowID string) int {
	for _, examples := range n.Examples {
		for _, row := range examples.TableBody {
			if row.Id == rowID {
				return int(row.Location.Line)
			}
		}
	}
	return int(n.Location.Line)
}

// steps joins the pickle, which has the texts with the row's values, with the tree, which has keywords and lines.
func (d document) steps(n node, p *messages.Pickle) []Step {
	written := map[string]*messages.Step{}
	background := map[string]bool{}
	for _, b := range d.backgrounds(n) {
		for _, step := range b.Steps {
			written[step.Id], background[step.Id] = step, true
		}
	}
	for _, step := range n.Steps {
		written[step.Id] = step
	}
	steps := make([]Step, 0, len(p.Steps))
	kind, inBackground := KindNone, false
	for _, ps := range p.Steps {
		id := ps.AstNodeIds[0]
		if inBackground && !background[id] {
			kind = KindNone
		}
		inBackground = background[id]
		kind = kindOf(written[id].KeywordType, kind)
		steps = append(steps, Step{
			Keyword: strings.TrimSpace(written[id].Keyword), Text: ps.Text,
			Line: int(written[id].Location.Line), Kind: kind, Background: inBackground,
		})
	}
	return steps
}

// kindOf returns the kind of a keyword; かつ, しかし and * have the kind of the step before them.
func kindOf(t messages.StepKeywordType, before Kind) Kind {
	switch t {
	case messages.StepKeywordType_CONTEXT:
		return KindGiven
	case messages.StepKeywordType_ACTION:
		return KindWhen
	case messages.StepKeywordType_OUTCOME:
		return KindThen
	default:
		return before
	}
}

// backgrounds returns the 背景 that run before the scenario: the feature's, then its rule's.
func (d document) backgrounds(n node) []*messages.Background {
	list := featureBackgrounds(d.feature)
	if n.rule != nil {
		list = append(list, ruleBackgrounds(n.rule)...)
	}
	return list
}

func featureBackgrounds(f *messages.Feature) []*messages.Background {
	var list []*messages.Background
	for _, child := range f.Children {
		if child.Background != nil {
			list = append(list, child.Background)
		}
	}
	return list
}

func ruleBackgrounds(r *messages.Rule) []*messages.Background {
	var list []*messages.Background
	for _, child := range r.Children {
		if child.Background != nil {
			list = append(list, child.Background)
		}
	}
	return list
}
