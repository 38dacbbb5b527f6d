package people_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/sim/people"
)

func load(t *testing.T) people.Cast {
	t.Helper()
	c, err := people.Load()
	require.NoError(t, err)
	require.NotEmpty(t, c.Persons)
	require.NotEmpty(t, c.Facilities)
	return c
}

func TestEveryPersonIsComplete(t *testing.T) {
	for _, p := range load(t).Persons {
		t.Run(p.ID, func(t *testing.T) {
			for name, row := range map[string]struct{ value, form string }{
				"id": {p.ID, `^P\d{2}$`}, "name": {p.Name, `^\S+( \S+)*　\S+( \S+)*$`}, "kana": {p.Kana, `^[ｦ-ﾟ]+( [ｦ-ﾟ]+)+$`},
				"birth date": {p.Birthdate, `^\d{8}$`}, "sex": {p.Sex, `^[12]$`}, "post code": {p.PostCode, `^999-\d{4}$`},
				"address": {p.Address, `^架空県`}, "municipality": {p.Municipality, `^\d{5}$`}, "city": {p.City, `^[A-Z][a-z]+-\w+$`},
				"holder": {p.PINs.Holder, `^\d{4}$`}, "wrong": {p.PINs.Wrong, `^\d{4}$`}, "new": {p.PINs.New, `^\d{4}$`},
				"sign": {p.PINs.Sign, `^[A-Z0-9]{6,16}$`}, "My Number": {p.MyNumber, `^\d{12}$`},
				"security code": {p.SecurityCode, `^\d{4}$`}, "expiry": {p.CardExpiry, `^\d{8}$`},
			} {
				require.True(t, regexp.MustCompile(row.form).MatchString(row.value), "%s does not have the right form", name)
			}
			require.NotEqual(t, p.PINs.Holder, p.PINs.Wrong)
			require.NotEqual(t, p.PINs.Holder, p.PINs.New)
			_, err := p.Codes()
			require.NoError(t, err)
		})
	}
}

func TestCardsEndOnABirthdayOrWithAStay(t *testing.T) {
	for _, p := range load(t).Persons {
		last := p.Cards[len(p.Cards)-1]
		if last.StayUntil != "" {
			require.Equal(t, last.StayUntil, p.CardExpiry, p.ID)
			continue
		}
		_, err := time.Parse("20060102", p.CardExpiry)
		require.NoError(t, err, p.ID)
		require.Equal(t, p.Birthdate[4:], p.CardExpiry[4:], p.ID)
	}
}

// insurerCheck returns the check digit of an insurer number: weights 2 and 1 from the right, with the digits of each product
// added.
func insurerCheck(digits string) byte {
	sum, weight := 0, 2
	for _, d := range slices.Backward([]byte(digits)) {
		product := int(d-'0') * weight
		sum, weight = sum+product/10+product%10, 3-weight
	}
	return byte('0' + (10-sum%10)%10)
}

func passes(number string) bool {
	last := len(number) - 1
	return number[last] == insurerCheck(number[:last])
}

func TestInsurerNumbersPassTheCheckDigitUnlessTheySaySo(t *testing.T) {
	kinds := map[string]string{"組合": `^06\d{6}$`, "後期高齢": `^39\d{6}$`, "国保": `^\d{2}[0-24-9]\d{3}$`, "協会けんぽ": `^01\d{6}$`,
		"国共済": `^31\d{6}$`, "国保組合": `^\d{2}3\d{3}$`, "医療扶助": `^12\d{6}$`}
	wrong := 0
	for _, i := range load(t).Insurers {
		t.Run("SVC-247 "+i.ID, func(t *testing.T) {
			require.Equal(t, !i.WrongCheckDigit, passes(i.Number))
			require.Contains(t, kinds, i.Kind)
			if i.Number != "283994" { // a 国保 whose third digit is that of a 組合; scenarios use it
				require.Regexp(t, kinds[i.Kind], i.Number)
			}
			require.Contains(t, i.Name, "架空")
		})
		if i.WrongCheckDigit {
			wrong++
		}
	}
	require.NotZero(t, wrong)
}

func TestEverybodyIsInsuredByAnInsurerOfTheCast(t *testing.T) {
	insurers := map[string]string{}
	for _, i := range load(t).Insurers {
		insurers[i.Number] = i.Name
	}
	insured, uninsured := 0, 0
	for _, p := range load(t).Persons {
		if a := p.Assistance; a != nil {
			require.Nil(t, p.Insurance, p.ID)
			require.Equal(t, insurers[a.PayerNumber], a.WelfareOffice, p.ID)
			require.Regexp(t, `^12\d{6} \d{7} \d{8}$`, a.PayerNumber+" "+a.RecipientNumber+" "+a.From, "SVC-237")
		}
		if p.Insurance == nil {
			uninsured++
			continue
		}
		for _, i := range append([]people.Insurance{*p.Insurance}, p.Former...) {
			insured++
			require.Equal(t, insurers[i.InsurerNumber], i.InsurerName, p.ID)
			for _, member := range []string{i.InsurerName, i.Number, i.Relation, i.From} {
				require.NotEmpty(t, member, p.ID)
			}
		}
		for _, f := range p.Former {
			require.Greater(t, f.To, f.From, p.ID)
		}
	}
	require.NotZero(t, insured)
	require.NotZero(t, uninsured, "at least one person has no insurance")
}

// myNumberCheck returns the check digit of a 個人番号 (平成26年総務省令第85号 第5条): the n-th digit from the right is multiplied by n+1 up
// to the sixth, and by n-5 from the seventh on.
func myNumberCheck(digits string) byte {
	sum := 0
	for i, d := range slices.Backward([]byte(digits)) {
		n := len(digits) - i
		weight := n + 1
		if n > 6 {
			weight = n - 5
		}
		sum += int(d-'0') * weight
	}
	if sum%11 <= 1 {
		return '0'
	}
	return byte('0' + 11 - sum%11)
}

