package mockservice_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/portal"
	"github.com/mynalab/mynalab/mockservice/wire"
)

const (
	omf          = "/v1/portals/omf"
	mailAddress  = "minato@clinic.example"
	portalSecret = "Portal-Test-01"
)

// bureau returns a clinic with the data that are on file about it.
func bureau() control.People {
	return control.People{Facilities: []control.Facility{{Code: "2804440002", Name: "みなと接骨院",
		Accounts: []control.AccountSecret{{ID: "W0000001", Password: "Minato-Test-01", ActivationCode: "402871596034", Waiting: true}},
		File: &control.FacilityFile{Kind: control.KindJudo, Prefecture: "28", Number: "協2804440-0-0", Delegated: true,
			ManagerBirthdate: "19700401", Founder: "港　太郎", Phone: "0780000000", PostNumber: "999-0001", Address: "架空県港市1-1"}}}}
}

// openPortal opens a lab with cheap password hashes, without limits by address, and in which grants can be applied for without
// an end.
func openPortal(t *testing.T, edit ...func(*mockservice.Config)) *lab {
	l := open(t, append(edit, func(c *mockservice.Config) {
		c.Portal.Password = portal.CheapArgon()
		c.Portal.Limits = nil
		c.Portal.Grant.IntakeEnd = time.Time{}
	})...)
	require.NoError(t, l.control.PutPeople(t.Context(), bureau()))
	return l
}

// formEntries returns complete entries of the forms for the clinic of bureau.
func formEntries() map[wire.FormName]map[string]string {
	return map[wire.FormName]map[string]string{
		wire.FormUserRegistration: {"familyName": "基金", "givenName": "太郎", "affiliation": portal.AffiliationJudo, "agreement": "協",
			"judoNumber": "280444000", "phone": "01201234567", "mailAddress": mailAddress, "password": portalSecret,
			"passwordAgain": portalSecret, "terms": portal.Checked},
		wire.FormStart: {"staff": "2", "terminals": "1", "terms": portal.Checked, "checkMethod": portal.CheckOnFile,
			"managerBirthDate": "1970-04-01"},
		wire.FormGrant:       {"deviceKind1": "汎用カードリーダー", "deviceBought1": portal.BoughtNew, "devicePrice1": "3980"},
		wire.FormAddAccounts: {"terminals": "1"},
	}
}

func (l *lab) submits(session string, form wire.FormName, attachments ...string) wire.Receipt {
	var receipt wire.Receipt
	status, problem := l.ask("POST", omf+"/forms/"+string(form), session,
		wire.FormEntry{Values: formEntries()[form], Attachments: attachments}, &receipt)
	require.Equal(l.t, http.StatusCreated, status, "%v %v", problem, problem.Fields)
	return receipt
}

// attaches uploads a file as an attachment.
func (l *lab) attaches(session, content string) (int, wire.Attachment, wire.Problem) {
	request, err := http.NewRequestWithContext(l.t.Context(), "POST", l.url+omf+"/attachments?name="+url.QueryEscape("../受領.pdf"), strings.NewReader(content))
	require.NoError(l.t, err)
	request.Header.Set("Content-Type", "application/octet-stream")
	request.Header.Set("Authorization", "Bearer "+session)
	var kept wire.Attachment
	status, problem := l.exchange(request, &kept)
	return status, kept, problem
}

// enters registers a user, opens the link in the mail and logs in.
func (l *lab) enters() string {
	l.submits("", wire.FormUserRegistration)
	mails, err := l.control.Mails(l.t.Context(), mailAddress)
	require.NoError(l.t, err)
	require.Len(l.t, mails, 1)
	require.Contains(l.t, mails[0].Text, mails[0].Link)
	status, _ := l.ask("POST", omf+"/activations", "", wire.ActivationRequest{Token: mails[0].Token}, nil)
	require.Equal(l.t, http.StatusNoContent, status)
	return l.logsIn()
}

func (l *lab) logsIn() string {
	var session wire.Session
	status, _ := l.ask("POST", omf+"/sessions", "", wire.LoginRequest{MailAddress: mailAddress, Password: portalSecret}, &session)
	require.Equal(l.t, http.StatusCreated, status)
	return session.SessionToken
}

// starts submits 利用開始申請, which is granted, and advances the clock until the settings sheet can be read.
func (l *lab) starts(session string) string {
	receipt := l.submits(session, wire.FormStart)
	require.NoError(l.t, l.control.Review(l.t.Context(), control.Review{ApplicationID: receipt.ApplicationID, Verdict: control.Grant}))
	l.pass(25 * time.Hour)
	return l.logsIn()
}

// setsUp registers a terminal with the secrets in the settings sheet.
func (l *lab) setsUp(session, account string) {
	var sheet wire.AccountSettings
	status, _ := l.ask("GET", omf+"/accounts/"+account+"/settings", session, nil, &sheet)
	require.Equal(l.t, http.StatusOK, status)
	require.Equal(l.t, "402871596034", sheet.ActivationCode, "the account that was put in advance")
	status, _ = l.ask("POST", wire.PathRegistration, "", wire.RegistrationRequest{InstitutionCode: sheet.InstitutionCode,
		AccountID: sheet.AccountID, Password: sheet.Password, ActivationCode: sheet.ActivationCode, Platform: "windows"}, nil)
	require.Equal(l.t, http.StatusCreated, status, "INI-02, INI-08")
}

