package desk

// A ClearField is a column of the desk's database that is not sealed, and why.
type ClearField struct{ Table, Column, Why string }
