package oqs_test

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/oqs"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares got with a file in testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

// answer returns a complete answer about one person, with an element of each group.
func answer() *oqs.Node {
	leaf, group := oqs.Leaf, oqs.Group
	return group("XmlMsg",
		group("MessageHeader", leaf("ProcessExecutionTime", "20250602090000"), leaf("QualificationConfirmationDate", "20250602"),
			leaf("MedicalInstitutionCode", "2811234567"), leaf("ArbitraryFileIdentifier", "file-1"), leaf("ReferenceClassification", "2"),
			leaf("SegmentOfResult", "1"), leaf("CharacterCodeIdentifier", "0")),
		group("MessageBody", leaf("ProcessingResultStatus", "1"), leaf("QualificationValidity", "1"),
			group("ResultList", group("ResultOfQualificationConfirmation", leaf("InsuredCardClassification", "01"), leaf("Name", "髙橋　次郎"),
				leaf("NameKana", "ﾀｶﾊｼ ｼﾞﾛｳ"), leaf("Sex1", "1"), leaf("Birthdate", "20010820"), leaf("PostNumber", "999-9803"),
				leaf("InsurerNumber", "06132013"), leaf("InsurerName", "架空健康保険組合"), leaf("InsuredIdentificationNumber", "0567"),
				leaf("InsuredBranchNumber", "01"), leaf("InsuredPartialContributionRatio", "010"),
				group("LimitApplicationCertificateRelatedInfo", leaf("LimitApplicationCertificateClassification", "01"),
					leaf("LimitApplicationCertificateClassificationFlag", "A01"), leaf("LimitApplicationCertificateDate", "20250401")),
				group("SpecificDiseasesCertificateList", group("SpecificDiseasesCertificateInfo", leaf("SpecificDiseasesDiseaseCategory", "1"),
					leaf("SpecificDiseasesSelfPay", "10000")))))))
}

// request returns an inquiry about one person by card data, edited by edit.
func request(edit func(search map[string]string)) *oqs.Node {
	values := map[string]string{"InsurerNumber": "06132013", "InsuredCardSymbol": "７０２５", "InsuredIdentificationNumber": "567",
		"InsuredBranchNumber": "01", "Birthdate": "19850217", "LimitApplicationCertificateRelatedConsFlg": "0", "ArbitraryIdentifier": "a"}
	edit(values)
	search := oqs.Group("QualificationConfirmSearchInfo")
	for name, value := range values {
		search.Children = append(search.Children, oqs.Leaf(name, value))
	}
	return oqs.Group("XmlMsg", oqs.Group("MessageHeader", oqs.Leaf("QualificationConfirmationDate", "20250602"),
		oqs.Leaf("MedicalInstitutionCode", "2811234567"), oqs.Leaf("ArbitraryFileIdentifier", "file-1")), oqs.Group("MessageBody", search))
}

