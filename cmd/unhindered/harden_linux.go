package main

import (
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// wipesMemory is set by the Makefile together with the linker flag that makes the garbage collector overwrite what it
// frees (docs/decisions/0003).
var wipesMemory string

// hardenProcess keeps what people type out of core files and out of reach of other processes of the same user, and sees
// to it that freed memory is overwritten.
func hardenProcess() {
	if wipesMemory != "yes" && !strings.Contains(os.Getenv("GODEBUG"), "clobberfree=1") {
		env := append(os.Environ(), "GODEBUG="+strings.TrimPrefix(os.Getenv("GODEBUG")+",clobberfree=1", ","))
		if self, err := os.Executable(); err == nil {
			syscall.Exec(self, os.Args, env) // returns only if it fails
		}
	}
	unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
	unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}
