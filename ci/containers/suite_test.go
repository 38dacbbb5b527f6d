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

// replicas runs the whole suite against two containers that share a database: one answers the terminals, the other one is
// told of the world. So a verdict differs as soon as either keeps something to itself.
func replicas(ctx context.Context, t *testing.T, image string) {
	in, err := tcnetwork.New(ctx)
	require.NoError(t, err)
	testcontainers.CleanupNetwork(t, in)
	startDatabase(ctx, t, in)
	public := started(ctx, t, image, containers.WithDatabase(databaseURL), containers.WithName("public", in))
	staged := started(ctx, t, image, containers.WithDatabase(databaseURL), containers.WithName("staged", in))
	binary := program(ctx, t)
	here := verdicts(t, suite(ctx, t, binary, "--jobs", "0"))
	require.NotEmpty(t, here)
	there := verdicts(t, suite(ctx, t, binary, "--service", public.URL, "--ca", written(t, append(public.CA, staged.CA...)),
		"--control", staged.ControlURL, "--control-token", written(t, []byte(staged.Token))))
	require.Equal(t, here, there)
}

// started is a mock that ends with the test, found to be confined.
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

// program is mynalab, compiled like the one in the image (ci/image.sh), so that only its linking takes time.
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

// suite runs the whole suite, and gives its output directory.
func suite(ctx context.Context, t *testing.T, binary string, arguments ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "out")
	out, err := exec.CommandContext(ctx, binary, append([]string{"run", "--lang", "en", "--out", dir}, arguments...)...).CombinedOutput()
	require.NoError(t, err, string(out))
	return dir
}

// verdicts are those of a run by scenario, with their blames.
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

// written is a file with that in it.
func written(t *testing.T, text []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, text, 0o600))
	return path
}