func TestRequests(t *testing.T) {
	for _, c := range []struct {
		id, name, value, wrong string
	}{
		{"SVC-029 SVC-030 whole", "", "", ""},
		{"SVC-030 no symbol", "InsuredCardSymbol", "-", ""},
		{"SVC-030 no branch", "InsuredBranchNumber", "-", ""},
		{"SVC-030 no number", "InsuredIdentificationNumber", "-", "InsuredIdentificationNumber is missing (SVC-030)"},
		{"SVC-030 no birth date", "Birthdate", "-", "Birthdate is missing"},
		{"SVC-031 nine digits", "InsurerNumber", "061320130", "insurer number"},
		{"SVC-032 padded with a blank", "InsurerNumber", "  283994", ""},
		{"SVC-032 six digits", "InsurerNumber", "283994", ""},
		{"SVC-031 letters", "InsurerNumber", "0613201A", "insurer number: 保険者番号 does not have 8 half-width digits (SVC-245); enter all digits, including leading zeros"},
		{"SVC-032 without its leading zero", "InsurerNumber", "1132012", ""},
		{"SVC-249 an unknown 法別", "InsurerNumber", "05132013", "its 法別番号 is not one of the list (SVC-249, SVC-250); correct digits 1 to 2"},
		{"SVC-263 too long", "InsuredCardSymbol", strings.Repeat("港", 20), "InsuredCardSymbol: the value does not have the form symbol: 記号 has 40 bytes"},
		{"SVC-274 mixed width", "InsuredCardSymbol", "７02", ""},
		{"SVC-033 one digit", "InsuredBranchNumber", "1", "2 digits: 枝番 is not 2 half-width digits (SVC-264); write it as in 01"},
		{"SVC-034 an era", "Birthdate", "S600217", "yyyyMMdd"},
		{"SVC-034 a day that doesn't exist", "Birthdate", "19850230", "yyyyMMdd"},
		{"SVC-035 a consent of 2", "LimitApplicationCertificateRelatedConsFlg", "2", "OQSCD001"},
		{"an element that only answers have", "Name", "佐藤", "unknown element below XmlMsg/MessageBody/QualificationConfirmSearchInfo: remove it"},
	} {
		t.Run(c.id, func(t *testing.T) {
			err := oqs.Check(request(func(v map[string]string) {
				if c.value == "-" {
					delete(v, c.name)
				} else if c.name != "" {
					v[c.name] = c.value
				}
			}), oqs.Ask, oqs.Single)
			if c.wrong == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.wrong)
			require.NotContains(t, err.Error(), "佐藤", "an error never repeats what was sent")
		})
	}
}

