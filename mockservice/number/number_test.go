package number_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/mynalab/mynalab/mockservice/number"
)

func TestCheckDigit(t *testing.T) {
	for payload, want := range map[string]byte{"3312001": '5', "0613201": '3', "011011371": '9', "481000000": '2'} {
		t.Run("SVC-247 SVC-248 "+payload, func(t *testing.T) {
			got, err := number.Check(payload)
			require.NoError(t, err)
			require.Equal(t, string(want), string(got))
			require.True(t, number.Checked(payload+string(want)))
		})
	}
	for _, bad := range []string{"", "12a", "１２"} {
		_, err := number.Check(bad)
		require.Error(t, err)
	}
}

// The check digit detects every single wrong digit, and every swap of two adjacent digits except 09 and 90.
func TestCheckDigitNotices(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		payload := rapid.StringMatching(`[0-9]{7,9}`).Draw(t, "payload")
		digit, err := number.Check(payload)
		require.NoError(t, err)
		whole := []byte(payload + string(digit))
		i := rapid.IntRange(0, len(whole)-2).Draw(t, "place")
		wrong := append([]byte{}, whole...)
		wrong[i] = '0' + (wrong[i]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
		require.False(t, number.Checked(string(wrong)), "SVC-247")
		swapped := append([]byte{}, whole...)
		swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
		pair := string(whole[i : i+2])
		if whole[i] != whole[i+1] && pair != "09" && pair != "90" {
			require.False(t, number.Checked(string(swapped)), "SVC-247")
		}
	})
}

func TestInsurer(t *testing.T) {
	for _, c := range []struct {
		id, text, wrong string
		strict          bool
	}{
		{"SVC-245", "06132013", "", true},
		{"SVC-245 seven digits", "0613201", "neither 8 digits nor the 6", false},
		{"SVC-245 a wrong check digit", "06132014", "check digit", true},
		{"SVC-261 a test id", "06132014", "", false},
		{"SVC-249 no such 法別", "05132013", "法別番号", false},
		{"SVC-245 no such prefecture", "06492013", "都道府県番号", false},
		{"SVC-246 国保", "331200", "", false},
		{"SVC-246 letters", "33120A", "half-width digits", false},
		{"SVC-246 国保組合", "133033", "", false},
		{"SVC-250 医療扶助", "12132013", "", false},
	} {
		t.Run(c.id, func(t *testing.T) {
			err := number.Insurer(c.text, c.strict)
			if c.wrong == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.wrong)
		})
	}
	t.Run("SVC-237", func(t *testing.T) {
		require.NoError(t, number.PublicExpense("12280001", false))
		require.ErrorContains(t, number.PublicExpense("06280001", false), "that of 組合, not 12 of 医療扶助")
		require.ErrorContains(t, number.PublicExpense("12280001", true), "check digit")
		require.ErrorContains(t, number.PublicExpense("1228001", false), "公費負担者番号")
	})
}

func TestSchemes(t *testing.T) {
	names := map[string]string{}
	for _, s := range number.Schemes() {
		require.NotContains(t, names, s.Code, "one row each")
		names[s.Code] = s.Name
	}
	t.Run("SVC-249", func(t *testing.T) {
		for code, name := range map[string]string{"01": "協会けんぽ", "02": "船員", "03": "日雇特例", "04": "日雇特例", "06": "組合", "07": "自衛官",
			"31": "国共済", "32": "地共済", "33": "警察", "34": "学校", "39": "後期高齢", "63": "特例退職", "72": "特例退職", "75": "特例退職", "67": "退職国保"} {
			require.Equal(t, name, names[code])
		}
	})
	t.Run("SVC-250", func(t *testing.T) {
		require.Equal(t, "医療扶助", names["12"])
		for _, code := range []string{"10", "25", "28", "30", "38", "51", "54", "66", "79"} {
			require.Contains(t, names, code)
		}
		require.NotContains(t, names, "26")
	})
	t.Run("SVC-107 後期高齢", func(t *testing.T) {
		require.True(t, number.Elderly("39289996"))
		require.False(t, number.Elderly("283994"))
	})
}

