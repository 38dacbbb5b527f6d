package eligibility_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/wire"
	"github.com/mynalab/mynalab/sim/driver"
)

// fromXML returns the values of an XML text as name=value, sorted by name.
func fromXML(t require.TestingT, text string) (leaves []string) {
	decoder, value := xml.NewDecoder(strings.NewReader(text)), ""
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			slices.Sort(leaves)
			return leaves
		}
		require.NoError(t, err)
		switch at := token.(type) {
		case xml.StartElement:
			value = ""
		case xml.CharData:
			value = string(at)
		case xml.EndElement:
			if value != "" {
				leaves = append(leaves, at.Name.Local+"="+value)
			}
			value = ""
		}
	}
}

// fromJSON returns the values of a JSON text in the same form.
func fromJSON(t require.TestingT, text string) []string {
	var whole any
	require.NoError(t, json.Unmarshal([]byte(text), &whole))
	var leaves []string
	var walk func(name string, value any)
	walk = func(name string, value any) {
		switch v := value.(type) {
		case map[string]any:
			for member, inner := range v {
				walk(member, inner)
			}
		case []any:
			for _, inner := range v {
				walk(name, inner)
			}
		case string:
			if v != "" {
				leaves = append(leaves, name+"="+v)
			}
		}
	}
	walk("", whole)
	slices.Sort(leaves)
	return leaves
}

// elements returns, for each label of the text, the name of the value in XML and JSON.
func elements() map[string]string {
	return map[string]string{"確認日": "QualificationConfirmationDate", "資格": "QualificationValidity", "氏名": "Name", "フリガナ": "NameKana",
		"生年月日": "Birthdate", "性別": "Sex1", "住所": "Address", "記号": "InsuredCardSymbol", "番号": "InsuredIdentificationNumber",
		"枝番": "InsuredBranchNumber", "資格取得年月日": "QualificationDate", "資格喪失年月日": "DisqualificationDate",
		"有効開始日": "InsuredCardValidDate", "有効終了日": "InsuredCardExpirationDate", "保険者番号": "InsurerNumber", "保険者名": "InsurerName",
		"被保険者氏名": "InsuredName", "本人・家族の別": "PersonalFamilyClassification", "裏面記載情報": "Sex2",
		"限度額適用認定証": "LimitApplicationCertificateClassification", "有効開始年月日": "LimitApplicationCertificateValidStartDate",
		"有効終了年月日": "LimitApplicationCertificateValidEndDate"}
}

// written returns the text's form of the values in this test's messages.
func written(element, value string) string {
	words := map[string]string{"20250602": "令和7年6月2日", "19850217": "昭和60年2月17日", "20190501": "令和元年5月1日", "20250101": "令和7年1月1日",
		"20251231": "令和7年12月31日", "QualificationValidity=1": "有効", "Sex1=2": "女", "Sex2=1": "男",
		"PersonalFamilyClassification=1": "本人", "LimitApplicationCertificateClassification=01": "限度額適用"}
	for _, key := range []string{element + "=" + value, value} {
		if word, ok := words[key]; ok {
			return word
		}
	}
	return value
}

// full returns an answer with a value for each label.
func full() wire.CheckAnswer {
	p := person()
	p.Sex2, p.InsuredName, p.DisqualificationDate = "1", "佐藤　太郎", "20251231"
	p.InsuredCardValidDate, p.InsuredCardExpirationDate = "20250101", "20251231"
	p.LimitApplicationCertificateRelatedConsFlg = "1"
	p.LimitApplicationCertificateRelatedInfo = &wire.LimitApplicationCertificateRelatedInfo{
		LimitApplicationCertificateClassification: "01", LimitApplicationCertificateValidStartDate: "20250101",
		LimitApplicationCertificateValidEndDate: "20251231"}
	p.SpecificDiseasesCertificateList = []wire.SpecificDiseasesItem{{SpecificDiseasesCertificateInfo: wire.SpecificDiseasesCertificateInfo{
		SpecificDiseasesDiseaseCategory: "1"}}, {SpecificDiseasesCertificateInfo: wire.SpecificDiseasesCertificateInfo{
		SpecificDiseasesDiseaseCategory: "3"}}}
	a := answer()
	a.XmlMsg.MessageHeader.MedicalInstitutionCode, a.XmlMsg.MessageHeader.ProcessExecutionTime = "2804440002", "20250602090000"
	a.XmlMsg.MessageBody.ResultList = results(p)
	return a
}