// elementIDs maps the facts about elements to the paths of elements that each of them names.
func elementIDs() map[string][]string {
	return map[string][]string{
		"SVC-037": {"MessageHeader/ProcessExecutionTime"}, "SVC-038": {"MessageHeader/QualificationConfirmationDate"},
		"SVC-039": {"MessageHeader/MedicalInstitutionCode"}, "SVC-040": {"MessageHeader/ArbitraryFileIdentifier"},
		"SVC-041": {"MessageHeader/ReferenceClassification"}, "SVC-042": {"MessageHeader/SegmentOfResult"},
		"SVC-043": {"MessageHeader/ErrorCode", "MessageHeader/ErrorMessage"}, "SVC-044": {"MessageHeader/CharacterCodeIdentifier"},
		"SVC-045": {"MessageHeader/ReceptionNumber", "MessageHeader/NumberOfProcessingResult", "MessageHeader/NumberOfNormalProcessing", "MessageHeader/NumberOfError"},
		"SVC-047": {"{unit}/ProcessingResultStatus"}, "SVC-048": {"{unit}/ProcessingResultCode", "{unit}/ProcessingResultMessage"},
		"SVC-050": {"{unit}/QualificationValidity"}, "SVC-051": {"{unit}/QualificationConfirmSearchInfo/InsurerNumber", "{unit}/PrescriptionIssueSelect"},
		"SVC-052": {"{unit}/ReferenceNumber"},
		"SVC-056": {"{result}/InsuredCardClassification", "{result}/Name", "{result}/Sex1", "{result}/Birthdate", "{result}/InsurerName"},
		"SVC-058": {"{result}/InsurerNumber", "{result}/InsuredCardSymbol", "{result}/InsuredIdentificationNumber", "{result}/InsuredBranchNumber",
			"{result}/PersonalFamilyClassification", "{result}/InsuredName"},
		"SVC-059": {"{result}/NameOfOther", "{result}/NameKana", "{result}/NameOfOtherKana", "{result}/Address"}, "SVC-061": {"{result}/Sex2"},
		"SVC-062": {"{result}/PostNumber"},
		"SVC-063": {"{result}/QualificationDate", "{result}/DisqualificationDate", "{result}/InsuredCertificateIssuanceDate", "{result}/InsuredCardValidDate",
			"{result}/InsuredCardExpirationDate"},
		"SVC-064": {"{result}/InsuredPartialContributionRatio", "{result}/PreschoolClassification", "{result}/ReasonOfLoss"},
		"SVC-065": {"{result}/InsuredPartialContributionRatio"}, "SVC-066": {"{result}/InsurerName", "{result}/WelfareOfficeName"},
		"SVC-067": {"{result}/ElderlyRecipientCertificateInfo/ElderlyRecipientCertificateDate",
			"{result}/ElderlyRecipientCertificateInfo/ElderlyRecipientValidStartDate", "{result}/ElderlyRecipientCertificateInfo/ElderlyRecipientValidEndDate",
			"{result}/ElderlyRecipientCertificateInfo/ElderlyRecipientContributionRatio"},
		"SVC-068": {"{result}/LimitApplicationCertificateRelatedConsFlg", "{result}/LimitApplicationCertificateRelatedConsTime"},
		"SVC-069": {"{result}/LimitApplicationCertificateRelatedInfo/LimitApplicationCertificateClassification",
			"{result}/LimitApplicationCertificateRelatedInfo/LimitApplicationCertificateClassificationFlag",
			"{result}/LimitApplicationCertificateRelatedInfo/LimitApplicationCertificateDate",
			"{result}/LimitApplicationCertificateRelatedInfo/LimitApplicationCertificateValidStartDate",
			"{result}/LimitApplicationCertificateRelatedInfo/LimitApplicationCertificateValidEndDate",
			"{result}/LimitApplicationCertificateRelatedInfo/LimitApplicationCertificateLongTermDate"},
		"SVC-070": {"{result}/SpecificDiseasesCertificateRelatedConsFlg", "{result}/SpecificDiseasesCertificateRelatedConsTime"},
		"SVC-071": {"{result}/SpecificDiseasesCertificateList/SpecificDiseasesCertificateInfo/SpecificDiseasesDiseaseCategory",
			"{result}/SpecificDiseasesCertificateList/SpecificDiseasesCertificateInfo/SpecificDiseasesCertificateDate",
			"{result}/SpecificDiseasesCertificateList/SpecificDiseasesCertificateInfo/SpecificDiseasesValidStartDate",
			"{result}/SpecificDiseasesCertificateList/SpecificDiseasesCertificateInfo/SpecificDiseasesValidEndDate",
			"{result}/SpecificDiseasesCertificateList/SpecificDiseasesCertificateInfo/SpecificDiseasesSelfPay"},
		"SVC-072": {"{result}/SpecificHealthCheckupsInfoConsFlg", "{result}/PharmacistsInfoConsTime", "{result}/DiagnosisInfoAvailableTime", "{result}/OperationInfoConsFlg"},
		"SVC-073": {"{result}/ReferenceNumber", "{result}/ArbitraryIdentifier"},
		"SVC-074": tickets("TicketType", "MedicalTicketValidDate", "MedicalTicketExpirationDate", "IssueNumber", "MedicalTreatmentMonth", "MedicalTreatmentType"),
		"SVC-075": tickets("DesignatedMedicalInstitutionCode", "DesignatedMedicalInstitutionFlag", "DesignatedMedicalInstitutionName",
			"PrescriptionIssuerMedicalInstitutionCode", "PrescriptionIssuerMedicalInstitutionName"),
		"SVC-076": tickets("InjuryName1", "InjuryName2", "InjuryName3", "Remarks1", "Remarks2", "Remarks3"),
		"SVC-077": tickets("SelfPayAmount", "DistrictContactName", "HandlingContactName"),
		"SVC-078": tickets("SingleOrCombinedUse", "StatusOfSocialInsurance", "ConsistencyFlag", "StatusOfInfecton", "StatusOfElderlyMedicalCare",
			"StatusOfPrefecturalExpenses"),
	}
}

func tickets(names ...string) []string {
	var list []string
	for _, name := range names {
		list = append(list, "{result}/PublicExpenseResultList/MedicalTicketInfo/"+name)
	}
	return list
}