// claims submits 助成金交付申請, which is granted.
func (l *lab) claims(session string) wire.Receipt {
	var files []string
	for range 3 {
		status, kept, _ := l.attaches(session, "%PDF-1.7\n")
		require.Equal(l.t, http.StatusCreated, status)
		files = append(files, kept.AttachmentID)
	}
	claim := l.submits(session, wire.FormGrant, files...)
	require.NoError(l.t, l.control.Review(l.t.Context(), control.Review{ApplicationID: claim.ApplicationID, Verdict: control.Grant}))
	return claim
}

// Every operation of the portals, in one sequence from user registration to the grant letter (APP-42, APP-71, SUB-07).
func TestTheWayThroughAPortal(t *testing.T) {
	l := openPortal(t)
	ok := func(status int, problem wire.Problem) { require.Equal(t, http.StatusOK, status, "%v", problem) }
	var home wire.PortalHome
	ok(l.ask("GET", omf, "", nil, &home))
	require.NotEmpty(t, home.Tiles)
	var view wire.FormView
	ok(l.ask("GET", omf+"/forms/user-registration", "", nil, &view))
	require.NotEmpty(t, view.Missing, "REG-26")
	ok(l.ask("POST", omf+"/forms/user-registration/preview", "", wire.FormEntry{Values: formEntries()[wire.FormUserRegistration]}, &view))
	require.Empty(t, view.Missing)
	session := l.enters()
	var menu wire.PortalMenu
	ok(l.ask("GET", omf+"/menu", session, nil, &menu))
	require.Len(t, menu.Items, 10, "APP-69")
	ok(l.ask("POST", omf+"/facility-check", session, wire.FormEntry{Values: formEntries()[wire.FormStart]}, &wire.FacilityConfirmation{}))
	session = l.starts(session)
	var accounts []wire.PortalAccount
	ok(l.ask("GET", omf+"/accounts", session, nil, &accounts))
	require.Len(t, accounts, 1)
	l.setsUp(session, accounts[0].AccountID)
	claim := l.claims(session)
	var letter wire.GrantLetter
	ok(l.ask("GET", omf+"/grant-letter", session, nil, &letter))
	require.Equal(t, claim.ApplicationID, letter.ApplicationID, "SUB-08")
	var list []wire.ApplicationStatus
	ok(l.ask("GET", omf+"/applications", session, nil, &list))
	require.Len(t, list, 2, "APP-51")
	status, _ := l.ask("DELETE", omf+"/sessions", session, nil, nil)
	require.Equal(t, http.StatusNoContent, status)
}

func TestWhatAPortalRefuses(t *testing.T) {
	l := openPortal(t)
	session := l.enters()
	t.Run("REG-16 a field, its rule and its source", func(t *testing.T) {
		values := formEntries()[wire.FormUserRegistration]
		values["phone"] = "0120-123-4567"
		status, problem := l.ask("POST", omf+"/forms/user-registration", "", wire.FormEntry{Values: values}, nil)
		require.Equal(t, http.StatusUnprocessableEntity, status)
		require.Len(t, problem.Fields, 1)
		require.Equal(t, "phone", problem.Fields[0].Field)
		require.NotEmpty(t, problem.Fields[0].Rule)
		require.NotEmpty(t, problem.Fields[0].Source)
	})
	t.Run("APP-22 another kind of file", func(t *testing.T) {
		status, _, problem := l.attaches(session, "\xff\xd8\xff\xe0 JFIF")
		require.Equal(t, http.StatusUnsupportedMediaType, status)
		require.Equal(t, wire.CodeAttachmentKind, problem.Code)
	})
	for _, c := range []struct {
		name, method, path, session string
		body                        any
		code                        wire.Code
	}{
		{"APP-02 the list, logged out", "GET", "/menu", "", nil, wire.CodeNotLoggedIn},
		{"APP-01 a form, logged out", "GET", "/forms/start", "", nil, wire.CodeNotLoggedIn},
		{"a terminal's token", "GET", "/applications", l.register(), nil, wire.CodeNotLoggedIn},
		{"the login is checked before the body", "POST", "/facility-check", "", "x", wire.CodeNotLoggedIn},
		{"REG-30 another link", "POST", "/activations", "", wire.ActivationRequest{Token: "x"}, wire.CodeLinkDead},
		{"another password", "POST", "/sessions", "", wire.LoginRequest{MailAddress: mailAddress, Password: "x"}, wire.CodeLoginRefused},
		{"SUB-08 no letter yet", "GET", "/grant-letter", session, nil, wire.CodeApplicationState},
		{"another facility's account", "GET", "/accounts/W9999999/settings", session, nil, wire.CodeNotFound},
		{"an unknown form", "GET", "/forms/holiday", session, nil, wire.CodeUnknownPath},
		{"an unknown portal", "GET", "/v1/portals/abc/menu", session, nil, wire.CodeUnknownPath},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.HasPrefix(c.path, "/v1") {
				c.path = omf + c.path
			}
			_, problem := l.ask(c.method, c.path, c.session, c.body, nil)
			require.Equal(t, c.code, problem.Code)
		})
	}
}
