package portal

import (
	"context"
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// Look reads a form for an entry, with the facts as they are now. Nothing is kept. All but ユーザー登録 need a session
// (APP-01).
func (d *Desk) Look(ctx context.Context, v Visit, name string, entry wire.FormEntry) (Evaluation, error) {
	e, _, err := d.look(ctx, v, name, entry)
	return e, err
}

func (d *Desk) look(ctx context.Context, v Visit, name string, entry wire.FormEntry) (Evaluation, *Case, error) {
	if _, err := d.site(v); err != nil {
		return Evaluation{}, nil, err
	}
	form, ok := d.rules.form(v.Portal, name)
	if !ok {
		return Evaluation{}, nil, refuse(wire.CodeNotFound)
	}
	c := &Case{Rules: &d.rules, Portal: v.Portal, Now: v.Now, Values: entry.Values, Attachments: entry.Attachments}
	var err error
	if name == FormUser {
		err = d.nameFacility(ctx, c)
	} else {
		err = d.factsOf(ctx, v, c)
	}
	if err != nil {
		return Evaluation{}, nil, err
	}
	return Evaluate(form, c), c, nil
}

// nameFacility finds the facility that a registration's values name.
func (d *Desk) nameFacility(ctx context.Context, c *Case) (err error) {
	if c.Portal == OMF && c.Values["affiliation"] != AffiliationHealth {
		c.Facility, err = found(d.rows.FacilityByNumber(ctx, clinicNumber(c.Values)))
		return err
	}
	if c.Facility, err = d.bySevenDigits(ctx, c, c.Portal); err == nil && c.Portal == OMF {
		c.Elsewhere, err = d.bySevenDigits(ctx, c, CSM)
	}
	return err
}

// bySevenDigits finds the facility of prefecture and 7 digits under the digits that a portal knows.
func (d *Desk) bySevenDigits(ctx context.Context, c *Case, portal string) (store.Facility, error) {
	for _, digit := range d.rules.digits(portal) {
		code := codeWith(digit, c.Values)
		if code == "" {
			continue
		}
		if f, err := found(d.rows.Facility(ctx, code)); err != nil || f.Code != "" {
			return f, err
		}
	}
	return store.Facility{}, nil
}

// found makes nothing of a row that isn't there.
func found(f store.Facility, err error) (store.Facility, error) {
	if errors.Is(err, store.ErrNotFound) {
		return store.Facility{}, nil
	}
	return f, err
}

// factsOf fills a case with the facts of the facility that is logged in.
func (d *Desk) factsOf(ctx context.Context, v Visit, c *Case) error {
	logged, err := d.Session(ctx, v)
	if err != nil {
		return err
	}
	c.User, c.Facility = logged.User, logged.Facility
	if c.Accounts, err = d.accountsOf(ctx, c.Facility.Code, v); err != nil {
		return err
	}
	if c.Applications, err = d.rows.ApplicationsOf(ctx, c.Facility.Code); err != nil {
		return fmt.Errorf("reading applications: %w", err)
	}
	if c.Colocations, err = d.rows.ColocationList(ctx); err != nil {
		return fmt.Errorf("reading colocations: %w", err)
	}
	c.Subordinate, err = found(d.rows.FacilityByNumber(ctx, readNumber(c.Values["subordinateNumber"])))
	if err != nil {
		return fmt.Errorf("reading a facility: %w", err)
	}
	return d.filesOf(ctx, c)
}

// accountsOf are the accounts of a facility that were applied for, as they stand now.
func (d *Desk) accountsOf(ctx context.Context, code string, v Visit) ([]Account, error) {
	rows, err := d.rows.AccountsOf(ctx, code)
	if err != nil {
		return nil, fmt.Errorf("reading accounts: %w", err)
	}
	var list []Account
	for _, row := range rows {
		if row.IssuedAt.IsZero() && row.CancelledAt.IsZero() {
			continue
		}
		state, err := d.accounts.State(row, v.Now)
		if err != nil {
			return nil, err
		}
		list = append(list, Account{row, state})
	}
	return list, nil
}

// filesOf finds the attachments that an entry names, those of the facility only.
func (d *Desk) filesOf(ctx context.Context, c *Case) error {
	c.Files = map[string]store.Attachment{}
	ids := append([]string{}, c.Attachments...)
	for _, value := range c.Values {
		ids = append(ids, value)
	}
	for _, id := range ids {
		if !isID(id) {
			continue
		}
		file, err := d.rows.Attachment(ctx, id)
		switch {
		case err == nil && file.InstitutionCode == c.Facility.Code && file.Portal == c.Portal:
			c.Files[id] = file
		case err != nil && !errors.Is(err, store.ErrNotFound):
			return fmt.Errorf("reading an attachment: %w", err)
		}
	}
	return nil
}

// isID says whether a text has the form of a drawn id.
func isID(text string) bool { return len(text) == 2*idSize && matches("[0-9a-f]+")(nil, text) }
