package judge

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/mynalab/mynalab/reports/trace"
)

// Fields of a screen event with the files for the receipt computer.
const (
	fieldXML  = "handover.xml"
	fieldJSON = "handover.json"
)

func fileChecks() []Check {
	return []Check{filesAgree()}
}

// FilesAgree claims that the files for the receipt computer, XML and JSON, have each value of the service's answer and no other
// value.
func FilesAgree() trace.Claim { return filesAgree().claim(nil) }

func filesAgree() Check {
	return Check{Name: "files-agree", Sentence: says("レセコンに渡すXMLとJSONは、サービスの応答と同じ内容になる",
		"XML and JSON for the receipt computer have what the service sent"), Basis: trace.BasisOurs,
		Source: "SVC-138, SVC-139", Planes: onControlAndService(), Judge: judgeFiles,
		Looks: sentence("最後の操作のあとの結果の画面で、レセコンに渡すXMLとJSONのそれぞれの値を全て読み、サービスの応答と比べる。順序は問わない。",
			"Reads all values of XML and JSON for the receipt computer after the last action and compares them with the service's answer, in any order.")}
}

func judgeFiles(before []trace.Event, _ Args) trace.Finding {
	a := lastAction(before)
	answer, found := lastOf(a.events, isReadableAnswer)
	if !found {
		return settle(a.shows("screen", screenResult), a.with("資格の応答", "answer with a validity", isReadableAnswer))
	}
	sent, err := jsonLeaves(answer.Body())
	if err != nil {
		return settle(missed("応答を読めない", "the answer can't be read", answer).blaming(trace.BlameHarness))
	}
	return settle(a.shows("screen", screenResult), held("応答がある", "there is an answer", answer),
		a.holds("XML", fieldXML, xmlLeaves, sent), a.holds("JSON", fieldJSON, jsonLeaves, sent))
}

// holds returns the part "this file has exactly the values that were sent", in any order.
func (a action) holds(form, field string, read func(string) ([]string, error), sent []string) part {
	if !a.seen {
		return a.shows("screen")
	}
	got, err := read(a.screen.Fields[field])
	switch {
	case err != nil:
		return missed(form+"を読めない", "the "+form+" can't be read", a.screen)
	case !slices.Equal(got, sent):
		return missed(form+"が応答と異なる", "the "+form+" differs from the answer", a.screen)
	}
	return held(form+"は応答と一致している", form+" and answer agree", a.screen)
}

// xmlLeaves returns the values in an XML document, each as name=value, sorted, without empty ones (SVC-046).
func xmlLeaves(text string) (leaves []string, err error) {
	decoder := xml.NewDecoder(strings.NewReader(text))
	var name, value string
	for {
		token, err := decoder.Token()
		switch t := token.(type) {
		case xml.StartElement:
			name, value = t.Name.Local, ""
		case xml.CharData:
			value += string(t)
		case xml.EndElement:
			if t.Name.Local == name && value != "" {
				leaves = append(leaves, name+"="+value)
			}
			name, value = "", ""
		}
		if err != nil {
			return sortedLeaves(leaves, err)
		}
	}
}

// sortedLeaves ends a reading. It returns an error if err is not the end of the text, or if there was no value.
func sortedLeaves(leaves []string, err error) ([]string, error) {
	if !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(leaves) == 0 {
		return nil, errors.New("the file has no value")
	}
	slices.Sort(leaves)
	return leaves, nil
}

// jsonLeaves returns the values in a JSON message in the form of xmlLeaves.
func jsonLeaves(text string) ([]string, error) {
	var whole any
	if err := json.Unmarshal([]byte(text), &whole); err != nil {
		return nil, err
	}
	return sortedLeaves(leavesBelow("", whole), io.EOF)
}

func leavesBelow(name string, value any) (leaves []string) {
	switch v := value.(type) {
	case map[string]any:
		for member, inner := range v {
			leaves = append(leaves, leavesBelow(member, inner)...)
		}
	case []any:
		for _, inner := range v {
			leaves = append(leaves, leavesBelow(name, inner)...)
		}
	case string:
		if v != "" {
			leaves = append(leaves, name+"="+v)
		}
	}
	return leaves
}
