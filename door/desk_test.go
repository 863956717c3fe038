package door

import (
	"unhindered/desk"
	"unhindered/drop"
	"unhindered/record/register"
)

// The door and the desk each say for themselves what they need; the compiler holds the two together.
var (
	_ desk.Intake = (*IntakeClient)(nil)
	_ desk.Record = (*RecordClient)(nil)
	_ Intake      = desk.Intake(nil)
	_ Record      = desk.Record(nil)
	_ Intake      = (*drop.Store)(nil)
	_ Record      = (*register.Store)(nil)
)
