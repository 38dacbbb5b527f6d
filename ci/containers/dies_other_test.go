//go:build !linux

package containers_test

import "syscall"

// dies has no equal elsewhere, where no engine is started by hand.
func dies() *syscall.SysProcAttr { return nil }
