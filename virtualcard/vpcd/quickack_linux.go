package vpcd

import (
	"net"
	"syscall"
)

// quickAck returns a function that turns off delayed acknowledgements on conn for the next read. If it fails, only speed is
// lost.
func quickAck(conn net.Conn) func() {
	tcp, ok := conn.(syscall.Conn)
	if !ok {
		return func() {}
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return func() {}
	}
	return func() {
		_ = raw.Control(func(fd uintptr) {
			_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_QUICKACK, 1)
		})
	}
}
