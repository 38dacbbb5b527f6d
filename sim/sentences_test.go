package main

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
	"github.com/mynalab/mynalab/reports/trace"
	"github.com/mynalab/mynalab/runner"
)

func TestSentencesTakeTheSameArguments(t *testing.T) {
	verb := regexp.MustCompile(`%\[\d\][a-z]|%[a-z]`)
	verbs := func(text string) []string {
		found := verb.FindAllString(text, -1)
		slices.Sort(found)
		return slices.Compact(found)
	}
	require.NotEmpty(t, sentences())
	for key, s := range sentences() {
		require.Equal(t, verbs(s.EN), verbs(s.JA), key)
		require.NotEmpty(t, s.JA, key)
		require.NotEmpty(t, s.EN, key)
		for _, v := range verbs(s.JA) {
			require.Contains(t, v, "[", "%s: arguments are numbered, since their order differs", key)
		}
	}
}

func TestToldInOneLineAndInTheLanguage(t *testing.T) {
	_, bilingual := runner.Select(features.Suite{Scenarios: []features.Scenario{{}}}, reports.Selection{Shard: "x"})
	cases := map[string]struct {
		err    error
		ja, en string
	}{
		"sentence": {errorOf(msgBadLang, "fr"), `--lang "fr" は使えません。ja か en を指定してください`, `--lang "fr": write ja or en`},
		"wrapped":  {fmt.Errorf("x: %w", usage(errorOf(msgBadLang, "fr"))), `--lang "fr" は使えません。ja か en を指定してください`, `--lang "fr": write ja or en`},
		"runner's": {usage(bilingual), `分割 "x" を読み取れません。1/4 から 4/4 のように I/N で指定してください`, `shard "x" cannot be read; write I/N, e.g. 1/4 to 4/4`},
		"inside": {errorOf(msgKnown, bilingual), `--known のファイルを読み取れません（分割 "x" を読み取れません。1/4 から 4/4 のように I/N で指定してください）。ファイルの名前を確かめてください`,
			`reading the known failures: shard "x" cannot be read; write I/N, e.g. 1/4 to 4/4: check the name of the file`},
		"plain":  {errors.New("no\nlanguage\n"), "no; language", "no; language"},
		"joined": {errors.Join(errors.New("a"), errors.New("b")), "a; b", "a; b"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, []string{c.ja}, errorLines(c.err, reports.LangJA))
			require.Equal(t, []string{c.en}, errorLines(c.err, reports.LangEN))
		})
	}
	require.ErrorIs(t, errorOf(msgKnown, fs.ErrNotExist), fs.ErrNotExist)
}

func TestLanguage(t *testing.T) {
	cases := []struct {
		args, env string
		want      reports.Lang
	}{
		{"run", "", reports.LangJA},
		{"run", "C.UTF-8", reports.LangJA},
		{"run", "ja_JP.UTF-8", reports.LangJA},
		{"run", "en_US.UTF-8", reports.LangEN},
		{"run --lang ja", "en_US.UTF-8", reports.LangJA},
		{"run --lang=en --foo", "ja_JP.UTF-8", reports.LangEN},
		{"--lang", "en", reports.LangEN},
	}
	for _, c := range cases {
		require.Equal(t, c.want, language(strings.Fields(c.args), c.env), "%s, LANG=%s", c.args, c.env)
	}
}

func TestProgressLineIsASCII(t *testing.T) {
	line := progressLine(12, 46, map[trace.Verdict]int{trace.Pass: 11, trace.Fail: 1})
	require.Equal(t, "12/46 pass 11 fail 1", line)
}