func TestInstitutions(t *testing.T) {
	t.Run("SVC-253", func(t *testing.T) {
		for digit, fits := range map[string]bool{"0": false, "1": true, "2": false, "3": true, "4": true, "5": false, "6": true, "7": false} {
			require.Equal(t, fits, number.Medical("01"+digit+"0113719", false) == nil, digit)
		}
	})
	t.Run("SVC-252 SVC-254 SVC-248", func(t *testing.T) {
		require.NoError(t, number.Medical("0110113719", true))
		require.ErrorContains(t, number.Medical("0110113718", true), "check digit")
		require.ErrorContains(t, number.Medical("0120113719", false), "点数表コード")
		require.ErrorContains(t, number.Medical("011011371", false), "10 half-width digits")
	})
	t.Run("SVC-261 the demo code has a wrong check digit and is accepted unless strict", func(t *testing.T) {
		require.NoError(t, number.Medical("4810000001", false))
		require.Error(t, number.Medical("4810000001", true))
	})
	t.Run("SVC-255", func(t *testing.T) {
		require.NoError(t, number.Checkup("2820123456", false))
		require.ErrorContains(t, number.Checkup("2810123456", false), "機関区分コード")
	})
	t.Run("SVC-256", func(t *testing.T) {
		require.NoError(t, number.OnlineCode("2812345678", false))
		require.ErrorContains(t, number.OnlineCode("281234567", false), "SVC-256")
	})
	t.Run("any of them", func(t *testing.T) {
		for _, code := range []string{"0110113719", "4810000001", "2820123456", "2804440002", "4890000061"} {
			require.NoError(t, number.Institution(code, false), code)
		}
		require.ErrorContains(t, number.Institution("4810000001", true), "check digit")
		require.ErrorContains(t, number.Institution("4904440002", false), "都道府県番号")
		require.ErrorContains(t, number.Institution("280444000", false), "10 half-width digits")
	})
}

func TestClinic(t *testing.T) {
	for text, written := range map[string]string{"契2804440-0-0": "契2804440-0-0", "協280444000": "協2804440-0-0", " 協2804440-1-2 ": "協2804440-1-2"} {
		t.Run("SVC-187 SVC-257 "+text, func(t *testing.T) {
			c, err := number.ReadClinic(text)
			require.NoError(t, err)
			require.Equal(t, written, c.String())
		})
	}
	t.Run("SVC-258", func(t *testing.T) {
		c, err := number.ReadClinic("契2804440-0-0")
		require.NoError(t, err)
		require.Equal(t, "2804440002", c.InstitutionCode())
	})
	for _, bad := range []string{"", "2804440-0-0", "契2804440", "契28044400000", "柔2804440-0-0"} {
		_, err := number.ReadClinic(bad)
		require.ErrorContains(t, err, "SVC-257")
	}
}

func TestInsuredNumbers(t *testing.T) {
	t.Run("SVC-106 width", func(t *testing.T) {
		require.True(t, number.Same("７０２５", "7025"))
		require.True(t, number.Same("ﾐﾅﾄ－１", "ミナト－１"))
		require.False(t, number.Same("7025", "07025"), "SVC-105 leading zeros count")
	})
	t.Run("SVC-274 trailing blanks and mixed width", func(t *testing.T) { require.True(t, number.Same("７０2５　 ", "7025")) })
	t.Run("SVC-032 SVC-270 padding", func(t *testing.T) {
		require.Equal(t, "00283994", number.Pad("283994"))
		require.Equal(t, "06132013", number.Pad("06132013"))
		for _, padded := range []string{"00283994", "  283994", "283994"} {
			require.True(t, number.SameInsurer("283994", padded))
		}
	})
	t.Run("SVC-251 as people write it", func(t *testing.T) {
		require.Equal(t, "283994", number.Unpad("00283994"))
		require.Equal(t, "283994", number.Unpad("  283994"))
		require.Equal(t, "06132013", number.Unpad("06132013"))
	})
	t.Run("SVC-107", func(t *testing.T) { require.True(t, number.SameInsurer("39289996", "0039289996")) })
	t.Run("SVC-264 SVC-033", func(t *testing.T) {
		require.NoError(t, number.Branch("01"))
		require.NoError(t, number.Branch(""))
		require.Error(t, number.Branch("1"))
		require.Error(t, number.Branch("０１"))
	})
	t.Run("SVC-262 SVC-263", func(t *testing.T) {
		require.NoError(t, number.Symbol("", true))
		require.NoError(t, number.Symbol("港", true))
		require.NoError(t, number.Symbol(strings.Repeat("港", 19), true))
		require.ErrorContains(t, number.Symbol(strings.Repeat("港", 20), false), "more than 38")
		require.ErrorContains(t, number.Symbol("７02", true), "mixes")
		require.ErrorContains(t, number.Symbol("𠮷", false), "lacks")
	})
	t.Run("SVC-274 mixed width is accepted unless strict", func(t *testing.T) { require.NoError(t, number.Symbol("７02", false)) })
}
