package mockservice

import (
	"errors"
	"net/http"

	"github.com/mynalab/mynalab/mockservice/account"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/store"
)

// listAccounts is 資格確認アカウント管理: every account with the state that it has now (SVC-118).
func (s *Service) listAccounts(r *http.Request) (int, any, error) {
	now, err := s.now(r.Context())
	if err != nil {
		return 0, nil, err
	}
	rows, err := s.cfg.Store.AccountList(r.Context())
	if err != nil {
		return 0, nil, err
	}
	list := make([]control.Account, 0, len(rows))
	for _, row := range rows {
		state, err := s.accounts.State(row, now)
		if err != nil {
			return 0, nil, err
		}
		list = append(list, control.Account{InstitutionCode: row.Key.InstitutionCode, AccountID: row.Key.ID,
			State: string(state)})
	}
	return http.StatusOK, list, nil
}

// decide is a decision of the reviewers (SVC-117, SVC-126, SVC-127).
func (s *Service) decide(r *http.Request) (int, any, error) {
	request, err := read[control.AccountDecision](r)
	if err != nil {
		return 0, nil, err
	}
	now, err := s.now(r.Context())
	if err != nil {
		return 0, nil, err
	}
	key := store.AccountKey{InstitutionCode: request.InstitutionCode, ID: request.AccountID}
	err = s.accounts.Decide(r.Context(), key, account.Event(request.Decision), now)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil, malformed("accountId: there is no such account; put its facility first")
	}
	return http.StatusNoContent, nil, err
}

// history is every audit record, oldest first (SVC-296).
func (s *Service) history(r *http.Request) (int, any, error) {
	rows, err := s.cfg.Store.AuditList(r.Context())
	if err != nil {
		return 0, nil, err
	}
	list := make([]control.AuditRecord, 0, len(rows))
	for _, row := range rows {
		list = append(list, control.AuditRecord{At: row.At, What: row.What, InstitutionCode: row.Account.InstitutionCode,
			AccountID: row.Account.ID, Result: row.Result, FailedStep: row.FailedStep})
	}
	return http.StatusOK, list, nil
}
