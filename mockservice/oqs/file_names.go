package oqs

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/mynalab/mynalab/mockservice/number"
)

// Kind is a kind of message by the name that its file begins with (eligibility reference §1.2).
type Kind struct {
	Name   string // without 01req_ or 02req_
	Steps  []string
	Says   string
	Flag   string // MedicalTreatmentFlag of a consent list
	Source string
}

// The kinds that a handler needs by name.
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

// Kinds is the table of messages. Public sources know further names, of other services; this one refuses them, as those that
// nobody knows (SVC-028).
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

// FileName is the name of a request's file: kind, step, and what stands behind the underscore.
type FileName struct {
	Kind         Kind
	Step, Suffix string
}

// suffixLeast is the shortest suffix of a file's name (SVC-018).
const suffixLeast = 12

// ParseRequest reads the name of a request's file, as in OQSsiquc01req_202506020001.xml.
func ParseRequest(name string) (FileName, error) {
	base, xml := strings.CutSuffix(name, ".xml")
	head, suffix, _ := strings.Cut(base, "_")
	for _, k := range Kinds() {
		for _, step := range k.Steps {
			if head == k.Name+step+"req" && xml {
				if len(suffix) < suffixLeast {
					return FileName{}, fmt.Errorf("what stands behind the underscore has fewer than %d characters (SVC-018)", suffixLeast)
				}
				return FileName{k, step, suffix}, nil
			}
		}
	}
	return FileName{}, errors.New("a message of that name is not served here (SVC-028)")
}

// Answer is the name of the answer's file: the same base name with res for req (SVC-010). Bulk results may be a ZIP.
func (f FileName) Answer(extension string) string {
	return f.Kind.Name + f.Step + "res_" + f.Suffix + extension
}

// Refused is the name under which the helper gives a request back (SVC-007).
func Refused(name string) string {
	base, _, _ := strings.Cut(name, ".")
	return base + ".err"
}

// RequestSuffix is a day and its counter, 8 digits and 4 (SVC-026).
func RequestSuffix(day time.Time, counter int) string {
	return day.Format("20060102") + fmt.Sprintf("%04d", counter)
}

// FaceName is the name of a result that is pushed after a card was read (SVC-019): institution code, process code and counter,
// then the time (SVC-027).
func FaceName(institution, process string, counter int, at time.Time) (string, error) {
	if err := number.Institution(institution, false); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s01res_face_%s%s%04d_%s.xml", KindSingle, institution, process, counter, at.Format("20060102150405")), nil
}
