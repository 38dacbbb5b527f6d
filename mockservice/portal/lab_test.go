package portal_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// start is Monday 2025-06-02 09:00 in Japan.
var start = time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)

// The facilities of the lab: one of each kind.
const (
	judo    = "2804440002"
	ahaki   = "2804441000"
	checkup = "2820123456"
	medical = "4810000001"
	insurer = "4890000061"
)

const password = "Portal-Test-01"

// lab is a backend over an empty store with the facilities on file, and a clock.
type lab struct {
	t       *testing.T
	rows    store.Store
	rules   portal.Rules
	backend *portal.Backend
	now     time.Time
	mu      sync.Mutex
	draws   map[string]int
}

func open(t *testing.T, edits ...func(*portal.Rules)) *lab {
	return openOver(t, store.NewMemory(), edits...)
}

// openOver is a lab over any empty store.
func openOver(t *testing.T, rows store.Store, edits ...func(*portal.Rules)) *lab {
	l := &lab{t: t, rows: rows, rules: portal.DefaultRules(), now: start, draws: map[string]int{}}
	l.rules.Password = portal.CheapArgon()
	for _, edit := range edits {
		edit(&l.rules)
	}
	l.backend = portal.New(l.rows, account.New(l.rows, account.DefaultRules()), portal.DiscardFiles{}, l.draw, l.rules)
	for _, f := range facilities() {
		require.NoError(t, l.rows.PutFacility(t.Context(), f))
	}
	return l
}

func facilities() []store.Facility {
	return []store.Facility{
		{Code: judo, Name: "みなと接骨院", Kind: portal.KindJudo, Prefecture: "28", Number: "協2804440-0-0", Delegated: true,
			ManagerBirthdate: "19700401", Founder: "港　太郎", Phone: "078-000-0000", PostNumber: "999-0001", Address: "架空県港市1-1"},
		{Code: ahaki, Name: "さくら鍼灸院", Kind: portal.KindAhaki, Prefecture: "28", Number: "契2804441-0-0", Delegated: true,
			ManagerBirthdate: "19691231"},
		{Code: checkup, Name: "架空健診センター", Kind: portal.KindCheckup, Prefecture: "28", BankAccount: "0123456"},
		{Code: medical, Name: "動作確認_医科 (基金及び運用保守用)", Kind: portal.KindMedical, Prefecture: "48", Founder: "開設者 (漢字)",
			Phone: "000-000-0000", PostNumber: "000-0000", Address: "所在地 (漢字)"},
		{Code: insurer, Name: "架空健康保険組合", Kind: portal.KindInsurer, Prefecture: "48", OnlineCode: insurer},
		{Code: "2810000005", Name: "架空医院", Kind: portal.KindMedical, Prefecture: "28"},
	}
}

// draw follows from purpose and number alone.
func (l *lab) draw(_ context.Context, purpose string, n int) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []byte
	for len(out) < n {
		sum := sha256.Sum256(fmt.Append(nil, purpose, l.draws[purpose]))
		l.draws[purpose]++
		out = append(out, sum[:]...)
	}
	return out[:n], nil
}

func (l *lab) pass(d time.Duration) { l.now = l.now.Add(d) }

func (l *lab) visit(site, token string) portal.Visit {
	return portal.Visit{Portal: site, Token: token, From: "127.0.0.1", Now: l.now}
}

// applicant are values of a registration that is complete, for a facility.
func applicant(code string) map[string]string {
	v := map[string]string{"familyName": "基金", "givenName": "太郎", "phone": "01201234567", "mailAddress": code + "@clinic.example",
		"password": password, "passwordAgain": password, "terms": portal.Checked}
	switch code {
	case judo:
		v["affiliation"], v["agreement"], v["judoNumber"] = portal.AffiliationJudo, "協", "280444000"
	case ahaki:
		v["affiliation"], v["agreement"], v["ahakiNumber"] = portal.AffiliationAhaki, "契", "280444100"
	case medical:
		v["prefecture"], v["code7"] = "テスト用", "0000001"
	case insurer:
		v["affiliation"], v["prefecture"], v["code7"] = portal.AffiliationHealth, "テスト用", "0000061"
	default:
		v["affiliation"], v["prefecture"], v["code7"] = portal.AffiliationHealth, "兵庫県", code[3:]
	}
	return v
}

