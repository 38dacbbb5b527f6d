package oqs_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/oqs"
	"github.com/mynalab/mynalab/mockservice/store"
)

// start is 2025-06-02 09:00 in Japan, the start of world time.
var start = time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)

const institution = "2811234567"

// lab is an exchange over a store in memory.
type lab struct {
	t        *testing.T
	rows     *store.Memory
	exchange *oqs.Exchange
	draws    int
}

// open returns a lab with the persons P01 to P07. edits change the default rules.
func open(t *testing.T, edits ...func(*oqs.Rules)) *lab {
	l := &lab{t: t, rows: store.NewMemory()}
	rules := oqs.DefaultRules()
	for _, edit := range edits {
		edit(&rules)
	}
	l.exchange = oqs.New(l.rows, rules, l.draw)
	sato := store.Qualification{Name: "佐藤　花子", NameKana: "ｻﾄｳ ﾊﾅｺ", Sex: "2", Birthdate: "19850217", InsurerNumber: "06132013",
		InsurerName: "架空健康保険組合", Symbol: "７０２５", Number: "567", Branch: "01", Relation: "1", From: "20150401"}
	elderly := store.Qualification{Name: "鈴木　一郎", Sex: "1", Birthdate: "19480603", InsurerNumber: "39289996", InsurerName: "架空県後期高齢者医療広域連合",
		Number: "80412345", From: "20230603", Ratio: "010"}
	yoshida := store.Qualification{Name: "𠮷田　德子", Sex: "1", Birthdate: "19520501", InsurerNumber: "283994", InsurerName: "架空県港市国民健康保険",
		Symbol: "港", Number: "0012377", Branch: "03", From: "20190501", Elderly: &store.ElderlyCertificate{On: "20220501", Ratio: "020"},
		Limit:    &store.LimitCertificate{ConsentedAt: "20250601120000", Class: "01", Flag: "B04", On: "20250401", From: "20250401", To: "20260331"},
		Diseases: []store.DiseaseCertificate{{Category: "1", On: "20240401", SelfPay: "10000"}}}
	changer := sato
	changer.Name, changer.Birthdate, changer.Number, changer.To, changer.LossReason = "田中　美咲", "19920510", "901", "20250501", "03"
	next := changer
	next.InsurerNumber, next.Number, next.From, next.To, next.LossReason = "283994", "902", "20250501", "", ""
	lost := changer
	lost.Name, lost.Birthdate, lost.Number = "高橋　実", "19700101", "903"
	twin := sato
	twin.Number = "567"
	aid := store.Qualification{Name: "山田　太郎", Sex: "1", Birthdate: "19600101"}
	for _, p := range []store.Person{
		{ID: "P01", Registered: true, Qualifications: []store.Qualification{sato}, Consents: []store.Consent{{Institution: institution, Flag: "2", Given: "20250520"},
			{Institution: institution, Flag: "3", Given: "20250520", Examined: "20250521"}}},
		{ID: "P02", Qualifications: []store.Qualification{elderly}}, {ID: "P03", Qualifications: []store.Qualification{yoshida}},
		{ID: "P04", Qualifications: []store.Qualification{changer, next}}, {ID: "P05", Qualifications: []store.Qualification{lost}},
		{ID: "P06", Stopped: true, Qualifications: []store.Qualification{twin}},
		{ID: "P07", Registered: true, Qualifications: []store.Qualification{aid}, Aid: &store.Aid{Applied: true, OnFile: true, Office: "架空福祉事務所",
			Number: "12280001", From: "20250401", Tickets: []store.Ticket{{Month: "202506", Institution: institution, Number: "7", Injury: "腰痛"}}}},
	} {
		l.put(p)
	}
	return l
}

func (l *lab) put(p store.Person) {
	require.NoError(l.t, l.rows.PutPerson(l.t.Context(), p))
	for _, key := range oqs.Keys(p) {
		require.NoError(l.t, l.rows.PutInsured(l.t.Context(), store.Insured{Number: key, PersonID: p.ID}))
	}
}

func (l *lab) draw(_ context.Context, purpose string, n int) ([]byte, error) {
	l.draws++
	sum := sha256.Sum256(fmt.Append(nil, purpose, l.draws))
	return sum[:n], nil
}

func (l *lab) ask(kind, step string, request *oqs.Node, now time.Time) *oqs.Node {
	answer, err := l.exchange.Ask(l.t.Context(), kind, step, request, now)
	require.NoError(l.t, err)
	return answer
}