func TestElements(t *testing.T) {
	rows := map[string]oqs.Element{}
	for _, e := range oqs.Elements() {
		key := string(e.Use) + " " + e.Path
		require.NotContains(t, rows, key, "each element has one row")
		rows[key] = e
		if e.Codes != "" {
			require.True(t, slices.ContainsFunc(oqs.Lists(), func(l oqs.List) bool { return l.ID == e.Codes }), "%s names a code list that exists", e.Path)
		}
	}
	for id, paths := range elementIDs() {
		t.Run(id, func(t *testing.T) {
			for _, path := range paths {
				e, ok := rows["answer "+path]
				require.True(t, ok, path)
				require.Contains(t, e.Source, id, path)
			}
		})
	}
	t.Run("SVC-056 SVC-057 five elements are required, all others may be absent", func(t *testing.T) {
		var required []string
		for _, e := range oqs.Elements() {
			if name, ok := strings.CutPrefix(e.Path, "{result}/"); ok && e.Required {
				required = append(required, name)
			}
		}
		require.ElementsMatch(t, []string{"InsuredCardClassification", "Name", "Sex1", "Birthdate", "InsurerName"}, required)
	})
	t.Run("SVC-072 the limited type has none of the consent groups", func(t *testing.T) {
		for _, e := range oqs.Elements() {
			for _, group := range oqs.ConsentGroups() {
				require.False(t, e.Limited && strings.Contains(e.Path, group), e.Path)
			}
		}
	})
}

func TestCodeLists(t *testing.T) {
	for list, want := range map[string]map[string]string{
		"SVC-079 OQSCD001": {"0": "未同意", "1": "同意"}, "SVC-080 OQSCD002": {"1": "マイナンバーカード", "2": "被保険者証情報"},
		"SVC-082 OQSCD003": {"1": "正常終了", "2": "処理中", "9": "異常終了"}, "SVC-083 OQSCD004": {"1": "正常終了", "2": "エラー"},
		"SVC-084 OQSCD005": {"0": "UTF-8", "1": "Shift_JIS"},
		"SVC-085 OQSCD006": {"1": "有効", "2": "無効", "3": "無効（新しい資格あり）", "4": "該当資格なし", "5": "複数該当"},
		"SVC-086 OQSCD007": {"1": "男", "2": "女", "3": "未設定"}, "SVC-087 OQSCD009": {"1": "本人", "2": "家族"},
		"SVC-088 SVC-089 OQSCD010":        {"01": "被保険者証（一般）", "06": "特例退職", "07": "自衛官診療証", "A1": "医療扶助"},
		"SVC-090 OQSCD011":                {"01": "限度額適用", "02": "限度額適用・標準負担額減額", "03": "標準負担額減額"},
		"SVC-091 OQSCD012":                {"A01": "ア", "A06": "オ（境）", "B01": "現役並みⅢ", "B04": "一般", "B09": "一般Ⅱ", "B10": "一般Ⅰ"},
		"SVC-092 OQSCD013":                {"1": "慢性腎不全（透析）", "2": "先天性血液凝固因子障害", "3": "血液製剤HIV"},
		"SVC-093 SpecificDiseasesConsFlg": {"0": "なし", "1": "あり", "2": "期限切れ"}, "SVC-094 PreschoolClassification": {"1": "未就学該当"},
		"SVC-095 ReasonOfLoss":            {"01": "死亡", "02": "生活保護受給開始", "03": "医療保険等の資格取得", "99": "その他"},
		"SVC-096 PrescriptionIssueSelect": {"1": "電子処方箋", "2": "紙"},
	} {
		t.Run(list, func(t *testing.T) {
			id := list[strings.LastIndex(list, " ")+1:]
			for value, name := range want {
				got, ok := oqs.Named(id, value)
				require.True(t, ok, value)
				require.Equal(t, name, got)
			}
			_, ok := oqs.Named(id, "Z9")
			require.False(t, ok)
		})
	}
	counts := map[string]int{"OQSCD012": 16, "OQSCD010": 8, "OQSCD006": 5}
	for _, l := range oqs.Lists() {
		if n, ok := counts[l.ID]; ok {
			require.Len(t, l.Codes, n)
		}
	}
}

