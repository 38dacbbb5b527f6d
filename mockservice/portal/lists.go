package portal

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// The kinds of audit record about downloads.
const (
	AuditSettings = "portal-settings"
	AuditLetter   = "portal-grant-letter"
)

// The titles of the documents that can be downloaded. The sources spell the sheet in two ways (APP-73).
const (
	TitleSettings = "マイナ資格確認アプリユーザ設定情報"
	TitleLetter   = "交付決定通知書"
)

// Applications returns 資格確認アカウント申請状況: all applications of the facility, oldest first. The state of each is derived from
// facts and the time (APP-51).
func (bk *Backend) Applications(ctx context.Context, v Visit) ([]wire.ApplicationStatus, error) {
	logged, err := bk.Session(ctx, v)
	if err != nil {
		return nil, err
	}
	rows, err := bk.rows.ApplicationsOf(ctx, logged.Facility.Code)
	if err != nil {
		return nil, fmt.Errorf("reading applications: %w", err)
	}
	colocations, err := bk.rows.ColocationList(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading colocations: %w", err)
	}
	list := []wire.ApplicationStatus{}
	for _, a := range rows {
		status := bk.status(a, v)
		if a.Form == FormColocation && status.State == wire.ApplicationCompleted && !stillHolds(a, colocations, v.Now) {
			status.State, status.StateLabel = wire.ApplicationCancelled, "取消済み"
		}
		list = append(list, status)
	}
	introduced, err := bk.introducedBy(ctx, logged.Facility.Code, colocations, v)
	return append(list, introduced...), err
}

// stillHolds reports whether what an application declared is still valid (DUT-11).
func stillHolds(a store.Application, colocations []store.Colocation, now time.Time) bool {
	return slices.ContainsFunc(colocations, func(l store.Colocation) bool {
		return l.Subordinate == a.Values["subordinate"] && l.Main == a.InstitutionCode && l.DeclaredAt.Equal(a.ReviewedAt) &&
			inForce(l, &FormState{Now: now})
	})
}

// introducedBy returns, for a subordinate clinic, the declaration of its main clinic through which it counts as having introduced
// the eligibility check (DUT-08), as its own list shows it.
func (bk *Backend) introducedBy(ctx context.Context, code string, colocations []store.Colocation, v Visit) ([]wire.ApplicationStatus, error) {
	var list []wire.ApplicationStatus
	for _, l := range colocations {
		if l.Subordinate != code || !inForce(l, &FormState{Now: v.Now}) {
			continue
		}
		rows, err := bk.rows.ApplicationsOf(ctx, l.Main)
		if err != nil {
			return nil, fmt.Errorf("reading applications: %w", err)
		}
		for _, a := range rows {
			if a.Form == FormColocation && a.Values["subordinate"] == code && stillHolds(a, colocations, v.Now) {
				status := bk.status(a, v)
				status.StateLabel = "導入済み（併設申告による）"
				list = append(list, status)
			}
		}
	}
	return list, nil
}

// status returns the state of an application at the time of the visit.
func (bk *Backend) status(a store.Application, v Visit) wire.ApplicationStatus {
	form, _ := bk.rules.form(a.Portal, a.Form)
	s := wire.ApplicationStatus{ApplicationID: a.ID, Form: wire.FormName(a.Form), Label: form.Title, AcceptedAt: a.At,
		State: wire.ApplicationAccepted, StateLabel: "審査中"}
	for _, key := range a.Accounts {
		s.Accounts = append(s.Accounts, key.ID)
	}
	if v.Now.Before(a.ReviewedAt) {
		return s
	}
	decided := a.ReviewedAt
	s.DecidedAt = &decided
	s.State, s.StateLabel = wire.ApplicationCompleted, "完了"
	if a.Refusal != "" {
		s.State, s.StateLabel, s.Reason = wire.ApplicationRefused, "却下", a.Refusal
		s.Accounts = nil
	}
	return s
}

// stateLabels are the states of accounts as 資格確認アカウント管理 shows them (ours).
func stateLabels() map[account.State]string {
	return map[account.State]string{account.Applied: "審査中", account.Issued: "発行済み", account.Bound: "登録済み",
		account.Cooldown: "デバイス登録解除済み", account.Orphaned: "使用不可", account.Cancelled: "解除済み"}
}

