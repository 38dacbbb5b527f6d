package portal

import (
	"context"
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// EvaluateForm evaluates a form for an entry, with the present facts. It stores nothing. All forms but ユーザー登録 need a session
// (APP-01).
func (bk *Backend) EvaluateForm(ctx context.Context, v Visit, name string, entry wire.FormEntry) (Evaluation, error) {
	e, _, err := bk.evaluateForm(ctx, v, name, entry)
	return e, err
}

// evaluateForm also returns the state of the form. The state is nil if there is no such form or nobody is logged in.
func (bk *Backend) evaluateForm(ctx context.Context, v Visit, name string, entry wire.FormEntry) (Evaluation, *FormState, error) {
	if _, err := bk.site(v); err != nil {
		return Evaluation{}, nil, err
	}
	form, ok := bk.rules.form(v.Portal, name)
	if !ok {
		return Evaluation{}, nil, refuse(wire.CodeNotFound)
	}
	c := &FormState{Rules: &bk.rules, Portal: v.Portal, Now: v.Now, Values: entry.Values, Attachments: entry.Attachments}
	var err error
	if name == FormUser {
		err = bk.findNamedFacility(ctx, c)
	} else {
		err = bk.loadFacts(ctx, v, c)
	}
	if err != nil {
		return Evaluation{}, nil, err
	}
	return Evaluate(form, c), c, nil
}

// findNamedFacility finds the facility that the values of a registration name.
func (bk *Backend) findNamedFacility(ctx context.Context, c *FormState) (err error) {
	if c.Portal == OMF && c.Values["affiliation"] != AffiliationHealth {
		c.Facility, err = orZero(bk.rows.FacilityByNumber(ctx, clinicNumber(c.Values)))
		return err
	}
	if c.Facility, err = bk.bySevenDigits(ctx, c, c.Portal); err == nil && c.Portal == OMF {
		c.Elsewhere, err = bk.bySevenDigits(ctx, c, CSM)
	}
	return err
}

// bySevenDigits finds the facility by prefecture and 7 digits, trying each digit that a portal has between them.
func (bk *Backend) bySevenDigits(ctx context.Context, c *FormState, portal string) (store.Facility, error) {
	for _, digit := range bk.rules.digits(portal) {
		code := codeWith(digit, c.Values)
		if code == "" {
			continue
		}
		if f, err := orZero(bk.rows.Facility(ctx, code)); err != nil || f.Code != "" {
			return f, err
		}
	}
	return store.Facility{}, nil
}

// orZero returns the zero facility, without an error, if a row doesn't exist.
func orZero(f store.Facility, err error) (store.Facility, error) {
	if errors.Is(err, store.ErrNotFound) {
		return store.Facility{}, nil
	}
	return f, err
}

// loadFacts loads the facts about the facility that is logged in.
func (bk *Backend) loadFacts(ctx context.Context, v Visit, c *FormState) error {
	logged, err := bk.Session(ctx, v)
	if err != nil {
		return err
	}
	c.User, c.Facility = logged.User, logged.Facility
	if c.Accounts, err = bk.accountsOf(ctx, c.Facility.Code, v); err != nil {
		return err
	}
	if c.Applications, err = bk.rows.ApplicationsOf(ctx, c.Facility.Code); err != nil {
		return fmt.Errorf("reading applications: %w", err)
	}
	if c.Colocations, err = bk.rows.ColocationList(ctx); err != nil {
		return fmt.Errorf("reading colocations: %w", err)
	}
	c.Subordinate, err = orZero(bk.rows.FacilityByNumber(ctx, readNumber(c.Values["subordinateNumber"])))
	if err != nil {
		return fmt.Errorf("reading a facility: %w", err)
	}
	return bk.loadFiles(ctx, c)
}

// accountsOf returns the accounts of a facility that were applied for, in their present state.
func (bk *Backend) accountsOf(ctx context.Context, code string, v Visit) ([]Account, error) {
	rows, err := bk.rows.AccountsOf(ctx, code)
	if err != nil {
		return nil, fmt.Errorf("reading accounts: %w", err)
	}
	var list []Account
	for _, row := range rows {
		if row.IssuedAt.IsZero() && row.CancelledAt.IsZero() {
			continue
		}
		state, err := bk.accounts.State(row, v.Now)
		if err != nil {
			return nil, err
		}
		list = append(list, Account{row, state})
	}
	return list, nil
}

// loadFiles loads the attachments that an entry names, if they belong to the facility and the portal.
func (bk *Backend) loadFiles(ctx context.Context, c *FormState) error {
	c.Files = map[string]store.Attachment{}
	ids := append([]string{}, c.Attachments...)
	for _, value := range c.Values {
		ids = append(ids, value)
	}
	for _, id := range ids {
		if !isID(id) {
			continue
		}
		file, err := bk.rows.Attachment(ctx, id)
		switch {
		case err == nil && file.InstitutionCode == c.Facility.Code && file.Portal == c.Portal:
			c.Files[id] = file
		case err != nil && !errors.Is(err, store.ErrNotFound):
			return fmt.Errorf("reading an attachment: %w", err)
		}
	}
	return nil
}

// isID reports whether a text has the form of an id that drawID makes.
func isID(text string) bool { return len(text) == 2*idSize && matches("[0-9a-f]+")(nil, text) }
