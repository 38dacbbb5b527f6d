package ci

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestArchitecture holds what ARCHITECTURE.md says of rooms and flags against the house.
func TestArchitecture(t *testing.T) {
	design := openLibrary(t).documents["design"]
	var rooms []string
	for _, r := range law() {
		rooms = append(rooms, r.path)
	}
	require.Empty(t, unlike(roomsIn(design.sections["2"]), rooms), "the rooms of design §2 are those of the import law")
	require.Empty(t, undefined(flagsIn(design.sections["3"]), commandSource(t)), "the flags of design §3 are there")
}

// TestArchitectureIsLookedAt are documents that tell what is not so.
func TestArchitectureIsLookedAt(t *testing.T) {
	block := "```\nsim      the command\nsim/gone  a room\n```\n"
	require.Equal(t, []string{"sim/gone", "runner"}, unlike(roomsIn(block), []string{"sim", "runner"}))
	require.Equal(t, []string{"gone"}, undefined(flagsIn("| `run` | `--jobs 0 --gone` |"), `IntVar(&f.jobs, "jobs", 1`))
}

// roomsIn are the first words of the lines in a block of code.
func roomsIn(section string) (rooms []string) {
	_, block, _ := strings.Cut(section, "```\n")
	block, _, _ = strings.Cut(block, "```")
	for line := range strings.Lines(block) {
		rooms = append(rooms, strings.Fields(line)[0])
	}
	return rooms
}

// unlike are those in one list alone.
func unlike(told, real []string) (odd []string) {
	for _, lists := range [][2][]string{{told, real}, {real, told}} {
		for _, name := range lists[0] {
			if !slices.Contains(lists[1], name) {
				odd = append(odd, name)
			}
		}
	}
	return odd
}

// flagsIn are the flags that a section names.
func flagsIn(section string) (flags []string) {
	for _, found := range regexp.MustCompile("[` ]--([a-z][a-z-]*)").FindAllStringSubmatch(section, -1) {
		flags = append(flags, found[1])
	}
	return flags
}

// undefined are the flags that no source defines. Cobra defines help by itself.
func undefined(flags []string, source string) (gone []string) {
	for _, flag := range flags {
		if flag != "help" && !strings.Contains(source, fmt.Sprintf("%q", flag)) {
			gone = append(gone, flag)
		}
	}
	return gone
}

// commandSource is the source of package main without its tests.
func commandSource(t *testing.T) string {
	t.Helper()
	paths, err := filepath.Glob("../sim/*.go")
	require.NoError(t, err)
	var all strings.Builder
	for _, path := range paths {
		if !strings.HasSuffix(path, "_test.go") {
			content, err := os.ReadFile(path)
			require.NoError(t, err)
			all.Write(content)
		}
	}
	return all.String()
}
