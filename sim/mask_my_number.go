package main

import (
	"regexp"

	"github.com/mynalab/mynalab/reports"
)

// maskMyNumber replaces in a line whatever may be a My Number. Errors quote what the user typed, a user may type a My Number
// by mistake, and a CI server keeps the output. It finds half-width and full-width digits, 12 in a row or in three groups of
// 4.
func maskMyNumber(line string, lang reports.Lang) string {
	const digit, gap = `[0-9０-９]`, `[-－‐ 　]`
	instead := sentenceText(msgTwelveDigits, lang)
	line = regexp.MustCompile(digit+`{4}`+gap+digit+`{4}`+gap+digit+`{4}`).ReplaceAllString(line, instead)
	return regexp.MustCompile(digit+`+`).ReplaceAllStringFunc(line, func(run string) string {
		if len([]rune(run)) == 12 {
			return instead
		}
		return run
	})
}
