package containers_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/moby/moby/api/types/container"
	"github.com/stretchr/testify/require"
	"github.com/testcontainers/testcontainers-go"
	tcnetwork "github.com/testcontainers/testcontainers-go/network"

	"github.com/mynalab/mynalab/ci/containers"
	"github.com/mynalab/mynalab/features"
	"github.com/mynalab/mynalab/reports"
)

// replicas runs the whole suite against two containers that share a database. One answers the terminals, the other gets the
// control requests, so a verdict changes as soon as one of them keeps some state to itself.
func replicas(ctx context.Context, t *testing.T, image string) {
	in, err := tcnetwork.New(ctx)
	require.NoError(t, err)
	testcontainers.CleanupNetwork(t, in)
	startDatabase(ctx, t, in)
	public := started(ctx, t, image, containers.WithDatabase(databaseURL), containers.WithName("public", in))
	controlled := started(ctx, t, image, containers.WithDatabase(databaseURL), containers.WithName("controlled", in))
	binary := program(ctx, t)
	here := verdicts(t, suite(ctx, t, binary, "--jobs", "0"))
	require.NotEmpty(t, here)
	there := verdicts(t, suite(ctx, t, binary, "--service", public.URL, "--ca", written(t, append(public.CA, controlled.CA...)),
		"--control", controlled.ControlURL, "--control-token", written(t, []byte(controlled.Token))))
	require.Equal(t, here, there)
}

// started returns a mock that ends with the test, after checking that it is confined.
func started(ctx context.Context, t *testing.T, image string, options ...testcontainers.ContainerCustomizer) *containers.Mock {
	t.Helper()
	mock, err := containers.Run(ctx, image, options...)
	testcontainers.CleanupContainer(t, mock)
	require.NoError(t, err)
	is, err := mock.Inspect(ctx)
	require.NoError(t, err)
	require.Equal(t, "65532:65532", is.Config.User)
	require.True(t, is.HostConfig.ReadonlyRootfs)
	require.Equal(t, container.StateRunning, is.State.Status)
	return mock
}

// program builds mynalab with the flags of the program in the image (ci/image.sh), so that only linking takes time.
func program(ctx context.Context, t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "mynalab")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", binary, "./sim")
	build.Env = append(build.Environ(), "CGO_ENABLED=0")
	build.Dir = filepath.Join("..", "..")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	return binary
}

// suite runs the whole suite and returns its output directory.
func suite(ctx context.Context, t *testing.T, binary string, arguments ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "out")
	out, err := exec.CommandContext(ctx, binary, append([]string{"run", "--lang", "en", "--out", dir}, arguments...)...).CombinedOutput()
	require.NoError(t, err, string(out))
	return dir
}

// verdicts returns the verdicts of a run by scenario, with their blames.
func verdicts(t *testing.T, dir string) map[string]string {
	t.Helper()
	run, err := reports.ReadRun(dir, features.Suite{})
	require.NoError(t, err)
	all := map[string]string{}
	for _, s := range run.Results.Scenarios {
		all[s.ID] = s.Verdict.String() + " " + string(s.Blame)
	}
	return all
}

// written writes a text to a file and returns its path.
func written(t *testing.T, text []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, text, 0o600))
	return path
}
