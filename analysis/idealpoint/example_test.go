package idealpoint_test

import (
	"fmt"

	"unhindered/analysis/idealpoint"
)

// Four voters, of whom the first is known to stand on the positive side.
func ExampleFit() {
	const y, a, n, missing = idealpoint.Yes, idealpoint.Abstain, idealpoint.No, idealpoint.Missing
	rollCalls := []idealpoint.RollCall{
		{Session: 1, Choices: []idealpoint.Choice{y, y, a, n}},
		{Session: 1, Choices: []idealpoint.Choice{n, a, y, y}},
		{Session: 1, Choices: []idealpoint.Choice{y, a, n, missing}},
		{Session: 1, Choices: []idealpoint.Choice{y, y, y, n}},
		{Session: 1, Choices: []idealpoint.Choice{y, y, y, y}}, // tells nothing
	}
	f, err := idealpoint.Fit(rollCalls, idealpoint.Options{Positive: []int{0}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range f.Points {
		fmt.Printf("voter %d stands at %+.1f, by %d votes\n", p.Voter, p.Estimate, p.Votes)
	}
	fmt.Println(f.Left, "roll call was left out")
	// Output:
	// voter 0 stands at +1.3, by 4 votes
	// voter 1 stands at +0.5, by 4 votes
	// voter 2 stands at -0.6, by 4 votes
	// voter 3 stands at -1.3, by 3 votes
	// 1 roll call was left out
}