func siteOf(code string) string {
	if code == medical {
		return portal.CSM
	}
	return portal.OMF
}

func entry(values map[string]string, attachments ...string) wire.FormEntry {
	return wire.FormEntry{Values: values, Attachments: attachments}
}

func (l *lab) submit(site, token, form string, values map[string]string, attachments ...string) (wire.Receipt, error) {
	return l.backend.Submit(l.t.Context(), l.visit(site, token), form, entry(values, attachments...))
}

// mails are those to an address, oldest first.
func (l *lab) mails(to string) []portal.Mail {
	list, err := l.backend.Mailbox(l.t.Context(), to, l.visit("", ""))
	require.NoError(l.t, err)
	return list
}

// register goes as far as the mail, and answers with the token of its link.
func (l *lab) register(code string) string {
	_, err := l.submit(siteOf(code), "", portal.FormUser, applicant(code))
	require.NoError(l.t, err)
	list := l.mails(code + "@clinic.example")
	require.NotEmpty(l.t, list)
	last := list[len(list)-1]
	require.Equal(l.t, portal.LetterActivation, last.Name)
	require.NotEmpty(l.t, last.Token)
	return last.Token
}

func (l *lab) login(code string) string {
	s, err := l.backend.Login(l.t.Context(), l.visit(siteOf(code), ""), code+"@clinic.example", password)
	require.NoError(l.t, err)
	return s.SessionToken
}

// enter registers, activates and logs in.
func (l *lab) enter(code string) string {
	token := l.register(code)
	require.NoError(l.t, l.backend.Activate(l.t.Context(), l.visit(siteOf(code), ""), token))
	return l.login(code)
}

// starting are values of 利用開始申請 that is complete, for a facility.
func starting(code string) map[string]string {
	v := map[string]string{"staff": "2", "terminals": "3", "terms": portal.Checked, "checkMethod": portal.CheckOnFile}
	switch code {
	case judo:
		v["managerBirthDate"] = "1970-04-01"
	case ahaki:
		v["managerBirthDate"] = "1969-12-31"
	case checkup:
		v["bankAccount"] = "0123456"
	default:
		delete(v, "checkMethod")
	}
	return v
}

func (l *lab) attach(code, session, name, content string) wire.Attachment {
	a, err := l.backend.Attach(l.t.Context(), l.visit(siteOf(code), session), name, strings.NewReader(content))
	require.NoError(l.t, err)
	return a
}

const pdf = "%PDF-1.7\n"

// begin enters and hands in 利用開始申請.
func (l *lab) begin(code string) string {
	session := l.enter(code)
	var files []string
	if code == medical {
		files = []string{l.attach(code, session, "機関届.pdf", pdf).AttachmentID}
	}
	_, err := l.submit(siteOf(code), session, portal.FormStart, starting(code), files...)
	require.NoError(l.t, err)
	return session
}

// started waits for the settings sheet, too, and logs in again.
func (l *lab) started(code string) string {
	l.begin(code)
	l.pass(9 * 24 * time.Hour)
	return l.login(code)
}

// problem wants a refusal with a code.
func problem(t require.TestingT, err error, code wire.Code) wire.Problem {
	var p wire.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, code, p.Code)
	return p
}

// rules are the names of the rules that refused, by field.
func refusals(t require.TestingT, err error) map[string][]string {
	p := problem(t, err, wire.CodeFieldRefused)
	got := map[string][]string{}
	for _, f := range p.Fields {
		require.NotEmpty(t, f.Label)
		require.NotEmpty(t, f.Source)
		require.NotEmpty(t, f.MessageJA)
		require.NotEmpty(t, f.MessageEN)
		got[f.Field] = append(got[f.Field], f.Rule)
	}
	return got
}
