package main

import (
	"regexp"

	"github.com/mynalab/mynalab/reports"
)

// maskMyNumber is a line without what may be a My Number: errors quote what was typed, a person may type one by mistake, and
// a CI server keeps what it is told. Half-width and full-width digits count, in one run of 12 or in groups of 4.
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
