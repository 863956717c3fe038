//go:build !linux

package main

var wipesMemory string

// hardenProcess does nothing where the system is not Linux; docs/threat-model.md says what that costs.
func hardenProcess() { _ = wipesMemory }
