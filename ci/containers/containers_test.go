package containers_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/testcontainers/testcontainers-go"
)

// largestImage is how many bytes the image may have: one static program.
const largestImage = 60 << 20

// TestContainers starts one engine and one image for all of its parts.
func TestContainers(t *testing.T) {
	engine(t)
	ctx := t.Context()
	image := unique("mynalab")
	build(ctx, t, image)
	t.Run("the image is one program that is nobody's", func(t *testing.T) { inspects(ctx, t, image) })
	t.Run("two replicas on PostgreSQL get the verdicts of the embedded service", func(t *testing.T) { replicas(ctx, t, image) })
	t.Run("a vendor's test stages a service with a file of its own", func(t *testing.T) { alone(ctx, t, image) })
}

// build makes the image as ci/image.sh makes it for everybody.
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
