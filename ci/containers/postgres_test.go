package containers_test

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/network"
	"github.com/stretchr/testify/require"
	"github.com/testcontainers/testcontainers-go"
	tcnetwork "github.com/testcontainers/testcontainers-go/network"
	"github.com/testcontainers/testcontainers-go/wait"
)

// The database's address for the containers of a test. The password protects nothing, since only the test's network can
// reach the database.
const (
	databaseHost = "postgres"
	databaseURL  = "postgres://mynalab:mynalab-test@postgres:5432/postgres?sslmode=disable"
)

// serveDatabase makes a cluster in the container's memory and serves it.
const serveDatabase = `set -e
echo mynalab-test >/tmp/password
"$0/initdb" --pgdata /tmp/cluster --username mynalab --pwfile /tmp/password --auth scram-sha-256 --encoding UTF8 --no-locale --no-sync
echo "host all all all scram-sha-256" >>/tmp/cluster/pg_hba.conf
exec "$0/postgres" -D /tmp/cluster -c listen_addresses='*' -c unix_socket_directories=/tmp`

// startDatabase starts PostgreSQL in a network, from an image made of the programs that are installed on this machine.
func startDatabase(ctx context.Context, t *testing.T, in *testcontainers.DockerNetwork) {
	t.Helper()
	programs := databasePrograms(t)
	image := databaseImage(ctx, t, programs)
	database, err := testcontainers.Run(ctx, image,
		testcontainers.WithCmd("/bin/sh", "-c", serveDatabase, programs),
		testcontainers.WithTmpfs(map[string]string{"/tmp": ""}),
		testcontainers.WithConfigModifier(func(c *container.Config) { c.User = "65531" }),
		testcontainers.WithHostConfigModifier(func(c *container.HostConfig) { c.ReadonlyRootfs = true }),
		tcnetwork.WithNetwork([]string{databaseHost}, in),
		testcontainers.WithWaitStrategy(wait.ForLog("database system is ready to accept connections")))
	testcontainers.CleanupContainer(t, database)
	require.NoError(t, err)
}

// databasePrograms returns the directory of the newest PostgreSQL that Debian has installed.
func databasePrograms(t *testing.T) string {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	require.NoError(t, err)
	if len(found) == 0 {
		for _, required := range []string{part, "postgres"} {
			if slices.Contains(strings.Split(os.Getenv("MYNALAB_REQUIRE"), ","), required) {
				t.Fatal("PostgreSQL is required for its container: make deps installs it")
			}
		}
		t.Skip("no PostgreSQL here to make a container of: make deps installs it")
	}
	slices.Sort(found)
	return found[len(found)-1]
}

// databaseImage imports an image with the server, the libraries and files that it needs, and a shell to start it, so that
// no registry is needed.
func databaseImage(ctx context.Context, t *testing.T, programs string) string {
	t.Helper()
	root := t.TempDir()
	require.NoError(t, os.Chmod(root, 0o755)) // the container has another user
	for _, script := range []string{
		`for f in "$2/postgres" "$2/initdb" /bin/sh; do ldd "$f" | grep -o '/[^ ]*'; done | sort -u | xargs cp --parents -L -t "$1"`,
		`share=/usr/share/postgresql/$(basename "$(dirname "$2")")
cp --parents -rL /usr/share/zoneinfo "$share" "$2/postgres" "$2/initdb" /bin/sh "$2/../lib/plpgsql.so" "$2/../lib/dict_snowball.so" "$1"`,
		`mkdir -m 1777 "$1/tmp" && mkdir -p "$1/etc" && echo 'mynalab:x:65531:65531::/tmp:/bin/sh' >"$1/etc/passwd"`,
	} {
		out, err := exec.CommandContext(ctx, "sh", "-ec", script, "sh", root, programs).CombinedOutput()
		require.NoError(t, err, "%s\n%s", script, out)
	}
	image := unique("mynalab-postgres")
	pipe := fmt.Sprintf("tar -C %s -c . | docker import - %s", root, image)
	out, err := exec.CommandContext(ctx, "sh", "-ec", pipe).CombinedOutput()
	require.NoError(t, err, string(out))
	t.Cleanup(func() { docker(context.WithoutCancel(ctx), t, "image", "rm", "--force", image) })
	return image
}

// onLoopback publishes a container's ports on 127.0.0.1 only.
func onLoopback(ports ...string) testcontainers.CustomizeRequestOption {
	return testcontainers.WithHostConfigModifier(func(c *container.HostConfig) {
		c.PortBindings = network.PortMap{}
		for _, p := range ports {
			c.PortBindings[network.MustParsePort(p)] = []network.PortBinding{{HostIP: netip.MustParseAddr("127.0.0.1")}}
		}
	})
}
