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
				"id": {p.ID, `^P\d{2}$`}, "name": {p.Name, `^\S+　\S+$`}, "kana": {p.Kana, `^[ｦ-ﾟ]+ [ｦ-ﾟ]+$`},
				"birth date": {p.Birthdate, `^\d{8}$`}, "sex": {p.Sex, `^[12]$`}, "post code": {p.PostCode, `^999-\d{4}$`},
				"address": {p.Address, `^架空県`}, "municipality": {p.Municipality, `^\d{5}$`}, "city": {p.City, `^[A-Z][a-z]+-\w+$`},
				"holder": {p.PINs.Holder, `^\d{4}$`}, "wrong": {p.PINs.Wrong, `^\d{4}$`}, "new": {p.PINs.New, `^\d{4}$`},
				"sign": {p.PINs.Sign, `^[A-Z0-9]{6,16}$`}, "My Number": {p.MyNumber, `^\d{12}$`},
				"security code": {p.SecurityCode, `^\d{4}$`}, "expiry": {p.CardExpiry, `^\d{8}$`},
			} {
				require.True(t, regexp.MustCompile(row.form).MatchString(row.value), "%s does not have its form", name)
			}
			require.NotEqual(t, p.PINs.Holder, p.PINs.Wrong)
			require.NotEqual(t, p.PINs.Holder, p.PINs.New)
			_, err := p.Codes()
			require.NoError(t, err)
		})
	}
}

func TestCardsEndOnABirthday(t *testing.T) {
	for _, p := range load(t).Persons {
		_, err := time.Parse("20060102", p.CardExpiry)
		require.NoError(t, err, p.ID)
		require.Equal(t, p.Birthdate[4:], p.CardExpiry[4:], p.ID)
	}
}

// insurerCheck is the check digit of an insurer number: weights 2 and 1 from the right, digits of each product added.
func insurerCheck(digits string) byte {
	sum, weight := 0, 2
	for _, d := range slices.Backward([]byte(digits)) {
		product := int(d-'0') * weight
		sum, weight = sum+product/10+product%10, 3-weight
	}
	return byte('0' + (10-sum%10)%10)
}

func TestInsurerNumbersPassTheCheckDigit(t *testing.T) {
	insured := 0
	for _, p := range load(t).Persons {
		if p.Insurance == nil {
			continue
		}
		insured++
		n := p.Insurance.InsurerNumber
		require.Contains(t, []int{6, 8}, len(n), p.ID)
		require.Equal(t, string(insurerCheck(n[:len(n)-1])), n[len(n)-1:], p.ID)
		for _, member := range []string{p.Insurance.InsurerName, p.Insurance.Number, p.Insurance.Relation, p.Insurance.From} {
			require.NotEmpty(t, member, p.ID)
		}
	}
	require.NotZero(t, insured)
	require.Less(t, insured, len(load(t).Persons), "somebody has no insurance")
}

// myNumberCheck is the check digit of a 個人番号 (平成26年総務省令第85号 第5条): the n-th digit from the right times n+1 up to the
// sixth, n-5 from the seventh.
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
	require.Equal(t, "8", string(myNumberCheck("12345678901")), "the number that forms are filled in with")
	seen := map[string]bool{}
	for _, p := range load(t).Persons {
		require.False(t, myNumberCheck(p.MyNumber[:11]) == p.MyNumber[11], "the number of %s could be somebody's", p.ID)
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
		"before 明治":            func(p *people.Person) { p.Birthdate = "18680124" },
		"birthdate is no day":  func(p *people.Person) { p.Birthdate = "19800230" },
		"cardExpiry is no day": func(p *people.Person) { p.CardExpiry = "20350230" },
		"myNumber has 12":      func(p *people.Person) { p.MyNumber = "91900100999" },
		"securityCode 4":       func(p *people.Person) { p.SecurityCode = "22 5" },
	} {
		t.Run(name, func(t *testing.T) {
			p := p
			spoil(&p)
			_, err := p.Codes()
			require.ErrorContains(t, err, name)
			require.NotRegexp(t, `[0-9]{3}`, err.Error(), "an error tells no number")
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
	_, err := c.Person("P99")
	require.ErrorContains(t, err, `no person "P99"`)
	_, err = c.Facility("F99")
	require.ErrorContains(t, err, `no facility "F99"`)
}

// closed are the members of the file whose values are secrets: nobody ever shows them.
func closed() []string {
	return []string{"passcode", "wrongPasscode", "password", "activationCode", "myNumber", "securityCode", "pins"}
}

// openValues are all other texts below a member, in half width, as NFKC makes them.
func openValues(name string, value any) []string {
	var list []string
	switch value := value.(type) {
	case map[string]any:
		for member, inner := range value {
			if !slices.Contains(closed(), member) {
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

// A correct product that shows an open value must never be taken for one that shows a PIN.
func TestNoOpenValueHoldsAShortSecret(t *testing.T) {
	file, err := os.ReadFile("cast.json")
	require.NoError(t, err)
	var cast any
	require.NoError(t, json.Unmarshal(file, &cast))
	values := openValues("", cast)
	require.Contains(t, values, "架空県港市中央1-2-3", "widths are folded")
	date := regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	for _, value := range values {
		numbers := append(regexp.MustCompile(`\d+`).FindAllString(value, -1), date.FindStringSubmatch(value)...)
		for _, secret := range load(t).Secrets() {
			if len(secret) < 6 { // longer ones are found anywhere, and never by chance
				require.NotContains(t, numbers, secret, "an open value is like a short secret")
			}
		}
	}
}

// Nothing in the file is dropped when it is read.
func TestEveryMemberOfTheFileIsKnown(t *testing.T) {
	file, err := os.ReadFile("cast.json")
	require.NoError(t, err)
	d := json.NewDecoder(strings.NewReader(string(file)))
	d.DisallowUnknownFields()
	var c people.Cast
	require.NoError(t, d.Decode(&c))
	require.Equal(t, load(t), c)
}
