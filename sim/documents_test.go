package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mynalab/mynalab/mockservice"
	"github.com/mynalab/mynalab/mockservice/wire"
)

func document(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", name))
	require.NoError(t, err)
	return string(content)
}

// TestFaultsOfTheREADME sends the order of faults that both READMEs show to a service: two checks meet it, and the third does not.
func TestFaultsOfTheREADME(t *testing.T) {
	curl := regexp.MustCompile("```console\n\\$ curl -H '([^:]+): ([^']+)' \\\\\n +-d '([^']+)' http://[^/]+(/\\S+)\n```")
	orders := map[string]bool{}
	for _, name := range []string{"README.md", "README.ja.md"} {
		found := curl.FindStringSubmatch(document(t, name))
		require.NotNil(t, found, "%s has no order of faults in a console block", name)
		orders[found[0]] = true
		service := mockservice.New(mockservice.Default(time.Now))
		order := httptest.NewRequest(http.MethodPost, found[4], strings.NewReader(found[3]))
		order.Header.Set(found[1], found[2])
		answer := httptest.NewRecorder()
		service.Control().ServeHTTP(answer, order)
		require.Less(t, answer.Code, 300, "%s: %s", name, answer.Body)
		for n, closed := range []bool{true, true, false} {
			answer := httptest.NewRecorder()
			service.Public().ServeHTTP(answer, httptest.NewRequest(http.MethodPost, wire.PathCheck, strings.NewReader("{}")))
			require.Equal(t, closed, answer.Code == http.StatusServiceUnavailable, "check %d answers %d", n+1, answer.Code)
		}
	}
	require.Len(t, orders, 1, "both READMEs show the same order")
}

// TestCommandsOfTheDocuments parses each command line of mynalab in the documents: the subcommand is there, and it takes these flags
// and arguments.
func TestCommandsOfTheDocuments(t *testing.T) {
	typed := regexp.MustCompile("`(?:bin/)?mynalab ([a-z][^`]*)`")
	found := 0
	for _, name := range []string{"README.md", "README.ja.md", "ARCHITECTURE.md", "CONTRIBUTING.md"} {
		for _, line := range typed.FindAllStringSubmatch(document(t, name), -1) {
			found++
			require.NoError(t, parsed(line[1]), "%s: mynalab %s", name, line[1])
		}
	}
	require.Greater(t, found, 15, "the reader finds no commands any more")
	for _, wrong := range []string{"stroll", "run --gone", "run twice", "run --jobs many"} {
		require.Error(t, parsed(wrong), wrong)
	}
}

// parsed parses a command line without running it.
func parsed(line string) error {
	var args []string
	for _, word := range regexp.MustCompile(`(?:[^\s"]|"[^"]*")+`).FindAllString(line, -1) {
		args = append(args, strings.ReplaceAll(word, `"`, ""))
	}
	command, rest, err := rootCommand(surroundings{stdout: io.Discard, stderr: io.Discard}).Find(args)
	if err != nil {
		return err
	}
	if err := command.ParseFlags(rest); err != nil {
		return err
	}
	return command.ValidateArgs(command.Flags().Args())
}