// AccountList returns 資格確認アカウント管理 (APP-39, INI-08, SVC-118): all accounts of the facility that were applied for.
func (bk *Backend) AccountList(ctx context.Context, v Visit) ([]wire.PortalAccount, error) {
	logged, err := bk.Session(ctx, v)
	if err != nil {
		return nil, err
	}
	accounts, err := bk.accountsOf(ctx, logged.Facility.Code, v)
	if err != nil {
		return nil, err
	}
	list := []wire.PortalAccount{}
	for _, a := range accounts {
		list = append(list, wire.PortalAccount{AccountID: a.Key.ID, State: string(a.State), StateLabel: stateLabels()[a.State],
			Settings: a.readable()})
	}
	return list, nil
}

// readable reports whether the settings sheet of an account can be read: from its issue (APP-76) until it is cancelled.
func (a Account) readable() bool { return a.State != account.Applied && a.State != account.Cancelled }

// Settings returns the マイナ資格確認アプリユーザ設定情報 of an account (APP-39, APP-40, APP-76, SVC-118, SVC-203).
func (bk *Backend) Settings(ctx context.Context, v Visit, accountID string) (wire.AccountSettings, error) {
	logged, err := bk.Session(ctx, v)
	if err != nil {
		return wire.AccountSettings{}, err
	}
	sheet, key, err := bk.sheet(ctx, v, logged.Facility, accountID)
	return sheet, bk.audit(ctx, AuditSettings, key, err, v.Now)
}

// sheet returns the sheet, and the account for the audit record. The record never names an id that was only typed: until the
// account is found, it names just the facility.
func (bk *Backend) sheet(ctx context.Context, v Visit, f store.Facility, accountID string) (wire.AccountSettings, store.AccountKey, error) {
	key := store.AccountKey{InstitutionCode: f.Code}
	accounts, err := bk.accountsOf(ctx, f.Code, v)
	if err != nil {
		return wire.AccountSettings{}, key, err
	}
	i := slices.IndexFunc(accounts, func(a Account) bool { return a.Key.ID == accountID })
	if i < 0 {
		return wire.AccountSettings{}, key, refuse(wire.CodeNotFound)
	}
	key = accounts[i].Key
	if !accounts[i].readable() {
		return wire.AccountSettings{}, key, refuse(wire.CodeApplicationState)
	}
	secret, err := bk.rows.AccountSecret(ctx, key)
	if errors.Is(err, store.ErrNotFound) {
		err = refuse(wire.CodeNotFound) // an account that was added with digests only
	}
	if err != nil {
		return wire.AccountSettings{}, key, err
	}
	return wire.AccountSettings{Title: TitleSettings, InstitutionCode: f.Code, InstitutionName: f.Name, AccountID: key.ID,
		Password: secret.Password, ActivationCode: secret.ActivationCode}, key, nil
}

// Letter returns 交付決定通知書, once the grant was decided (SUB-08, SVC-210).
func (bk *Backend) Letter(ctx context.Context, v Visit) (wire.GrantLetter, error) {
	logged, err := bk.Session(ctx, v)
	if err != nil {
		return wire.GrantLetter{}, err
	}
	letter, err := bk.letter(ctx, v, logged.Facility)
	return letter, bk.audit(ctx, AuditLetter, store.AccountKey{InstitutionCode: logged.Facility.Code}, err, v.Now)
}

// letter returns the letter about the facility's grant, if a review has granted it.
func (bk *Backend) letter(ctx context.Context, v Visit, f store.Facility) (wire.GrantLetter, error) {
	if _, ok := bk.rules.form(v.Portal, FormGrant); !ok {
		return wire.GrantLetter{}, refuse(wire.CodeNotFound) // csm has no grant (APP-70)
	}
	rows, err := bk.rows.ApplicationsOf(ctx, f.Code)
	if err != nil {
		return wire.GrantLetter{}, fmt.Errorf("reading applications: %w", err)
	}
	c := &FormState{Now: v.Now, Applications: rows}
	a, ok := c.granted(FormGrant)
	if !ok {
		return wire.GrantLetter{}, refuse(wire.CodeApplicationState)
	}
	amount, err := strconv.Atoi(a.Values["amount"])
	return wire.GrantLetter{Title: TitleLetter, ApplicationID: a.ID, InstitutionCode: f.Code, InstitutionName: f.Name,
		Amount: amount, DecidedAt: a.ReviewedAt}, err
}
