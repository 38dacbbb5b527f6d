package mockservice_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/control"
	"github.com/mynalab/mynalab/mockservice/store"
)

// townsfolk returns a clinic, a hospital, a 健診 institution, an insurer and two persons, with every number that can be put.
func townsfolk() control.People {
	institution := "0110113719"
	return control.People{
		Facilities: []control.Facility{
			{Code: "2804440002", Name: "みなと接骨院", File: &control.FacilityFile{Kind: control.KindJudo, Number: "協2804440-0-0"}},
			{Code: institution, Name: "架空医院", File: &control.FacilityFile{Kind: control.KindMedical}},
			{Code: "2820123456", Name: "架空健診センター", File: &control.FacilityFile{Kind: control.KindCheckup}},
			{Code: "4890000061", Name: "架空健康保険組合", File: &control.FacilityFile{Kind: control.KindInsurer, OnlineCode: "4890000061"}},
		},
		Persons: []control.Person{
			{ID: "P01", Qualifications: []control.Qualification{{Name: "佐藤　花子", Sex: "2", Birthdate: "19850217", InsurerName: "架空健康保険組合",
				InsurerNumber: "06132013", Symbol: "７０２５", Number: "567", Branch: "01", From: "20150401"}},
				Consents: []control.Consent{{Institution: institution, Flag: "2", Given: "20250520"}}},
			{ID: "P02", Qualifications: []control.Qualification{}, Aid: &control.Aid{Applied: true, OnFile: true, Office: "架空福祉事務所", Number: "12132015",
				From: "20250401", Tickets: []control.Ticket{{Month: "202506", Institution: institution, Number: "7"}}}},
		},
	}
}

