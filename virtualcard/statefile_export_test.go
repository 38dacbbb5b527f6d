package virtualcard

// Disk is what a state file needs from a file system, and DiskFile is a file on it.
type (
	Disk     = disk
	DiskFile = diskFile
)

// OpenStateOn opens a state file on a test's disk.
func OpenStateOn(path string, d Disk) (*State, error) { return openOn(path, d) }

// WithAdvice adds advice to an error of the file system.
var WithAdvice = withAdvice
