package eligibility

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/driver"
)

// FileForm is a form beside the text in which a result is handed over. Each is made of the message as it came, so that no
// form knows more than another (SVC-138, SVC-139).
type FileForm struct {
	Extension string
	Write     func(wire.Message) string
	Source    string
}

// DefaultFiles are XML as the existing type's face reader leaves it, and the same in JSON.
func DefaultFiles() []FileForm {
	return []FileForm{
		{".xml", xmlFile, "SVC-138, SVC-019"},
		{".json", jsonFile, "SVC-138, SVC-015; that it is a file is ours"},
	}
}

// files are the result in all forms, named after the institution and the time at which the service answered.
func (t Tables) files(m wire.Message) (files []driver.File) {
	name := "OQSsiquc01res_face_" + m.MessageHeader.MedicalInstitutionCode + "_" + m.MessageHeader.ProcessExecutionTime
	for _, form := range t.Files {
		files = append(files, driver.File{Name: name + form.Extension, Content: form.Write(m)})
	}
	return files
}

// jsonFile is {XmlMsg: …} in UTF-8.
func jsonFile(m wire.Message) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(wire.CheckAnswer{XmlMsg: m}); err != nil {
		panic("eligibility: internal error: a received message can't be written: " + err.Error())
	}
	return out.String()
}

// xmlFile has the element names of the JSON, in their order. A control character, which XML can't carry, is a blank as in the
// text.
func xmlFile(m wire.Message) string {
	var out strings.Builder
	out.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n")
	decoder := json.NewDecoder(strings.NewReader(jsonFile(m)))
	elements(&out, decoder, token(decoder))
	out.WriteString("\n")
	return out.String()
}

// elements writes what a JSON value holds: a member of an object is an element, the objects of an array stand one after
// the other (SVC-055).
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
		_ = xml.EscapeText(out, []byte(strings.Map(oneLine, text))) // a Builder takes everything
	}
}

func token(decoder *json.Decoder) json.Token {
	t, err := decoder.Token()
	if err != nil {
		panic("eligibility: internal error: a message that was just written can't be read: " + err.Error())
	}
	return t
}