func TestMyNumbersAreNobodys(t *testing.T) {
	require.Equal(t, "8", string(myNumberCheck("12345678901")), "the number used in examples of filled-in forms")
	seen := map[string]bool{}
	for _, p := range load(t).Persons {
		require.False(t, myNumberCheck(p.MyNumber[:11]) == p.MyNumber[11], "the number of %s could be a real person's", p.ID)
		require.False(t, seen[p.MyNumber] || seen[p.SecurityCode], "%s shares a number", p.ID)
		seen[p.MyNumber], seen[p.SecurityCode] = true, true
	}
}

func TestCodes(t *testing.T) {
	p := people.Person{ID: "X", Birthdate: "19800217", MyNumber: "919001009990", SecurityCode: "2285", CardExpiry: "20350217"}
	t.Run("CARD-279 CARD-280 a published example", func(t *testing.T) {
		got, err := p.Codes()
		require.NoError(t, err)
		require.Equal(t, people.Codes{A: p.MyNumber, B: "55021720352285", Birth: "550217"}, got)
	})
	for born, want := range map[string]string{
		"19261224": "151224", "19261225": "011225", "19890107": "640107", "19890108": "010108", "20190430": "310430",
		"20190501": "010501", "18680125": "010125", "19120730": "010730", "19120729": "450729",
	} {
		t.Run("CARD-275 the era year of "+born, func(t *testing.T) {
			p := p
			p.Birthdate = born
			got, err := p.Codes()
			require.NoError(t, err)
			require.Equal(t, want, got.Birth)
		})
	}
	for name, spoil := range map[string]func(*people.Person){
		"before 明治":               func(p *people.Person) { p.Birthdate = "18680124" },
		"birthdate is not a day":  func(p *people.Person) { p.Birthdate = "19800230" },
		"cardExpiry is not a day": func(p *people.Person) { p.CardExpiry = "20350230" },
		"myNumber must have 12":   func(p *people.Person) { p.MyNumber = "91900100999" },
		"securityCode 4":          func(p *people.Person) { p.SecurityCode = "22 5" },
	} {
		t.Run(name, func(t *testing.T) {
			p := p
			spoil(&p)
			_, err := p.Codes()
			require.ErrorContains(t, err, name)
			require.NotRegexp(t, `[0-9]{3}`, err.Error(), "an error contains no number")
		})
	}
}

func TestTheCastIsFoundByItsNames(t *testing.T) {
	c := load(t)
	for _, name := range []string{"P01", "佐藤　花子", "佐藤 花子"} {
		p, err := c.Person(name)
		require.NoError(t, err)
		require.Equal(t, "P01", p.ID)
	}
	for _, name := range []string{"F1", "みなと接骨院"} {
		f, err := c.Facility(name)
		require.NoError(t, err)
		require.Equal(t, "F1", f.ID)
	}
	twin, err := c.Person("P19")
	require.NoError(t, err)
	require.Equal(t, "P19", twin.ID)
	_, err = c.Person(twin.Name)
	require.ErrorContains(t, err, "2 persons", "a name is not enough")
	require.ErrorContains(t, err, "name one by id, e.g. P18")
	_, err = c.Person("P99")
	require.ErrorContains(t, err, `no person "P99"`)
	_, err = c.Facility("F99")
	require.ErrorContains(t, err, `no facility "F99"`)
}

// secretMembers returns the members of the file whose values are secrets and never shown.
func secretMembers() []string {
	return []string{"passcode", "wrongPasscode", "password", "activationCode", "myNumber", "securityCode", "pins"}
}

// openValues returns all other texts below a member, in half width, as NFKC produces them.
func openValues(name string, value any) []string {
	var list []string
	switch value := value.(type) {
	case map[string]any:
		for member, inner := range value {
			if !slices.Contains(secretMembers(), member) {
				list = append(list, openValues(member, inner)...)
			}
		}
	case []any:
		for _, inner := range value {
			list = append(list, openValues(name, inner)...)
		}
	case string:
		list = append(list, strings.Map(func(r rune) rune {
			if r >= '！' && r <= '～' {
				return r - '！' + '!'
			}
			return r
		}, value))
	}
	return list
}

// TestNoOpenValueHoldsAShortSecret: a correct product that shows an open value must never be mistaken for one that shows a
// PIN.
func TestNoOpenValueHoldsAShortSecret(t *testing.T) {
	file, err := os.ReadFile("cast.json")
	require.NoError(t, err)
	var cast any
	require.NoError(t, json.Unmarshal(file, &cast))
	values := openValues("", cast)
	require.Contains(t, values, "架空県港市中央1-2-3", "full width is converted to half width")
	date := regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	for _, value := range values {
		numbers := append(regexp.MustCompile(`\d+`).FindAllString(value, -1), date.FindStringSubmatch(value)...)
		for _, secret := range load(t).Secrets() {
			if len(secret) < 6 { // longer ones are found anywhere, and never by chance
				require.NotContains(t, numbers, secret, "an open value contains a short secret")
			}
		}
	}
}

// TestEveryMemberOfTheFileIsKnown proves that nothing in the file is ignored when it is read.
func TestEveryMemberOfTheFileIsKnown(t *testing.T) {
	file, err := os.ReadFile("cast.json")
	require.NoError(t, err)
	d := json.NewDecoder(strings.NewReader(string(file)))
	d.DisallowUnknownFields()
	var c people.Cast
	require.NoError(t, d.Decode(&c))
	require.Equal(t, load(t), c)
}
