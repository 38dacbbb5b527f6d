package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/reports"
)

func TestNoLineQuotesWhatMayBeAMyNumber(t *testing.T) {
	for typed, want := range map[string]string{
		`"919001001013" という人はいません`: `"12桁の数字" という人はいません`,
		`919001001013`:            `12桁の数字`,
		`P919001001013x`:          `P12桁の数字x`,
		`９１９００１００１０１３`:            `12桁の数字`,
		`9190-0100-1013`:          `12桁の数字`,
		`9190 0100 1013`:          `12桁の数字`,
		`--issued 2025-06-02`:     `--issued 2025-06-02`,
		`127.0.0.1:35963 P01 P06`: `127.0.0.1:35963 P01 P06`,
		`out/20250602090000`:      `out/20250602090000`,
		`91900100101`:             `91900100101`,
	} {
		require.Equal(t, want, maskMyNumber(typed, reports.LangJA))
	}
	require.Equal(t, `no person "12 digits" in the cast`, maskMyNumber(`no person "919001001013" in the cast`, reports.LangEN))
}
