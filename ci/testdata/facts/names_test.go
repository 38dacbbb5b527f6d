package names

import "testing"

// A comment that says CARD-101 names nothing.
func TestCARD001InTheFunction(t *testing.T) {
	t.Run("CARD-002 a subtest", func(t *testing.T) {})
	t.Run("CARD-003 "+"joined", func(t *testing.T) { t.Log("CARD-102 is an argument") })
	for _, row := range []struct {
		name  string
		lines []string
	}{
		{"CARD-004 to CARD-005 a range", []string{"CARD-103 is a command"}},
		{name: "CARD-006 by key", lines: []string{"a", "CARD-104"}},
	} {
		t.Run(row.name, func(t *testing.T) {}) // CARD-105
	}
	for name := range map[string]string{"CARD-007 a map's key": "CARD-106 is a value"} {
		t.Run(name, func(t *testing.T) {})
	}
}