// about sends an inquiry about one person by card data, edited by edit, and returns the checked answer.
func (l *lab) about(edit func(v map[string]string)) *oqs.Node {
	a := l.ask("OQSsiquc", "01", request(edit), start)
	require.NoError(l.t, oqs.Check(a, oqs.Answer, oqs.Single))
	return a
}

// with returns an edit that sets element names to values, given in pairs; the value "-" removes the element.
func with(pairs ...string) func(map[string]string) {
	return func(v map[string]string) {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i+1] == "-" {
				delete(v, pairs[i])
			} else {
				v[pairs[i]] = pairs[i+1]
			}
		}
	}
}

func changer() []string {
	return []string{"InsuredIdentificationNumber", "901", "Birthdate", "19920510"}
}

func TestSingleInquiry(t *testing.T) {
	l := open(t)
	for _, c := range []struct {
		id       string
		edit     func(map[string]string)
		validity string
		results  int
	}{
		{"SVC-018 SVC-053 one current qualification", with(), "1", 1},
		{"SVC-106 other character widths", with("InsuredCardSymbol", "7025", "InsuredIdentificationNumber", "５６７"), "1", 1},
		{"SVC-105 a number with one more zero is a different number", with("InsuredIdentificationNumber", "0567"), "4", 0},
		{"SVC-107 後期高齢 with zeros before it", with("InsurerNumber", "39289996", "InsuredIdentificationNumber", "80412345", "Birthdate", "19480603",
			"InsuredCardSymbol", "-", "InsuredBranchNumber", "-"), "1", 1},
		{"SVC-032 国保 padded with zeros", with("InsurerNumber", "00283994", "InsuredCardSymbol", "港", "InsuredIdentificationNumber", "0012377",
			"InsuredBranchNumber", "03", "Birthdate", "19520501"), "1", 1},
		{"SVC-032 国保 padded with blanks", with("InsurerNumber", "  283994", "InsuredCardSymbol", "-", "InsuredIdentificationNumber", "0012377",
			"InsuredBranchNumber", "-", "Birthdate", "19520501"), "1", 1},
		{"SVC-170 lost, and the person has a newer one", with(changer()...), "3", 1},
		{"SVC-168 lost, and the person has no newer one", with("InsuredIdentificationNumber", "903", "Birthdate", "19700101"), "2", 1},
		{"SVC-264 another branch", with("InsuredBranchNumber", "02"), "4", 0},
		{"SVC-054 nobody matches", with("Birthdate", "19850218"), "4", 0},
	} {
		t.Run(c.id, func(t *testing.T) {
			a := l.about(c.edit)
			require.Equal(t, c.validity, a.Value("MessageBody/QualificationValidity"))
			require.Len(t, a.Find("MessageBody").Results(), c.results)
			require.Equal(t, "1", a.Value("MessageHeader/SegmentOfResult"))
			require.Equal(t, "2", a.Value("MessageHeader/ReferenceClassification"), "SVC-080")
		})
	}
	t.Run("SVC-169 two people with one 番号", func(t *testing.T) {
		l := open(t)
		twin := store.Qualification{Name: "佐藤　華子", Sex: "2", Birthdate: "19850217", InsurerNumber: "06132013", InsurerName: "架空健康保険組合",
			Symbol: "7025", Number: "567", Branch: "01", From: "20200401"}
		l.put(store.Person{ID: "P99", Qualifications: []store.Qualification{twin}})
		require.Equal(t, "5", l.about(with()).Value("MessageBody/QualificationValidity"))
	})
	t.Run("SVC-040 SVC-008 SVC-051 echoes", func(t *testing.T) {
		a := l.about(with())
		require.Equal(t, "file-1", a.Value("MessageHeader/ArbitraryFileIdentifier"))
		require.Equal(t, "567", a.Value("MessageBody/QualificationConfirmSearchInfo/InsuredIdentificationNumber"))
	})
	t.Run("SVC-043 SVC-048 SVC-098 malformed", func(t *testing.T) {
		a := l.ask("OQSsiquc", "01", request(with("Birthdate", "S60")), start)
		require.Equal(t, "9", a.Value("MessageHeader/SegmentOfResult"))
		require.Equal(t, "2", a.Value("MessageBody/ProcessingResultStatus"))
		require.True(t, strings.HasPrefix(a.Value("MessageHeader/ErrorCode"), "MOCK-"))
		require.NotEmpty(t, a.Value("MessageBody/ProcessingResultMessage"))
		require.NoError(t, oqs.Check(a, oqs.Answer, oqs.Single))
	})
	t.Run("SVC-065 SVC-265 後期高齢: the share is in InsuredPartialContributionRatio", func(t *testing.T) {
		r := l.about(with("InsurerNumber", "39289996", "InsuredIdentificationNumber", "80412345", "Birthdate", "19480603", "InsuredCardSymbol", "-",
			"InsuredBranchNumber", "-")).Find("MessageBody").Results()[0]
		require.Equal(t, "010", r.Value("InsuredPartialContributionRatio"))
		require.Nil(t, r.Find("ElderlyRecipientCertificateInfo"))
	})
	t.Run("SVC-067 SVC-068 SVC-069 SVC-070 SVC-071 SVC-171 SVC-172 SVC-265 certificates", func(t *testing.T) {
		r := l.about(with("InsurerNumber", "283994", "InsuredCardSymbol", "港", "InsuredIdentificationNumber", "0012377", "InsuredBranchNumber", "03",
			"Birthdate", "19520501")).Find("MessageBody").Results()[0]
		require.Equal(t, "●田　德子", r.Value("Name"))
		require.Equal(t, "020", r.Value("ElderlyRecipientCertificateInfo/ElderlyRecipientContributionRatio"))
		require.Equal(t, "1", r.Value("LimitApplicationCertificateRelatedConsFlg"))
		require.Equal(t, "B04", r.Value("LimitApplicationCertificateRelatedInfo/LimitApplicationCertificateClassificationFlag"))
		require.Equal(t, "10000", r.Value("SpecificDiseasesCertificateList/SpecificDiseasesCertificateInfo/SpecificDiseasesSelfPay"))
	})
	t.Run("SVC-064 SVC-095 the reason of the loss", func(t *testing.T) {
		r := l.about(with(changer()...)).Find("MessageBody").Results()[0]
		require.Equal(t, "03", r.Value("ReasonOfLoss"))
		require.Equal(t, "20250501", r.Value("DisqualificationDate"))
	})
	t.Run("SVC-072 never health data", func(t *testing.T) {
		text, err := oqs.WriteJSON(l.about(with()))
		require.NoError(t, err)
		for _, group := range oqs.ConsentGroups() {
			require.NotContains(t, string(text), group)
		}
	})
}

