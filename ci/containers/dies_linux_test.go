package containers_test

import "syscall"

// dies lets an engine end with the test, however that ends.
func dies() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM} }