// edited returns the answer with one element changed, or removed if the value is "-".
func edited(path, value string) *oqs.Node {
	a := answer()
	parent, name := a, path
	if i := strings.LastIndex(path, "/"); i >= 0 {
		parent, name = a.Find(path[:i]), path[i+1:]
	}
	parent.Children = slices.DeleteFunc(parent.Children, func(n *oqs.Node) bool { return n.Name == name })
	if value != "-" {
		parent.Children = append(parent.Children, oqs.Leaf(name, value))
	}
	return a
}

func TestAnswers(t *testing.T) {
	const result = "MessageBody/ResultList/ResultOfQualificationConfirmation"
	require.NoError(t, oqs.Check(answer(), oqs.Answer, oqs.Single))
	for _, c := range []struct{ id, path, value, wrong string }{
		{"SVC-037", "MessageHeader/ProcessExecutionTime", "2025-06-02", "yyyyMMddHHmmss"},
		{"SVC-038", "MessageHeader/QualificationConfirmationDate", "-", "is missing"},
		{"SVC-039", "MessageHeader/MedicalInstitutionCode", "281123456", "10 characters"},
		{"SVC-041", "MessageHeader/ReferenceClassification", "-", "is missing"},
		{"SVC-042", "MessageHeader/SegmentOfResult", "3", "OQSCD003"},
		{"SVC-044", "MessageHeader/CharacterCodeIdentifier", "2", "OQSCD005"},
		{"SVC-047", "MessageBody/ProcessingResultStatus", "-", "is missing"},
		{"SVC-050", "MessageBody/QualificationValidity", "6", "OQSCD006"},
		{"SVC-056", result + "/InsurerName", "-", "is missing"},
		{"SVC-060 SVC-273", result + "/NameKana", "タカハシ", "half-width kana"},
		{"SVC-062", result + "/PostNumber", "9999803", "nnn-nnnn"},
		{"SVC-065", result + "/InsuredPartialContributionRatio", "10", "3 digits"},
		{"SVC-078 the correct spelling is an unknown element", result + "/StatusOfInfection", "1", ""},
		{"SVC-089 a class that is not public", result + "/InsuredCardClassification", "A2", ""},
		{"SVC-099 an unknown code", "MessageBody/ProcessingResultCode", "XYZ-9", ""},
		{"SVC-278 an unknown day", result + "/Birthdate", "20010800", ""},
		{"SVC-057 without an optional element", result + "/PostNumber", "-", ""},
	} {
		t.Run(c.id, func(t *testing.T) {
			err := oqs.Check(edited(c.path, c.value), oqs.Answer, oqs.Single)
			if c.wrong == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.wrong)
			require.ErrorContains(t, err, "SVC-")
		})
	}
	t.Run("SVC-046 in another order", func(t *testing.T) {
		a := answer()
		slices.Reverse(a.Children)
		for _, c := range a.Children {
			slices.Reverse(c.Children)
		}
		require.NoError(t, oqs.Check(a, oqs.Answer, oqs.Single))
		require.Equal(t, "1", a.Value("MessageBody/QualificationValidity"))
	})
	t.Run("SVC-054 no result at all", func(t *testing.T) {
		a := edited("MessageBody/ResultList", "-")
		require.NoError(t, oqs.Check(a, oqs.Answer, oqs.Single))
		require.Empty(t, a.Find("MessageBody").Results())
	})
}

