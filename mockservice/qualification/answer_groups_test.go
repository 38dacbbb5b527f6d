package qualification

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// whole returns a qualification in which every member is set.
func whole() store.Qualification {
	return store.Qualification{Name: "山﨑　德子", Sex: "2", Birthdate: "19520501", InsurerName: "架空県港市国民健康保険", To: "20250501",
		Classification: "07", NameOfOther: "山崎　徳子", NameOfOtherKana: "ﾔﾏｻﾞｷ ﾄｸｺ", Sex2: "3", IssuedOn: "20240401", ValidFrom: "20240401",
		ValidTo: "20250731", Ratio: "010", Preschool: "1", LossReason: "03",
		Elderly:  &store.ElderlyCertificate{On: "20220501", From: "20220601", To: "20260731", Ratio: "020"},
		Limit:    &store.LimitCertificate{ConsentedAt: "20250601120000", Class: "02", Flag: "B05", On: "20250401", From: "20250401", To: "20260331", LongTerm: "20250501"},
		Diseases: []store.DiseaseCertificate{{Category: "1", On: "20240401", From: "20240401", To: "20260331", SelfPay: "10000"}}}
}

func TestResultGroups(t *testing.T) {
	r := result(whole(), wire.ValidityInvalid)
	t.Run("SVC-058 SVC-088 kind of card", func(t *testing.T) {
		require.Equal(t, "07", r.InsuredCardClassification)
		require.Equal(t, "01", result(store.Qualification{}, wire.ValidityValid).InsuredCardClassification)
	})
	t.Run("SVC-059 SVC-061 name and sex on the back", func(t *testing.T) {
		require.Equal(t, []string{"山崎　徳子", "ﾔﾏｻﾞｷ ﾄｸｺ", "3"}, []string{r.NameOfOther, r.NameOfOtherKana, r.Sex2})
	})
	t.Run("SVC-063 dates", func(t *testing.T) {
		require.Equal(t, []string{"20240401", "20240401", "20250731"},
			[]string{r.InsuredCertificateIssuanceDate, r.InsuredCardValidDate, r.InsuredCardExpirationDate})
	})
	t.Run("SVC-064 SVC-065 SVC-094 SVC-095 burden and loss", func(t *testing.T) {
		require.Equal(t, []string{"010", "1", "03", "20250501"},
			[]string{r.InsuredPartialContributionRatio, r.PreschoolClassification, r.ReasonOfLoss, r.DisqualificationDate})
		current := result(whole(), wire.ValidityValid)
		require.Empty(t, current.ReasonOfLoss+current.DisqualificationDate)
	})
	t.Run("SVC-067 SVC-265", func(t *testing.T) {
		require.Equal(t, &wire.ElderlyRecipientCertificateInfo{ElderlyRecipientCertificateDate: "20220501", ElderlyRecipientValidStartDate: "20220601",
			ElderlyRecipientValidEndDate: "20260731", ElderlyRecipientContributionRatio: "020"}, r.ElderlyRecipientCertificateInfo)
	})
	t.Run("SVC-068 SVC-069 SVC-079 SVC-090 SVC-091", func(t *testing.T) {
		require.Equal(t, "1", r.LimitApplicationCertificateRelatedConsFlg)
		require.Equal(t, "02", r.LimitApplicationCertificateRelatedInfo.LimitApplicationCertificateClassification)
		require.Equal(t, "B05", r.LimitApplicationCertificateRelatedInfo.LimitApplicationCertificateClassificationFlag)
		require.Equal(t, "20250501", r.LimitApplicationCertificateRelatedInfo.LimitApplicationCertificateLongTermDate)
	})
	t.Run("SVC-070 SVC-071 SVC-092 SVC-093", func(t *testing.T) {
		require.Equal(t, "1", r.SpecificDiseasesCertificateRelatedConsFlg)
		require.Equal(t, "10000", r.SpecificDiseasesCertificateList[0].SpecificDiseasesCertificateInfo.SpecificDiseasesSelfPay)
	})
	t.Run("SVC-057 members without a value are left out", func(t *testing.T) {
		text, err := json.Marshal(result(store.Qualification{}, wire.ValidityValid))
		require.NoError(t, err)
		require.JSONEq(t, `{"InsuredCardClassification":"01","Name":"","Sex1":"","Birthdate":"","InsurerName":""}`, string(text))
	})
	t.Run("SVC-072 SVC-163 SVC-219 health data have no member", func(t *testing.T) {
		text, err := json.Marshal(r)
		require.NoError(t, err)
		for _, group := range []string{"SpecificHealthCheckups", "Pharmacists", "Diagnosis", "Operation", "InfectiousInfo", "AllergyInfo",
			"ContraindicationInfo", "TestInfo", "PrescriptionInfo"} {
			require.NotContains(t, string(text), group)
		}
	})
}
