//go:build !linux

package vpcd

import "net"

// quickAck returns a function that does nothing: the option exists on Linux only, and vpcd's delay is only known there.
func quickAck(net.Conn) func() { return func() {} }
