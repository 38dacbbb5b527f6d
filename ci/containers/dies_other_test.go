//go:build !linux

package containers_test

import "syscall"

// dieWithParent does nothing here, where the tests start no engine.
func dieWithParent() *syscall.SysProcAttr { return nil }
