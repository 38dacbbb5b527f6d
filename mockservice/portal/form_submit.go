package portal

import (
	"context"
	"errors"
	"fmt"

	"github.com/mynalab/mynalab/mockservice/store"
	"github.com/mynalab/mynalab/mockservice/wire"
)

// auditForm is the beginning of the kind of an audit record about a form; the form's name follows.
const auditForm = "portal-"

// AuditFacilityCheck is the kind of the audit record about the button 施設の確認.
const AuditFacilityCheck = "portal-facility-check"

// Submit submits a form (the buttons 登録 and 送信: REG-27, APP-32).
func (bk *Backend) Submit(ctx context.Context, v Visit, name string, entry wire.FormEntry) (wire.Receipt, error) {
	var receipt wire.Receipt
	e, c, err := bk.evaluateForm(ctx, v, name, entry)
	if c == nil {
		return receipt, err // there is no such form, or no user is logged in
	}
	what, take := auditForm+name, bk.apply
	if name == FormUser {
		what, take = AuditRegistration, bk.register
		err = bk.limit(ctx, LimitRegistration, v)
	}
	if err == nil {
		err = admit(e, c)
	}
	if err == nil {
		receipt, err = take(ctx, v, e, c)
	}
	return receipt, bk.audit(ctx, what, store.AccountKey{InstitutionCode: c.Facility.Code}, err, v.Now)
}

// admit checks the conditions of a form, and then its fields.
func admit(e Evaluation, c *FormState) error {
	for _, need := range e.Form.Needs {
		if !need.Check(c) {
			p := wire.ProblemFor(wire.CodeApplicationState, need.Name)
			p.MessageJA, p.MessageEN, p.Source = need.MessageJA, need.MessageEN, need.Source
			return p
		}
	}
	return refused(e.Refusals)
}

// refused returns the problem that lists refused fields, or nil if there are none.
func refused(fields []wire.FieldRefusal) error {
	if len(fields) == 0 {
		return nil
	}
	p := wire.ProblemFor(wire.CodeFieldRefused, "")
	p.Fields = fields
	return p
}

// maxRedraws limits how often the accounts of an application are drawn again because another application took one of them at
// the same moment. 8 is our choice: that so many drawn ids in a row are taken practically never happens.
const maxRedraws = 8

// apply stores an application with its accounts and carries out its effect.
func (bk *Backend) apply(ctx context.Context, v Visit, e Evaluation, c *FormState) (wire.Receipt, error) {
	id, err := bk.drawID(ctx, "application id")
	if err != nil {
		return wire.Receipt{}, err
	}
	a := store.Application{ID: id, Portal: v.Portal, Form: e.Form.Name, InstitutionCode: c.Facility.Code, Applicant: c.User.Key,
		At: v.Now, Values: storedValues(e), Attachments: e.Attachments, ReviewedAt: bk.rules.Reviewed(v.Portal, e.Form.Name, v.Now)}
	row := effectOf(e.Form.Name)
	if row.once {
		a.Once = e.Form.Name + " " + c.Facility.Code
	}
	if row.before != nil {
		if err := row.before(ctx, bk, c, &a); err != nil {
			return wire.Receipt{}, err
		}
	}
	if err := bk.addApplication(ctx, c, &a, row); err != nil {
		return wire.Receipt{}, err
	}
	return wire.Receipt{ApplicationID: id, AcceptedAt: v.Now}, nil
}

// addApplication stores the application. If another application took one of the accounts in the meantime, it draws new ones.
func (bk *Backend) addApplication(ctx context.Context, c *FormState, a *store.Application, row effect) error {
	for range maxRedraws {
		var accounts []store.Account
		var secrets []store.AccountSecret
		if row.accounts {
			var err error
			if accounts, secrets, err = bk.issue(ctx, c, a); err != nil {
				return err
			}
		}
		err := bk.rows.AddApplication(ctx, *a, accounts, secrets)
		switch {
		case err == nil:
			return nil
		case !errors.Is(err, store.ErrTaken):
			return fmt.Errorf("storing an application: %w", err)
		case !row.accounts:
			return refuse(wire.CodeApplicationState)
		}
		if taken, err := bk.onceTaken(ctx, *a); err != nil || taken {
			return errors.Join(err, refuseIf(taken))
		}
	}
	return errors.New("storing an application: other applications took all accounts that were drawn; submit it again")
}

// onceTaken reports whether the facility has submitted, in the meantime, a form that may be submitted only once.
func (bk *Backend) onceTaken(ctx context.Context, a store.Application) (bool, error) {
	list, err := bk.rows.ApplicationsOf(ctx, a.InstitutionCode)
	for _, other := range list {
		if a.Once != "" && other.Once == a.Once {
			return true, nil
		}
	}
	return false, err
}

// refuseIf returns a refusal if what may be submitted only once is taken.
func refuseIf(taken bool) error {
	if !taken {
		return nil
	}
	return refuse(wire.CodeApplicationState)
}

// storedValues returns the values that are stored with an application: the visible ones, without those that are only compared.
func storedValues(e Evaluation) map[string]string {
	values := map[string]string{}
	for _, s := range e.Fields {
		if s.Visible && s.Value != "" && !s.Unkept && s.Kind != wire.KindPassword && s.Kind != wire.KindAttachment {
			values[s.Name] = s.Value
		}
	}
	return values
}

// CheckFacility handles the button 施設の確認 (APP-09, APP-10): it checks the entry against the data on file.
func (bk *Backend) CheckFacility(ctx context.Context, v Visit, entry wire.FormEntry) error {
	e, c, err := bk.evaluateForm(ctx, v, FormStart, entry)
	if c == nil {
		return err
	}
	if err = bk.limit(ctx, LimitFacilityCheck, v); err == nil {
		var fields []wire.FieldRefusal
		compared := false
		for _, s := range e.Fields {
			if s.Visible && s.Unkept {
				compared = true
			}
		}
		for _, f := range e.Refusals {
			if f.Field == "checkMethod" || f.Field == fieldBirthDate || f.Field == fieldBankAccount {
				fields = append(fields, f)
			}
		}
		err = refused(fields)
		if err == nil && !compared {
			err = refuse(wire.CodeApplicationState) // with method ② there is nothing to compare
		}
	}
	return bk.audit(ctx, AuditFacilityCheck, store.AccountKey{InstitutionCode: c.Facility.Code}, err, v.Now)
}