func TestGoldenFiles(t *testing.T) {
	t.Run("SVC-101 SVC-104 XML", func(t *testing.T) {
		text, err := oqs.WriteXML(answer(), oqs.UTF8)
		require.NoError(t, err)
		golden(t, "answer.xml", text)
		back, charset, err := oqs.ReadXML(text)
		require.NoError(t, err)
		require.Equal(t, oqs.UTF8, charset)
		require.Equal(t, answer(), back)
	})
	t.Run("SVC-015 SVC-055 SVC-103 SVC-105 JSON", func(t *testing.T) {
		text, err := oqs.WriteJSON(answer())
		require.NoError(t, err)
		golden(t, "answer.json", text)
		require.Contains(t, string(text), `"ResultList":[{"ResultOfQualificationConfirmation":{`)
		require.Contains(t, string(text), `"InsuredIdentificationNumber":"0567"`)
		back, err := oqs.ReadJSON(text)
		require.NoError(t, err)
		again, err := oqs.WriteJSON(back)
		require.NoError(t, err)
		require.Equal(t, string(text), string(again))
	})
}

func TestShiftJIS(t *testing.T) {
	file, err := oqs.WriteXML(edited("MessageHeader/ArbitraryFileIdentifier", "①Ⅲ〜−—¥"), oqs.ShiftJIS)
	require.NoError(t, err)
	back, charset, err := oqs.ReadXML(file)
	require.NoError(t, err)
	require.Equal(t, oqs.ShiftJIS, charset)
	t.Run("SVC-101 SVC-102 signs of code page 932", func(t *testing.T) {
		require.Equal(t, "①Ⅲ～－―￥", back.Value("MessageHeader/ArbitraryFileIdentifier"))
		require.Equal(t, "髙橋　次郎", back.Find("MessageBody").Results()[0].Value("Name"))
	})
	t.Run("SVC-171 a character that is not in Shift_JIS", func(t *testing.T) {
		_, err := oqs.WriteXML(edited("MessageHeader/ArbitraryFileIdentifier", "𠮷"), oqs.ShiftJIS)
		require.ErrorContains(t, err, "ArbitraryFileIdentifier has U+20BB7")
	})
	t.Run("SVC-171 SVC-172 SVC-271 SVC-272", func(t *testing.T) {
		for text, want := range map[string]string{"𠮷田": "●田", "德子": "德子", "髙﨑": "髙﨑", "葛\U000E0100城": "葛城", "●田": "●田", "ﾊﾟﾋﾞ": "ﾊﾟﾋﾞ"} {
			require.Equal(t, want, oqs.Representable(text))
		}
	})
	t.Run("SVC-102 iconv agrees", func(t *testing.T) {
		text := runTool(t, "iconv", file, "-f", "CP932", "-t", "UTF-8")
		require.Contains(t, text, "髙橋　次郎")
		require.Contains(t, text, "ﾀｶﾊｼ ｼﾞﾛｳ")
	})
}

// runTool runs a program that is not ours. If MYNALAB_REQUIRE has the part pcsc, whose packages include it, it must exist.
func runTool(t *testing.T, program string, in []byte, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		if slices.Contains(strings.Split(os.Getenv("MYNALAB_REQUIRE"), ","), "pcsc") {
			t.Fatalf("%s is missing and MYNALAB_REQUIRE requires pcsc: make deps installs it", program)
		}
		t.Skipf("%s is missing: make deps installs it", program)
	}
	command := exec.Command(path, args...)
	command.Stdin = bytes.NewReader(in)
	out, err := command.CombinedOutput()
	require.NoError(t, err, string(out))
	return string(out)
}

func TestXMLLintReadsOurXML(t *testing.T) {
	for _, charset := range []oqs.Charset{oqs.UTF8, oqs.ShiftJIS} {
		message := edited("MessageHeader/ArbitraryFileIdentifier", `<&"'>`)
		// xmllint knows Shift_JIS without the characters that Windows added, so 高 replaces 髙.
		message.Find("MessageBody").Results()[0].Find("Name").Text = "高橋　次郎"
		file, err := oqs.WriteXML(message, charset)
		require.NoError(t, err)
		got := runTool(t, "xmllint", file, "--nonet", "--xpath", "string(//ArbitraryFileIdentifier)", "-")
		require.Equal(t, `<&"'>`, strings.TrimSpace(got))
	}
}

