package eligibility

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/driver"
)

// FileForm is a form, other than the text, in which a result is handed over. Each is made from the message as received, so
// that all forms contain the same data (SVC-138, SVC-139).
type FileForm struct {
	Extension string
	Write     func(wire.Message) string
	Source    string
}

// DefaultFiles returns XML as the existing type's face reader writes it, and the same data in JSON.
func DefaultFiles() []FileForm {
	return []FileForm{
		{".xml", xmlFile, "SVC-138, SVC-019"},
		{".json", jsonFile, "SVC-138, SVC-015; that it is a file is ours"},
	}
}

// files returns the result in all forms, named after the institution and the time of the service's answer.
func (t Tables) files(m wire.Message) (files []driver.File) {
	name := "OQSsiquc01res_face_" + m.MessageHeader.MedicalInstitutionCode + "_" + m.MessageHeader.ProcessExecutionTime
	for _, form := range t.Files {
		files = append(files, driver.File{Name: name + form.Extension, Content: form.Write(m)})
	}
	return files
}

// jsonFile returns {XmlMsg: …} in UTF-8.
func jsonFile(m wire.Message) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(wire.CheckAnswer{XmlMsg: m}); err != nil {
		panic("eligibility: internal error: a received message can't be encoded: " + err.Error())
	}
	return out.String()
}

// xmlFile returns XML with the element names of the JSON, in the same order. XML can't carry control characters; each becomes
// a blank, as in the text.
func xmlFile(m wire.Message) string {
	var out strings.Builder
	out.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n")
	decoder := json.NewDecoder(strings.NewReader(jsonFile(m)))
	elements(&out, decoder, token(decoder))
	out.WriteString("\n")
	return out.String()
}

// elements writes the content of a JSON value: a member of an object becomes an element, and the objects of an array follow
// one another (SVC-055).
func elements(out *strings.Builder, decoder *json.Decoder, value json.Token) {
	switch value {
	case json.Delim('{'):
		for decoder.More() {
			name, _ := token(decoder).(string)
			out.WriteString("<" + name + ">")
			elements(out, decoder, token(decoder))
			out.WriteString("</" + name + ">")
		}
		token(decoder)
	case json.Delim('['):
		for decoder.More() {
			elements(out, decoder, token(decoder))
		}
		token(decoder)
	default:
		text, _ := value.(string)
		_ = xml.EscapeText(out, []byte(strings.Map(oneLine, text))) // writing to a Builder does not fail
	}
}

func token(decoder *json.Decoder) json.Token {
	t, err := decoder.Token()
	if err != nil {
		panic("eligibility: internal error: a message that was just encoded can't be decoded: " + err.Error())
	}
	return t
}
