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

// start is 2025-06-02 09:00 (a Monday) in Japan, the start of world time.
var start = time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)

// The facilities of the lab, one of each kind.
const (
	judo    = "2804440002"
	ahaki   = "2804441000"
	checkup = "2820123456"
	medical = "4810000001"
	insurer = "4890000061"
)

const password = "Portal-Test-01"

// lab is a backend over an empty store with some facilities on file, and a clock.
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

// openOver returns a lab over an empty store.
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

// draw returns bytes that depend only on the purpose and on how many draws it had.
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

// pass moves the clock forward.
func (l *lab) pass(d time.Duration) { l.now = l.now.Add(d) }

func (l *lab) visit(site, token string) portal.Visit {
	return portal.Visit{Portal: site, Token: token, From: "127.0.0.1", Now: l.now}
}

// applicant returns the values of a complete registration for a facility.
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

// siteOf returns the portal that serves a facility.
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

// mails returns the mails to an address, oldest first.
func (l *lab) mails(to string) []portal.Mail {
	list, err := l.backend.Mailbox(l.t.Context(), to, l.visit("", ""))
	require.NoError(l.t, err)
	return list
}

// register submits a registration and returns the token of the link in its mail.
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

// registerAndLogIn registers, opens the link and logs in. It returns the session.
func (l *lab) registerAndLogIn(code string) string {
	token := l.register(code)
	require.NoError(l.t, l.backend.Activate(l.t.Context(), l.visit(siteOf(code), ""), token))
	return l.login(code)
}

// startValues returns the values of a complete 利用開始申請 for a facility.
func startValues(code string) map[string]string {
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

// submitStart does what registerAndLogIn does, and submits 利用開始申請.
func (l *lab) submitStart(code string) string {
	session := l.registerAndLogIn(code)
	var files []string
	if code == medical {
		files = []string{l.attach(code, session, "機関届.pdf", pdf).AttachmentID}
	}
	_, err := l.submit(siteOf(code), session, portal.FormStart, startValues(code), files...)
	require.NoError(l.t, err)
	return session
}

// started does what submitStart does, waits until the settings sheet can be read, and logs in again.
func (l *lab) started(code string) string {
	l.submitStart(code)
	l.pass(9 * 24 * time.Hour)
	return l.login(code)
}

// problem requires that err is a refusal with a code, and returns it.
func problem(t require.TestingT, err error, code wire.Code) wire.Problem {
	var p wire.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, code, p.Code)
	return p
}

// refusals requires that fields were refused, and returns the names of the rules that refused, by field.
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