func bulk(searches ...*oqs.Node) *oqs.Node {
	return oqs.Group("XmlMsg", head(), oqs.Group("MessageBody", searches...))
}

func head() *oqs.Node {
	return oqs.Group("MessageHeader", oqs.Leaf("QualificationConfirmationDate", "20250602"), oqs.Leaf("MedicalInstitutionCode", institution))
}

func search(reference string, pairs ...string) *oqs.Node {
	s := request(with(pairs...)).Find("MessageBody/QualificationConfirmSearchInfo")
	s.Children = append(s.Children, oqs.Leaf("ReferenceNumber", reference))
	return s
}

func body(children ...*oqs.Node) *oqs.Node {
	return oqs.Group("XmlMsg", head(), oqs.Group("MessageBody", children...))
}

func TestBulkInquiry(t *testing.T) {
	l := open(t)
	received := l.ask("OQSmuquc", "01", bulk(search("A-1"), search("A-2", "Birthdate", "19850218"), search("A-3", "Birthdate", "S60")), start)
	reception := received.Value("MessageHeader/ReceptionNumber")
	t.Run("SVC-020 SVC-082 received", func(t *testing.T) {
		require.NotEmpty(t, reception)
		require.Equal(t, "2", received.Value("MessageHeader/SegmentOfResult"))
	})
	result := l.ask("OQSmuquc", "02", body(oqs.Leaf("ReceptionNumber", reception)), start)
	require.NoError(t, oqs.Check(result, oqs.Answer, oqs.Bulk))
	t.Run("SVC-009 SVC-021 SVC-045 counted", func(t *testing.T) {
		require.Equal(t, reception, result.Value("MessageHeader/ReceptionNumber"))
		require.Equal(t, []string{"3", "2", "1"}, []string{result.Value("MessageHeader/NumberOfProcessingResult"),
			result.Value("MessageHeader/NumberOfNormalProcessing"), result.Value("MessageHeader/NumberOfError")})
	})
	t.Run("SVC-052 a unit for each, with its ReferenceNumber", func(t *testing.T) {
		units := result.Find("MessageBody").All("BulkConfirmUnit")
		require.Len(t, units, 3)
		for i, want := range []string{"1", "4", ""} {
			require.Equal(t, fmt.Sprint("A-", i+1), units[i].Value("ReferenceNumber"))
			require.Equal(t, want, units[i].Value("QualificationValidity"))
		}
	})
	for name, c := range map[string]struct{ kind, reception string }{"unknown number": {"OQSmuquc", "0"}, "number of another kind": {"OQSmuhvq", reception}} {
		t.Run(name, func(t *testing.T) {
			a := l.ask(c.kind, "02", body(oqs.Leaf("ReceptionNumber", c.reception)), start)
			require.Equal(t, "9", a.Value("MessageHeader/SegmentOfResult"))
		})
	}
}

