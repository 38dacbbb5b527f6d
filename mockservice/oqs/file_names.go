package oqs

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/mynalab/mynalab/mockservice/number"
)

// Kind is a kind of message, identified by the beginning of its file name (eligibility reference §1.2).
type Kind struct {
	Name   string   // without 01req_ or 02req_
	Steps  []string // 01 asks; for bulk kinds 02 fetches the result
	Says   string   // what the message is about
	Flag   string   // the MedicalTreatmentFlag that a consent list requires
	Source string
}

// The kinds and steps that the code refers to by name.
const (
	KindSingle          = "OQSsiquc"
	KindBulk            = "OQSmuquc"
	KindReference       = "OQSsiimm"
	KindReferences      = "OQSmuimm"
	KindVisits          = "OQSmuhvq"
	KindOnline          = "OQSmuonq"
	KindTickets         = "OQSmutic"
	stepAsk, stepResult = "01", "02"
)

// Kinds is the table of messages. Public sources mention further names, which belong to other services; they are refused like
// unknown ones (SVC-028).
func Kinds() []Kind {
	one, two := []string{stepAsk}, []string{stepAsk, stepResult}
	return []Kind{
		{KindSingle, one, "one person", "", "SVC-018"},
		{KindBulk, two, "many persons", "", "SVC-020, SVC-021"},
		{KindReference, one, "one 照会番号", "", "SVC-022"},
		{KindReferences, one, "many 照会番号", "", "SVC-022"},
		{KindVisits, two, "訪問診療等", "2", "SVC-023"},
		{KindOnline, two, "オンライン診療等", "3", "SVC-024"},
		{KindTickets, two, "医療扶助", "", "SVC-025"},
	}
}

// FileName is the name of a request's file, split into kind, step, and the part after the underscore.
type FileName struct {
	Kind         Kind
	Step, Suffix string
}

// suffixMinimum is the minimum length of the part after the underscore, in bytes (SVC-018).
const suffixMinimum = 12

// ParseRequest parses the name of a request's file, e.g. OQSsiquc01req_202506020001.xml.
func ParseRequest(name string) (FileName, error) {
	base, xml := strings.CutSuffix(name, ".xml")
	head, suffix, _ := strings.Cut(base, "_")
	for _, k := range Kinds() {
		for _, step := range k.Steps {
			if head == k.Name+step+"req" && xml {
				if len(suffix) < suffixMinimum {
					return FileName{}, fmt.Errorf("the file name has fewer than %d characters after the underscore (SVC-018); write the day and a counter of 4 digits", suffixMinimum)
				}
				return FileName{k, step, suffix}, nil
			}
		}
	}
	return FileName{}, errors.New("this service has no message of that name (SVC-028); eligibility reference §1.2 lists them")
}

// Answer returns the name of the answer's file: the same name with res instead of req (SVC-010). Bulk results may be a ZIP.
func (f FileName) Answer(extension string) string {
	return f.Kind.Name + f.Step + "res_" + f.Suffix + extension
}

// Refused returns the name that the helper gives to a rejected request (SVC-007).
func Refused(name string) string {
	base, _, _ := strings.Cut(name, ".")
	return base + ".err"
}

// RequestSuffix returns the day (8 digits) followed by its counter (4 digits), the usual suffix of a request (SVC-026).
func RequestSuffix(day time.Time, counter int) string {
	return day.Format("20060102") + fmt.Sprintf("%04d", counter)
}

// FaceName returns the name of a result that is pushed after a card was read (SVC-019): institution code, process code and
// counter, then the time (SVC-027).
func FaceName(institution, process string, counter int, at time.Time) (string, error) {
	if err := number.Institution(institution, false); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s01res_face_%s%s%04d_%s.xml", KindSingle, institution, process, counter, at.Format("20060102150405")), nil
}
