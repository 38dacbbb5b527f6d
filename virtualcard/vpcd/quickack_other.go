//go:build !linux

package vpcd

import "net"

// quickAck does nothing: the option is Linux's own, and vpcd's pause is only known there.
func quickAck(net.Conn) func() { return func() {} }
