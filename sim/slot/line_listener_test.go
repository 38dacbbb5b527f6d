package slot

import (
	"io"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// dialled returns the two ends of a connection over a line.
func dialled(t *testing.T) (c *lineListener, near, far net.Conn) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	c = newLineListener(listener, newSeams(0, time.Now))
	near, err = net.Dial("tcp", listener.Addr().String())
	require.NoError(t, err)
	far, err = c.Accept()
	require.NoError(t, err)
	t.Cleanup(func() { near.Close(); far.Close() })
	return c, near, far
}

func TestAFadingCableAnswersButHearsNothingMore(t *testing.T) {
	c, near, far := dialled(t)
	c.set(fading)
	_, err := far.Write([]byte("answer"))
	require.NoError(t, err)
	heard := make([]byte, 6)
	_, err = io.ReadFull(near, heard)
	require.NoError(t, err)
	_, err = near.Write([]byte("more"))
	require.NoError(t, err)
	_, err = far.Read(heard)
	require.ErrorIs(t, err, io.EOF)
}

func TestACutCableBreaksWhatIsUnderWay(t *testing.T) {
	c, near, _ := dialled(t)
	c.set(cut)
	_, err := near.Read(make([]byte, 1))
	require.Error(t, err)
	require.False(t, c.join(near), "no new connection gets through")
	c.set(whole)
	require.True(t, c.join(near))
}

func TestACableThatLeadsAstrayBreaksWhatIsUnderWayAndTakesNewCallers(t *testing.T) {
	c, near, _ := dialled(t)
	c.set(redirected)
	_, err := near.Read(make([]byte, 1))
	require.Error(t, err)
	require.True(t, c.join(near))
}
