package features

import (
	"slices"
	"strings"

	messages "github.com/cucumber/messages/go/v21"
)

// block is a range of lines that belong to one node: from start (the line of its first tag, counted from 1) to the start of
// the next block. Lines of a block that is not kept are left empty.
type block struct {
	start int
	keep  bool
}

// cut returns the file with every line emptied that only other scenarios or rows need. With an empty row the whole scenario
// stays.
func (d document) cut(n node, row string) []byte {
	blocks := []block{{start: 1, keep: true}}
	for _, child := range d.feature.Children {
		switch {
		case child.Scenario != nil:
			blocks = append(blocks, scenarioBlocks(child.Scenario, n, row)...)
		case child.Rule != nil:
			blocks = append(blocks, ruleBlocks(child.Rule, n, row)...)
		default:
			blocks = append(blocks, block{int(child.Background.Location.Line), true})
		}
	}
	lines := slices.Clone(d.lines)
	for i, b := range blocks {
		end := len(lines) + 1
		if i+1 < len(blocks) {
			end = blocks[i+1].start
		}
		if !b.keep {
			clear(lines[b.start-1 : end-1])
		}
	}
	blankRows(lines, n, row)
	return []byte(strings.Join(lines, "\n"))
}

func ruleBlocks(rule *messages.Rule, n node, row string) []block {
	own := n.rule == rule
	blocks := []block{{firstLine(rule.Tags, rule.Location), own}}
	for _, child := range rule.Children {
		if child.Scenario != nil {
			blocks = append(blocks, scenarioBlocks(child.Scenario, n, row)...)
			continue
		}
		blocks = append(blocks, block{int(child.Background.Location.Line), own})
	}
	return blocks
}

// scenarioBlocks returns the block of the scenario itself and one for each of its tables of examples. The tables have
// blocks of their own because only the table with the chosen row stays.
func scenarioBlocks(s *messages.Scenario, n node, row string) []block {
	own := n.Id == s.Id
	blocks := []block{{firstLine(s.Tags, s.Location), own}}
	for _, examples := range s.Examples {
		holds := slices.ContainsFunc(examples.TableBody, func(r *messages.TableRow) bool { return r.Id == row })
		blocks = append(blocks, block{firstLine(examples.Tags, examples.Location), own && holds})
	}
	return blocks
}

// blankRows empties the lines of all rows but the chosen one.
func blankRows(lines []string, n node, row string) {
	for _, examples := range n.Examples {
		for _, r := range examples.TableBody {
			if r.Id != row {
				lines[r.Location.Line-1] = ""
			}
		}
	}
}

// firstLine returns the line of a node's first tag, or the node's own line if it has no tag.
func firstLine(tags []*messages.Tag, own *messages.Location) int {
	line := own.Line
	for _, tag := range tags {
		line = min(line, tag.Location.Line)
	}
	return int(line)
}