// TestAnInstitutionIsNamed: a message with a malformed institution code is refused and stores nothing, because stored requests
// belong to an institution.
func TestAnInstitutionIsNamed(t *testing.T) {
	for _, kind := range oqs.Kinds() {
		t.Run(kind.Name, func(t *testing.T) {
			l := open(t)
			asked := body()
			asked.Find("MessageHeader").Children[1].Text = "9904440002"
			a := l.ask(kind.Name, "01", asked, start)
			require.Equal(t, "9", a.Value("MessageHeader/SegmentOfResult"))
			require.Contains(t, a.Value("MessageHeader/ErrorMessage"),
				"MedicalInstitutionCode: the value does not have the form 10 characters: 機関コード: its 都道府県番号 is not 01 to 48 (SVC-252, SVC-255); correct digits 1 to 2")
			require.Empty(t, a.Value("MessageHeader/ReceptionNumber"))
			require.Zero(t, l.draws, "no reception was numbered")
		})
	}
}

func TestReferenceNumbers(t *testing.T) {
	l := open(t)
	entry := func(number string, pairs ...string) *oqs.Node {
		e := search(number, pairs...)
		e.Name = "ReferenceNumberRegistrationInfo"
		return e
	}
	t.Run("SVC-022 one", func(t *testing.T) {
		require.Equal(t, "1", l.ask("OQSsiimm", "01", body(entry("K-77")), start).Value("MessageBody/ProcessingResultStatus"))
		require.Equal(t, "K-77", l.about(with()).Find("MessageBody").Results()[0].Value("ReferenceNumber"), "SVC-073")
	})
	t.Run("SVC-022 many", func(t *testing.T) {
		a := l.ask("OQSmuimm", "01", body(entry("K-78"), entry("K-79", "Birthdate", "19000101")), start)
		require.Equal(t, "1", a.Value("MessageHeader/NumberOfError"))
		require.Equal(t, "K-78", l.about(with()).Find("MessageBody").Results()[0].Value("ReferenceNumber"))
	})
	t.Run("SVC-022 two in the message for one", func(t *testing.T) {
		require.Equal(t, "2", l.ask("OQSsiimm", "01", body(entry("a"), entry("b")), start).Value("MessageBody/ProcessingResultStatus"))
	})
}

// askBulk sends a bulk request and fetches its result at the same time.
func (l *lab) askBulk(kind string, now time.Time, children ...*oqs.Node) []*oqs.Node {
	received := l.ask(kind, "01", body(children...), now)
	answer := l.ask(kind, "02", body(oqs.Leaf("ReceptionNumber", received.Value("MessageHeader/ReceptionNumber"))), now)
	return answer.Find("MessageBody").All("BulkConfirmUnit")
}

