package mockservice

import (
	"context"
	"errors"

	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/store"
)

// ListAccounts returns 資格確認アカウント管理: every account with its present state (SVC-118).
func (s controlAPI) ListAccounts(ctx context.Context, _ control.ListAccountsRequestObject) (control.ListAccountsResponseObject, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := s.cfg.Store.AccountList(ctx)
	if err != nil {
		return nil, err
	}
	list := make(control.ListAccounts200JSONResponse, 0, len(rows))
	for _, row := range rows {
		state, err := s.accounts.State(row, now)
		if err != nil {
			return nil, err
		}
		list = append(list, control.Account{InstitutionCode: row.Key.InstitutionCode, AccountID: row.Key.ID,
			State: string(state)})
	}
	return list, nil
}

// Decide applies a decision of the reviewers (SVC-117, SVC-126, SVC-127).
func (s controlAPI) Decide(ctx context.Context, r control.DecideRequestObject) (control.DecideResponseObject, error) {
	now, err := s.now(ctx)
	if err != nil {
		return nil, err
	}
	key := store.AccountKey{InstitutionCode: r.Body.InstitutionCode, ID: r.Body.AccountID}
	err = s.accounts.Decide(ctx, key, account.Event(r.Body.Decision), now)
	if errors.Is(err, store.ErrNotFound) {
		return nil, malformed("accountId: the account does not exist; put its facility first")
	}
	return control.Decide204Response{}, err
}

// ListHistory returns every audit record, oldest first (SVC-296).
func (s controlAPI) ListHistory(ctx context.Context, _ control.ListHistoryRequestObject) (control.ListHistoryResponseObject, error) {
	rows, err := s.cfg.Store.AuditList(ctx)
	if err != nil {
		return nil, err
	}
	list := make(control.ListHistory200JSONResponse, 0, len(rows))
	for _, row := range rows {
		list = append(list, control.AuditRecord{At: row.At, What: row.What, InstitutionCode: row.Account.InstitutionCode,
			AccountID: row.Account.ID, Result: row.Result, FailedStep: row.FailedStep})
	}
	return list, nil
}