func TestXMLRefuses(t *testing.T) {
	for name, c := range map[string]struct{ file, wrong string }{
		"a document type":          {`<!DOCTYPE x [<!ENTITY a "b">]><XmlMsg/>`, "document type"},
		"an entity":                {`<XmlMsg>&a;</XmlMsg>`, "not well-formed XML"},
		"an instruction":           {`<XmlMsg><?php x?></XmlMsg>`, "processing instruction"},
		"another root":             {`<Msg/>`, "not one XmlMsg"},
		"nothing":                  {``, "not one XmlMsg"},
		"cut short":                {`<XmlMsg><MessageHeader>`, "not well-formed XML: line 1"},
		"another charset":          {`<?xml version="1.0" encoding="EUC-JP"?><XmlMsg/>`, "neither UTF-8 nor Shift_JIS"},
		"deep":                     {strings.Repeat("<XmlMsg>", 40) + strings.Repeat("</XmlMsg>", 40), "nested deeper"},
		"an invalid byte sequence": {"<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><XmlMsg>\x85\x20</XmlMsg>", "not valid Shift_JIS"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := oqs.ReadXML([]byte(c.file))
			require.ErrorContains(t, err, c.wrong)
		})
	}
}

func TestJSONRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, wrong string }{
		"SVC-105 a number": {`{"XmlMsg":{"MessageBody":{"ProcessingResultStatus":1}}}`, "ProcessingResultStatus is not a string"},
		"another member":   {`{"XmlMsg":{},"x":{}}`, "not {XmlMsg"},
		"an array":         {`{"XmlMsg":{"MessageHeader":[]}}`, "must not be an array"},
		"two values":       {`{"XmlMsg":{}} {}`, "more than one"},
		"no object":        {`[]`, "not a JSON object"},
		"deep":             {strings.Repeat(`{"XmlMsg":`, 40) + `""` + strings.Repeat("}", 40), "nested deeper"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := oqs.ReadJSON([]byte(c.text))
			require.ErrorContains(t, err, c.wrong)
		})
	}
}

// TestRoundTrips: text in the elements of an answer is the same after writing and reading, in XML and in JSON.
func TestRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := answer()
		text := rapid.StringMatching(`[ -~ぁ-んァ-ヶ亜-煕]{0,20}`).Draw(t, "text")
		a.Find("MessageBody").Results()[0].Find("Name").Text = text
		file, err := oqs.WriteXML(a, oqs.UTF8)
		require.NoError(t, err)
		back, _, err := oqs.ReadXML(file)
		require.NoError(t, err)
		require.Equal(t, a, back)
		text2, err := oqs.WriteJSON(a)
		require.NoError(t, err)
		fromJSON, err := oqs.ReadJSON(text2)
		require.NoError(t, err)
		require.Equal(t, text, fromJSON.Find("MessageBody").Results()[0].Value("Name"))
	})
}

func FuzzReadXML(f *testing.F) {
	for _, seed := range []string{`<XmlMsg/>`, `<XmlMsg><MessageHeader>a</MessageHeader></XmlMsg>`, `<?xml version="1.0" encoding="Shift_JIS"?><XmlMsg/>`, `<!DOCTYPE a>`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		message, _, err := oqs.ReadXML(file)
		if err != nil {
			require.NotContains(t, err.Error(), "\n")
			return
		}
		again, err := oqs.WriteXML(message, oqs.UTF8)
		require.NoError(t, err)
		_, _, err = oqs.ReadXML(again)
		require.NoError(t, err)
		_ = oqs.Check(message, oqs.Answer, oqs.Single)
	})
}