func TestConsentLists(t *testing.T) {
	l := open(t)
	leaf := oqs.Leaf
	for _, c := range []struct {
		id, kind string
		body     []*oqs.Node
		found    bool
	}{
		{"SVC-023 SVC-230", "OQSmuhvq", []*oqs.Node{leaf("MedicalTreatmentFlag", "2"), leaf("ConsentDateFrom", "20250520"), leaf("ConsentDateTo", "20250520")}, true},
		{"SVC-023 before the consent", "OQSmuhvq", []*oqs.Node{leaf("MedicalTreatmentFlag", "2"), leaf("ConsentDateTo", "20250519")}, false},
		{"SVC-024", "OQSmuonq", []*oqs.Node{leaf("MedicalTreatmentFlag", "3"), leaf("ConsentDateFrom", "20250520")}, true},
		{"SVC-024 by examination", "OQSmuonq", []*oqs.Node{leaf("MedicalTreatmentFlag", "3"), leaf("ExaminationDateFrom", "20250521"), leaf("ExaminationDateTo", "20250521")}, true},
		{"SVC-024 examined before the first day", "OQSmuonq", []*oqs.Node{leaf("MedicalTreatmentFlag", "3"), leaf("ExaminationDateFrom", "20250522")}, false},
	} {
		t.Run(c.id, func(t *testing.T) {
			list := l.askBulk(c.kind, start, c.body...)
			if !c.found {
				require.Empty(t, list)
				return
			}
			require.Len(t, list, 1)
			require.Equal(t, "佐藤　花子", list[0].Results()[0].Value("Name"))
		})
	}
	t.Run("SVC-023 another flag", func(t *testing.T) {
		require.Equal(t, "2", l.askBulk("OQSmuhvq", start, leaf("MedicalTreatmentFlag", "3"))[0].Value("ProcessingResultStatus"))
	})
}

func TestTickets(t *testing.T) {
	june := func(day, hour int) time.Time {
		return time.Date(2025, 6, day, hour, 0, 0, 0, time.FixedZone("JST", 9*60*60))
	}
	month := oqs.Leaf("MedicalTreatmentMonth", "202506")
	t.Run("SVC-233 SVC-234 F21 before the load", func(t *testing.T) {
		list := open(t).askBulk("OQSmutic", june(14, 23), month)
		require.Equal(t, "未委託・未登録", list[0].Value("ProcessingResultMessage"))
	})
	t.Run("SVC-025 SVC-066 SVC-074 SVC-076 SVC-089 SVC-237 from the 15th on", func(t *testing.T) {
		list := open(t).askBulk("OQSmutic", june(15, 0), month)
		require.Len(t, list, 1)
		r := list[0].Results()[0]
		require.Equal(t, "A1", r.Value("InsuredCardClassification"))
		require.Equal(t, "架空福祉事務所", r.Value("WelfareOfficeName"))
		require.True(t, strings.HasPrefix(r.Value("InsurerNumber"), "12"))
		require.Equal(t, "7", r.Value("PublicExpenseResultList/MedicalTicketInfo/IssueNumber"))
		require.Equal(t, "腰痛", r.Value("PublicExpenseResultList/MedicalTicketInfo/InjuryName1"))
	})
	t.Run("SVC-233 the load day is a switch", func(t *testing.T) {
		require.Len(t, open(t, func(r *oqs.Rules) { r.TicketDay = 2 }).askBulk("OQSmutic", june(2, 0), month), 1)
	})
	t.Run("SVC-235 after it: call the office", func(t *testing.T) {
		list := open(t).askBulk("OQSmutic", june(15, 0), oqs.Leaf("MedicalTreatmentMonth", "202505"))
		require.Contains(t, list[0].Value("ProcessingResultMessage"), "問い合わせ")
	})
	whole := store.Person{ID: "P08", Registered: true, Aid: &store.Aid{Applied: true, OnFile: true, Number: "12280001", From: "20250401"}}
	for _, c := range []struct {
		failed string
		edit   func(*store.Person, *oqs.Rules)
	}{
		{"", func(*store.Person, *oqs.Rules) {}}, {"card owned", func(p *store.Person, _ *oqs.Rules) { p.ID = "" }},
		{"利用登録", func(p *store.Person, _ *oqs.Rules) { p.Registered = false }},
		{"office has registered the qualification", func(p *store.Person, _ *oqs.Rules) { p.Aid.OnFile = false }},
		{"institution's system supports it", func(_ *store.Person, r *oqs.Rules) { r.Supported = func(string) bool { return false } }},
		{"applied beforehand", func(p *store.Person, _ *oqs.Rules) { p.Aid.Applied = false }},
	} {
		t.Run("SVC-231 F22 "+c.failed, func(t *testing.T) {
			p, rules := whole, oqs.DefaultRules()
			aid := *whole.Aid
			p.Aid = &aid
			c.edit(&p, &rules)
			failed, ok := oqs.AidAnswered(p, institution, rules)
			require.Equal(t, c.failed, failed)
			require.Equal(t, c.failed == "", ok)
		})
	}
	t.Run("SVC-236", func(t *testing.T) {
		require.False(t, oqs.DefaultRules().Registered("20250503", june(1, 23)))
		require.True(t, oqs.DefaultRules().Registered("20250503", june(2, 0)))
	})
}

