package ci

import "syscall"

// dieWithParent stops a child when the test is killed, so that it leaves no pcscd behind.
func dieWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM} }