func TestFilesForTheReceiptComputer(t *testing.T) {
	t.Run("SVC-138 text, a face file and JSON", func(t *testing.T) {
		s := show(t, full())
		require.NotEmpty(t, s.HandOver)
		require.Len(t, s.Files, 2)
		require.Equal(t, "OQSsiquc01res_face_2804440002_20250602090000.xml", s.Files[0].Name)
		require.Equal(t, "OQSsiquc01res_face_2804440002_20250602090000.json", s.Files[1].Name)
	})
	t.Run("SVC-139 text, XML and JSON agree in every field", func(t *testing.T) {
		s := show(t, full())
		leaves := fromXML(t, s.Files[0].Content)
		require.Equal(t, fromJSON(t, s.Files[1].Content), leaves)
		require.Len(t, s.Fields, len(elements()), "a label is missing in the text or in this test")
		for line := range strings.Lines(s.HandOver) {
			label, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			element := elements()[label]
			require.True(t, slices.ContainsFunc(leaves, func(leaf string) bool {
				name, sent, _ := strings.Cut(leaf, "=")
				return name == element && written(element, sent) == value
			}), "%s is not in the XML as %s", label, value)
		}
	})
	t.Run("SVC-133 the blocks come last, and only if they were sent", func(t *testing.T) {
		require.True(t, strings.HasSuffix(show(t, full()).HandOver,
			"\n裏面記載情報\t男\n限度額適用認定証\t限度額適用\n有効開始年月日\t令和7年1月1日\n有効終了年月日\t令和7年12月31日\n"))
		require.NotContains(t, show(t, answer()).HandOver, "限度額")
		require.NotContains(t, show(t, answer()).HandOver, "裏面")
	})
	t.Run("CHK-10 closing leaves no file", func(t *testing.T) {
		d := newCounter(t).until(driver.ScreenAuthSelect).upToCard(wire.ModePIN)
		require.Len(t, d.read().Files, 2)
		require.Empty(t, d.do(driver.Call{Verb: driver.Close}).Files)
	})
	t.Run("SVC-019 another reader can read the face file", func(t *testing.T) {
		xmllint, err := exec.LookPath("xmllint")
		if err != nil {
			t.Skip("xmllint is missing: make deps installs it")
		}
		command := exec.Command(xmllint, "--nonet", "--xpath", "string(//ResultOfQualificationConfirmation/Name)", "-")
		command.Stdin = strings.NewReader(show(t, full()).Files[0].Content)
		command.Stderr = os.Stderr
		out, err := command.Output()
		require.NoError(t, err)
		require.Equal(t, "佐藤　花子", strings.TrimSpace(string(out)))
	})
}

// TestFilesOfAnything sends random values, including characters that end a tag, an attribute or an entity.
func TestFilesOfAnything(t *testing.T) {
	counter := newCounter(t).until(driver.ScreenAuthSelect)
	text := rapid.StringMatching(`[0-9ぁ-ん髙﨑德𠮷●ｱ-ﾝﾞﾟ <>&"']{0,8}`)
	rapid.Check(t, func(t *rapid.T) {
		counter.t = t
		p := person()
		p.Name, p.Address, p.InsuredCardSymbol = text.Draw(t, "name"), text.Draw(t, "address"), text.Draw(t, "symbol")
		a := answer()
		a.XmlMsg.MessageBody.ResultList = results(p, person())
		counter.service.check = a
		files := counter.upToCard(wire.ModeVisual).read().Files
		require.Equal(t, fromJSON(t, files[1].Content), fromXML(t, files[0].Content))
		counter.do(driver.Call{Verb: driver.Close})
	})
}