func TestFileNames(t *testing.T) {
	for name, want := range map[string]string{
		"SVC-018 SVC-010 OQSsiquc01req_202506020001.xml": "OQSsiquc01res_202506020001.xml", "SVC-020 OQSmuquc01req_202506020001.xml": "OQSmuquc01res_202506020001.xml",
		"SVC-021 OQSmuquc02req_202506020002.xml": "OQSmuquc02res_202506020002.xml", "SVC-022 OQSsiimm01req_202506020001.xml": "OQSsiimm01res_202506020001.xml",
		"SVC-023 OQSmuhvq02req_202506020001.xml": "OQSmuhvq02res_202506020001.xml", "SVC-025 OQSmutic01req_202506020001.xml": "OQSmutic01res_202506020001.xml",
	} {
		t.Run(name, func(t *testing.T) {
			parsed, err := oqs.ParseRequest(name[strings.LastIndex(name, " ")+1:])
			require.NoError(t, err)
			require.Equal(t, want, parsed.Answer(".xml"))
		})
	}
	for _, bad := range []string{"OQSsihvd01req_202506020001.xml", "OQSmuonl01req_202506020001.xml", "OQShomeq01req_202506020001.xml",
		"OQSsiquc02req_202506020001.xml", "OQSsiquc01res_202506020001.xml", "OQSsiquc01req_202506020001.txt", "notes.xml"} {
		t.Run("SVC-028 "+bad, func(t *testing.T) {
			_, err := oqs.ParseRequest(bad)
			require.ErrorContains(t, err, "SVC-028")
		})
	}
	t.Run("SVC-018 a short suffix", func(t *testing.T) {
		_, err := oqs.ParseRequest("OQSsiquc01req_20250602000.xml")
		require.ErrorContains(t, err, "SVC-018")
	})
	t.Run("SVC-026 SVC-019 SVC-027", func(t *testing.T) {
		require.Equal(t, "202506020007", oqs.RequestSuffix(start, 7))
		name, err := oqs.FaceName(institution, "001", 3, start)
		require.NoError(t, err)
		require.Equal(t, "OQSsiquc01res_face_28112345670010003_20250602000000.xml", name)
	})
}

func TestFileDropHelper(t *testing.T) {
	l := open(t)
	dir := t.TempDir()
	h, err := oqs.OpenHelper(l.exchange, dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, h.Close()) })
	drop := func(name string, text []byte) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "req", name), text, 0o644))
	}
	read := func(path string) []byte {
		text, err := os.ReadFile(filepath.Join(dir, path))
		require.NoError(t, err)
		return text
	}
	step := func(want int) {
		n, err := h.Step(t.Context(), start)
		require.NoError(t, err)
		require.Equal(t, want, n)
	}
	t.Run("SVC-002 SVC-004 no file", func(t *testing.T) { step(0) })
	for _, charset := range []oqs.Charset{oqs.UTF8, oqs.ShiftJIS} {
		t.Run("SVC-002 SVC-004 SVC-010 SVC-101 "+string(charset), func(t *testing.T) {
			file, err := oqs.WriteXML(request(with()), charset)
			require.NoError(t, err)
			drop("OQSsiquc01req_202506020001.xml", file)
			step(1)
			answer, got, err := oqs.ReadXML(read("res/OQSsiquc01res_202506020001.xml"))
			require.NoError(t, err)
			require.Equal(t, charset, got)
			require.Equal(t, map[oqs.Charset]string{oqs.UTF8: "0", oqs.ShiftJIS: "1"}[charset], answer.Value("MessageHeader/CharacterCodeIdentifier"))
			require.NoFileExists(t, filepath.Join(dir, "req", "OQSsiquc01req_202506020001.xml"))
			step(0)
		})
	}
	for name, text := range map[string]string{"OQSsihvd01req_202506020001.xml": "<XmlMsg/>", "OQSsiquc01req_202506020009.xml": "no xml"} {
		t.Run("SVC-007 SVC-028 "+name, func(t *testing.T) {
			drop(name, []byte(text))
			step(1)
			require.Equal(t, text, string(read("req/"+strings.TrimSuffix(name, ".xml")+".err")))
			step(0)
		})
	}
	t.Run("SVC-021 a bulk result as ZIP", func(t *testing.T) {
		h.ZIP = true
		file, err := oqs.WriteXML(bulk(search("A-1")), oqs.UTF8)
		require.NoError(t, err)
		drop("OQSmuquc01req_202506020001.xml", file)
		step(1)
		received, _, err := oqs.ReadXML(read("res/OQSmuquc01res_202506020001.xml"))
		require.NoError(t, err)
		file, err = oqs.WriteXML(body(oqs.Leaf("ReceptionNumber", received.Value("MessageHeader/ReceptionNumber"))), oqs.UTF8)
		require.NoError(t, err)
		drop("OQSmuquc02req_202506020002.xml", file)
		step(1)
		packed := read("res/OQSmuquc02res_202506020002.zip")
		archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
		require.NoError(t, err)
		inner, err := archive.File[0].Open()
		require.NoError(t, err)
		text, err := io.ReadAll(inner)
		require.NoError(t, err)
		require.Equal(t, "OQSmuquc02res_202506020002.xml", archive.File[0].Name)
		require.Contains(t, string(text), "佐藤　花子")
	})
	t.Run("SVC-019 a pushed result", func(t *testing.T) {
		name, err := h.Push(answer(), institution, start)
		require.NoError(t, err)
		require.Equal(t, "OQSsiquc01res_face_28112345670010001_20250602090000.xml", name)
		back, _, err := oqs.ReadXML(read("face/" + name))
		require.NoError(t, err)
		require.Equal(t, answer(), back)
	})
	t.Run("a file that is still being written is ignored", func(t *testing.T) {
		drop("OQSsiquc01req_202506020010.xml.partial", []byte("<Xml"))
		step(0)
	})
}