// Every number that can be put is checked. The error is one line that names the member and what to do next, and none of the
// people in the request is stored. Rules that test data break on purpose apply only in a strict service.
func TestWrongNumbersAreRefused(t *testing.T) {
	file := func(p *control.People, i int) *control.FacilityFile { return p.Facilities[i].File }
	first := func(p *control.People) *control.Qualification { return &p.Persons[0].Qualifications[0] }
	for _, c := range []struct {
		id, wrong string
		edit      func(*control.People)
		strict    bool // only a strict service refuses it
	}{
		{"whole", "", func(*control.People) {}, false},
		{"SVC-039 no such prefecture", "facilities.0.code: 機関コード: its 都道府県番号 is not 01 to 48 (SVC-252, SVC-255); correct digits 1 to 2",
			func(p *control.People) { p.Facilities[0] = control.Facility{Code: "9904440002", Name: "x"} }, false},
		{"SVC-253", "facilities.1.code: 医療機関コード: its 点数表コード is not 1, 3, 4 or 6 (SVC-253); correct digit 3",
			func(p *control.People) { p.Facilities[1].Code = "0120113719" }, false},
		{"SVC-254 SVC-261", "facilities.1.code: 医療機関コード: its last digit is not the check digit of the others (SVC-247); correct the mistyped digit",
			func(p *control.People) { p.Facilities[1].Code = "0110113718" }, true},
		{"SVC-255", "facilities.2.code: 健診・保健指導機関番号: its 機関区分コード is not 2 (SVC-255); correct digit 3",
			func(p *control.People) { p.Facilities[2].Code = "2810123456" }, false},
		{"SVC-256", "facilities.3.file.onlineCode: オンライン資格確認用コード does not have 10 half-width digits (SVC-256); enter all digits, including leading zeros",
			func(p *control.People) { file(p, 3).OnlineCode = "489000006" }, false},
		{"SVC-257", "facilities.0.file.number: 登録記号番号 is not 協 or 契 and nine digits (SVC-257); write it as in 契2804440-0-0",
			func(p *control.People) { file(p, 0).Number = "2804440-0-0" }, false},
		{"SVC-258", "facilities.0.file.number: the facility's code is not derived from it (SVC-258); set the code to its nine digits and their check digit",
			func(p *control.People) { file(p, 0).Number = "協2804440-0-1" }, true},
		{"SVC-245 SVC-246", "persons.0.qualifications.0.insurerNumber: 保険者番号 has neither 8 digits nor the 6 of 国保 (SVC-245, SVC-246); enter all digits, including leading zeros",
			func(p *control.People) { first(p).InsurerNumber = "6132013" }, false},
		{"SVC-249", "persons.0.qualifications.0.insurerNumber: 保険者番号: its 法別番号 is not one of the list (SVC-249, SVC-250); correct digits 1 to 2",
			func(p *control.People) { first(p).InsurerNumber = "05132013" }, false},
		{"SVC-247", "persons.0.qualifications.0.insurerNumber: 保険者番号: its last digit is not the check digit of the others (SVC-247); correct the mistyped digit",
			func(p *control.People) { first(p).InsurerNumber = "06132014" }, true},
		{"SVC-263 too long", "persons.0.qualifications.0.symbol: 記号 has 40 bytes in the claims format, more than 38 (SVC-263); enter only the 記号",
			func(p *control.People) {
				first(p).Symbol = "港港港港港港港港港港港港港港港港港港港港"
			}, false},
		{"SVC-263 SVC-274", "persons.0.qualifications.0.symbol: 記号 mixes half-width and full-width characters (SVC-263); write all of it in one width",
			func(p *control.People) { first(p).Symbol = "架Ａ1" }, true},
		{"SVC-262", "persons.0.qualifications.0.symbol: 後期高齢 has no 記号 (SVC-262); leave it empty",
			func(p *control.People) { first(p).InsurerNumber = "39132014" }, true},
		{"SVC-264", "persons.0.qualifications.0.branch: 枝番 is not 2 half-width digits (SVC-264); write it as in 01, or leave it empty",
			func(p *control.People) { first(p).Branch = "1" }, false},
		{"a consent", "persons.0.consents.0.institution: 機関コード: its 都道府県番号 is not 01 to 48",
			func(p *control.People) { p.Persons[0].Consents[0].Institution = "0010113719" }, false},
		{"SVC-237", "persons.1.aid.number: 公費負担者番号: its 法別番号 is that of 組合, not 12 of 医療扶助 (SVC-237); enter the number of the welfare office",
			func(p *control.People) { p.Persons[1].Aid.Number = "06132013" }, false},
		{"a ticket", "persons.1.aid.tickets.0.institution: 機関コード: its 都道府県番号 is not 01 to 48",
			func(p *control.People) { p.Persons[1].Aid.Tickets[0].Institution = "4910113719" }, false},
	} {
		for _, strict := range []bool{false, true} {
			name := map[bool]string{false: "", true: ", strict"}[strict]
			t.Run(c.id+name, func(t *testing.T) {
				rows := store.NewMemory()
				l := open(t, func(cfg *mockservice.Config) { cfg.Store, cfg.StrictNumbers = rows, strict })
				all := townsfolk()
				c.edit(&all)
				err := l.control.PutPeople(t.Context(), all)
				if c.wrong == "" || c.strict && !strict {
					require.NoError(t, err)
					return
				}
				require.ErrorContains(t, err, c.wrong)
				require.NotContains(t, err.Error(), "\n")
				_, err = rows.Facility(t.Context(), "2820123456")
				require.ErrorIs(t, err, store.ErrNotFound, "nothing of the request is stored")
			})
		}
	}
}

// SVC-187: a 登録記号番号 that is put without its hyphens is found by its form with hyphens.
func TestClinicsArePutWithOrWithoutHyphens(t *testing.T) {
	rows := store.NewMemory()
	l := open(t, func(cfg *mockservice.Config) { cfg.Store = rows })
	all := townsfolk()
	all.Facilities[0].File.Number = "協280444000"
	require.NoError(t, l.control.PutPeople(t.Context(), all))
	f, err := rows.FacilityByNumber(t.Context(), "協2804440-0-0")
	require.NoError(t, err)
	require.Equal(t, "2804440002", f.Code)
}
