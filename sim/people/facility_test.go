package people_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/sim/people"
)

// kindRow is what a facility of a kind needs for the check of its portal.
type kindRow struct {
	code   string
	portal string
	has    func(people.Facility) bool
}

func kinds() map[people.Kind]kindRow {
	clinic := func(f people.Facility) bool {
		return regexp.MustCompile(`^[協契]\d{7}-\d-\d$`).MatchString(f.Registration) && f.Manager != nil && f.Insurer+f.BankAccount == ""
	}
	return map[people.Kind]kindRow{
		people.Judo:  {`^\d{10}$`, "omf", clinic},
		people.Ahaki: {`^\d{10}$`, "omf", clinic},
		people.Checkup: {`^482\d{7}$`, "omf", func(f people.Facility) bool {
			return regexp.MustCompile(`^\d{1,7}$`).MatchString(f.BankAccount) && f.Registration == ""
		}},
		people.Medical: {`^481\d{7}$`, "csm", func(f people.Facility) bool { return f.Registration+f.BankAccount == "" }},
		people.Payer:   {`^482\d{7}$`, "omf", func(f people.Facility) bool { return f.Insurer != "" }},
	}
}

func TestEveryFacilityHasWhatItsPortalChecks(t *testing.T) {
	c, seen := load(t), map[people.Kind]bool{}
	for _, f := range c.Facilities {
		t.Run("SVC-176 to SVC-182, SVC-255, SVC-257 "+f.ID, func(t *testing.T) {
			row, known := kinds()[f.Kind]
			require.True(t, known, "kind %q", f.Kind)
			seen[f.Kind] = true
			require.Regexp(t, row.code, f.Code)
			require.True(t, strings.HasPrefix(f.Code, f.Prefecture))
			require.True(t, row.has(f))
			for name, form := range map[string][2]string{
				"phone": {f.Phone, `^000-000-\d{4}$`}, "post code": {f.PostCode, `^999-98\d{2}$`}, "address": {f.Address, `^架空県`},
				"founder": {f.Founder, `\S`},
			} {
				require.Regexp(t, form[1], form[0], name)
			}
			if f.Manager != nil {
				_, err := time.Parse("20060102", f.Manager.Birthdate)
				require.NoError(t, err)
			}
		})
	}
	require.Len(t, seen, len(kinds()), "a kind has no facility")
}

func TestCodesOfClinicsAreThoseOfTheirRegistration(t *testing.T) {
	valid := 0
	for _, f := range load(t).Facilities {
		if f.Registration == "" {
			continue
		}
		digits := strings.NewReplacer("協", "", "契", "", "-", "").Replace(f.Registration)
		require.Equal(t, digits, f.Code[:9], "SVC-258 %s", f.ID)
		if passes(f.Code) {
			valid++
		}
	}
	require.Equal(t, 1, valid, "SVC-261: one code has a right check digit, the others have wrong ones")
}

func TestAPairCanShareARoom(t *testing.T) {
	c := load(t)
	f, err := c.Facility("F2")
	require.NoError(t, err)
	main, err := c.Facility(f.SharesRoomWith)
	require.NoError(t, err)
	require.ElementsMatch(t, []people.Kind{people.Judo, people.Ahaki}, []people.Kind{f.Kind, main.Kind})
	require.True(t, f.Delegated && main.Delegated, "DUT-05")
	require.Equal(t, main.Address, f.Address)
	undelegated, err := c.Facility("F5")
	require.NoError(t, err)
	require.False(t, undelegated.Delegated, "DUT-05 the opposite case")
}

func TestUsersAndDevicesBelongToTheirFacilities(t *testing.T) {
	c, mails := load(t), map[string]bool{}
	portals := map[string]int{}
	for _, u := range c.Users {
		f, err := c.Facility(u.Facility)
		require.NoError(t, err, u.ID)
		require.Equal(t, kinds()[f.Kind].portal, u.Portal, "APP-46 %s", u.ID)
		require.Regexp(t, `^[a-z]+@[a-z]+\.example\.jp$`, u.Mail, "a domain for examples only")
		require.False(t, mails[u.Mail], u.ID)
		require.NotEmpty(t, u.FamilyName+u.GivenName)
		mails[u.Mail] = true
		portals[u.Portal]++
	}
	require.Len(t, portals, 2)
	require.NotEmpty(t, c.Devices)
	for _, d := range c.Devices {
		f, err := c.Facility(d.Facility)
		require.NoError(t, err, d.ID)
		require.Contains(t, []string{"windows", "ios", "android"}, d.Platform)
		require.NotEmpty(t, d.Name)
		found := false
		for _, a := range f.Accounts {
			found = found || a.ID == d.Account
		}
		require.True(t, found, "the account of %s is not one of its facility", d.ID)
	}
}

func TestNoIDIsGivenTwice(t *testing.T) {
	c, seen := load(t), map[string]bool{}
	once := func(id string) {
		require.NotEmpty(t, id)
		require.False(t, seen[id], id)
		seen[id] = true
	}
	for _, i := range c.Insurers {
		once(i.ID)
		once(i.Number)
	}
	for _, f := range c.Facilities {
		once(f.ID)
		once(f.Code)
		for _, a := range f.Accounts {
			once(a.ID)
		}
	}
	for _, d := range c.Devices {
		once(d.ID)
	}
	for _, u := range c.Users {
		once(u.ID)
	}
	for _, p := range c.Persons {
		once(p.ID)
		for _, card := range p.Cards {
			once(card.ID)
			require.Equal(t, p.ID, strings.Split(card.ID, "-")[0])
		}
	}
}
