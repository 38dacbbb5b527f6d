//go:build !linux

package ci

import "syscall"

// dieWithParent has nothing to offer here: the kernel does not tell a child of its parent's death.
func dieWithParent() *syscall.SysProcAttr { return nil }
