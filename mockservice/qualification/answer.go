package qualification

import (
	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// Forms of dates and times in an answer (SVC-037, SVC-038).
const (
	dateForm = "20060102"
	timeForm = "20060102150405"
)

// cardClassification is the ordinary insured person's card (OQSCD010); the limited type has no other evidence.
const cardClassification = "01"

// Settle ends the check with an answer in the one form that the service has (eligibility reference §1.4, §1.5): a value
// of OQSCD006 and the qualifications to show.
func (c *Case) Settle(validity string, show []store.Qualification) {
	now := c.Now.In(jpki.JST)
	body := wire.Body{ProcessingResultStatus: wire.StatusNormal, QualificationValidity: validity,
		ResultList: []wire.ResultItem{}}
	if c.Note != nil {
		body.ProcessingResultCode, body.ProcessingResultMessage = c.Note.Code, c.Note.Message
	}
	for _, q := range show {
		item := wire.ResultItem{ResultOfQualificationConfirmation: result(q, validity)}
		body.ResultList = append(body.ResultList, item)
	}
	c.Answer = &wire.CheckAnswer{XmlMsg: wire.Message{
		MessageHeader: wire.Header{
			ProcessExecutionTime:          now.Format(timeForm),
			QualificationConfirmationDate: now.Format(dateForm),
			MedicalInstitutionCode:        c.For,
			ReferenceClassification:       wire.ReferenceByCard,
			SegmentOfResult:               wire.SegmentNormal,
			CharacterCodeIdentifier:       wire.CharacterUTF8,
		},
		MessageBody: body,
	}}
}

// result is one qualification as the answer carries it. The day of its loss is given once it is lost, not before.
func result(q store.Qualification, validity string) wire.Result {
	r := wire.Result{
		InsuredCardClassification:    cardClassification,
		Name:                         q.Name,
		NameKana:                     q.NameKana,
		Sex1:                         q.Sex,
		Birthdate:                    q.Birthdate,
		Address:                      q.Address,
		PostNumber:                   q.PostNumber,
		InsurerName:                  q.InsurerName,
		InsurerNumber:                q.InsurerNumber,
		InsuredCardSymbol:            q.Symbol,
		InsuredIdentificationNumber:  q.Number,
		InsuredBranchNumber:          q.Branch,
		PersonalFamilyClassification: q.Relation,
		InsuredName:                  q.InsuredName,
		QualificationDate:            q.From,
	}
	if validity == wire.ValidityInvalid || validity == wire.ValiditySuperseded {
		r.DisqualificationDate = q.To
	}
	return r
}
