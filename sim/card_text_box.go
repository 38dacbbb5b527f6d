package main

import (
	"strings"
)

// boxed draws a frame around lines. Japanese characters are twice as wide as others.
func boxed(rows []string) string {
	inner := 0
	for _, row := range rows {
		inner = max(inner, columns(row))
	}
	edge := strings.Repeat("─", inner+2)
	var b strings.Builder
	b.WriteString("┌" + edge + "┐\n")
	for _, row := range rows {
		b.WriteString("│ " + padded(row, inner) + " │\n")
	}
	b.WriteString("└" + edge + "┘\n")
	return b.String()
}

// padded returns a text filled with blanks up to n columns.
func padded(text string, n int) string {
	return text + strings.Repeat(" ", max(n-columns(text), 0))
}

// columns returns how many terminal columns a text takes (Unicode Standard Annex 11: wide and full-width characters count
// twice).
func columns(text string) (n int) {
	for _, r := range text {
		switch {
		case r >= 0xE0100 && r <= 0xE01EF: // a variation selector is part of the character before it
		case isWide(r):
			n += 2
		default:
			n++
		}
	}
	return n
}

func isWide(r rune) bool {
	for _, wide := range [][2]rune{{0x1100, 0x115F}, {0x2E80, 0xA4CF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},
		{0xFE30, 0xFE4F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x20000, 0x3FFFD}} {
		if r >= wide[0] && r <= wide[1] {
			return true
		}
	}
	return false
}