func TestWebAPI(t *testing.T) {
	l := open(t)
	now := start
	server := httptest.NewServer(oqs.NewWebAPI(l.exchange, func(context.Context) (time.Time, error) { return now, nil }))
	defer server.Close()
	post := func(path, token, text string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), "POST", server.URL+path, strings.NewReader(text))
		require.NoError(t, err)
		if token != "" {
			r.Header.Set("Authorization", token)
		}
		response, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		defer response.Body.Close()
		answer, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		return response.StatusCode, string(answer)
	}
	status, text := post(oqs.PathAuth, "", `{"user":"x"}`)
	t.Run("SVC-011 SVC-012 log-in", func(t *testing.T) {
		require.Equal(t, 200, status)
		for _, member := range []string{`"status":"OK"`, `"msg":""`, `"accessToken":"`, `"refreshToken":"`, `"idToken":"`, `"linkSysCharCd":"0"`} {
			require.Contains(t, text, member)
		}
	})
	_, rest, _ := strings.Cut(text, `"idToken":"`)
	token, _, _ := strings.Cut(rest, `"`)
	inquiry, err := oqs.WriteJSON(request(with()))
	require.NoError(t, err)
	t.Run("SVC-013 SVC-014 SVC-015 inquiry", func(t *testing.T) {
		status, text := post(oqs.PathSearch, token, string(inquiry))
		require.Equal(t, 200, status)
		answer, err := oqs.ReadJSON([]byte(text))
		require.NoError(t, err)
		require.Equal(t, "佐藤　花子", answer.Find("MessageBody").Results()[0].Value("Name"))
	})
	for name, sent := range map[string]string{"SVC-014 with the word Bearer": "Bearer " + token, "no token": "", "another token": "x"} {
		t.Run(name, func(t *testing.T) {
			status, _ := post(oqs.PathSearch, sent, string(inquiry))
			require.Equal(t, 401, status)
		})
	}
	t.Run("SVC-015 another body", func(t *testing.T) {
		status, _ := post(oqs.PathSearch, token, `{"MessageHeader":{}}`)
		require.Equal(t, 400, status)
	})
	t.Run("an expired token", func(t *testing.T) {
		now = start.Add(time.Hour)
		status, _ := post(oqs.PathSearch, token, string(inquiry))
		require.Equal(t, 401, status)
	})
	status, _ = post("/other", token, "{}")
	require.Equal(t, 404, status)
}

// TestDialsNobody: the package opens no connections; it uses only the server side of net/http.
func TestDialsNobody(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		t.Run("SVC-016 "+file, func(t *testing.T) {
			for _, word := range []string{"http.Client", "http.Get", "http.Post", "net.Dial", "DefaultClient", "http.NewRequest"} {
				require.NotContains(t, string(text), word)
			}
		})
	}
}
