package qualification

import (
	"cmp"

	"github.com/mynalab/mynalab/mockservice/jpki"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// dateForm and timeForm are the layouts of dates and times in an answer, for package time (SVC-037, SVC-038).
const (
	dateForm = "20060102"
	timeForm = "20060102150405"
)

// cardClassification is the code of the ordinary insured person's card (OQSCD010). It is the answer for a qualification that
// names no other card.
const cardClassification = "01"

// Conclude ends the check with an answer (eligibility reference §1.4, §1.5): validity is a value of OQSCD006, and show are the
// qualifications that the answer carries.
func (c *Inquiry) Conclude(validity string, show []store.Qualification) {
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

// result converts one qualification to its form in the answer. The day and reason of its loss are included only after it was
// lost, not if a loss is known in advance.
func result(q store.Qualification, validity string) wire.Result {
	r := wire.Result{
		InsuredCardClassification:    cmp.Or(q.Classification, cardClassification),
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
		r.DisqualificationDate, r.ReasonOfLoss = q.To, q.LossReason
	}
	r.NameOfOther, r.NameOfOtherKana, r.Sex2 = q.NameOfOther, q.NameOfOtherKana, q.Sex2
	r.InsuredCertificateIssuanceDate, r.InsuredCardValidDate, r.InsuredCardExpirationDate = q.IssuedOn, q.ValidFrom, q.ValidTo
	r.InsuredPartialContributionRatio, r.PreschoolClassification = q.Ratio, q.Preschool
	addCertificates(&r, q)
	return r
}

// consentGiven is the consent flag of a certificate that the person agreed to show (OQSCD001, SVC-093).
const consentGiven = "1"

// addCertificates adds the certificates that exist besides the insured person's card (SVC-067 to SVC-071). It never adds health
// or medical data: the answer of the limited type has no members for them (SVC-072, SVC-219).
func addCertificates(r *wire.Result, q store.Qualification) {
	if e := q.Elderly; e != nil {
		r.ElderlyRecipientCertificateInfo = &wire.ElderlyRecipientCertificateInfo{ElderlyRecipientCertificateDate: e.On,
			ElderlyRecipientValidStartDate: e.From, ElderlyRecipientValidEndDate: e.To, ElderlyRecipientContributionRatio: e.Ratio}
	}
	if l := q.Limit; l != nil {
		r.LimitApplicationCertificateRelatedConsFlg, r.LimitApplicationCertificateRelatedConsTime = consentGiven, l.ConsentedAt
		r.LimitApplicationCertificateRelatedInfo = &wire.LimitApplicationCertificateRelatedInfo{
			LimitApplicationCertificateClassification: l.Class, LimitApplicationCertificateClassificationFlag: l.Flag,
			LimitApplicationCertificateDate: l.On, LimitApplicationCertificateValidStartDate: l.From,
			LimitApplicationCertificateValidEndDate: l.To, LimitApplicationCertificateLongTermDate: l.LongTerm}
	}
	for _, d := range q.Diseases {
		r.SpecificDiseasesCertificateRelatedConsFlg = consentGiven
		r.SpecificDiseasesCertificateList = append(r.SpecificDiseasesCertificateList, wire.SpecificDiseasesItem{
			SpecificDiseasesCertificateInfo: wire.SpecificDiseasesCertificateInfo{SpecificDiseasesDiseaseCategory: d.Category,
				SpecificDiseasesCertificateDate: d.On, SpecificDiseasesValidStartDate: d.From, SpecificDiseasesValidEndDate: d.To,
				SpecificDiseasesSelfPay: d.SelfPay}})
	}
}
