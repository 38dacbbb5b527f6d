package containers_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/testcontainers/testcontainers-go"
)

// largestImage is how many bytes the image may have. Our choice: it contains one static program of some 32 MB, and a second
// program would exceed the limit.
const largestImage = 60 << 20

// TestContainers uses one engine and one image for all of its parts.
func TestContainers(t *testing.T) {
	engine(t)
	ctx := t.Context()
	image := unique("mynalab")
	build(ctx, t, image)
	t.Run("the image is one program without root", func(t *testing.T) { inspects(ctx, t, image) })
	t.Run("two replicas on PostgreSQL get the verdicts of the embedded service", func(t *testing.T) { replicas(ctx, t, image) })
	t.Run("a vendor's test uses a service with its own database file", func(t *testing.T) { alone(ctx, t, image) })
}

// build makes the image with ci/image.sh, as users do.
func build(ctx context.Context, t *testing.T, image string) {
	t.Helper()
	out, err := exec.CommandContext(ctx, filepath.Join("..", "image.sh"), image).CombinedOutput()
	require.NoError(t, err, string(out))
	t.Cleanup(func() { docker(context.WithoutCancel(ctx), t, "image", "rm", "--force", image) })
}

func inspects(ctx context.Context, t *testing.T, image string) {
	c, err := testcontainers.NewDockerClientWithOpts(ctx)
	require.NoError(t, err)
	defer c.Close()
	found, err := c.ImageInspect(ctx, image)
	require.NoError(t, err)
	t.Logf("the image has %.1f MB in %d layers", float64(found.Size)/1e6, len(found.RootFS.Layers))
	require.Less(t, found.Size, int64(largestImage))
	require.Equal(t, "65532:65532", found.Config.User)
	require.Len(t, found.RootFS.Layers, 2, "the program, and the directory of its volume")
}
