package vpcd

import (
	"net"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestQuickAckReachesTheSocket(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, listener.Close()) }()
	conn, err := net.Dial("tcp", listener.Addr().String())
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close()) }()

	set(t, conn, 0)
	require.Zero(t, get(t, conn))
	quickAck(conn)()
	require.NotZero(t, get(t, conn))
}

func TestQuickAckWithoutSocket(t *testing.T) {
	near, far := net.Pipe()
	defer func() { require.NoError(t, near.Close()); require.NoError(t, far.Close()) }()
	require.NotPanics(t, quickAck(near))
}

func set(t *testing.T, conn net.Conn, value int) {
	raw, err := conn.(syscall.Conn).SyscallConn()
	require.NoError(t, err)
	require.NoError(t, raw.Control(func(fd uintptr) {
		require.NoError(t, syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_QUICKACK, value))
	}))
}

func get(t *testing.T, conn net.Conn) (value int) {
	raw, err := conn.(syscall.Conn).SyscallConn()
	require.NoError(t, err)
	require.NoError(t, raw.Control(func(fd uintptr) {
		value, err = syscall.GetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_QUICKACK)
		require.NoError(t, err)
	}))
	return value
}
