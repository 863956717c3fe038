package study

import (
	"fmt"
	"strings"

	"unhindered/analysis/coding"
)

// CodeTexts codes texts, row 1 first. A text without a word has a row without values. With flags the rows say too what the
// rules find: SMART, findings of the United Nations, praise alone, coded phrases.
func CodeTexts(m *coding.Model, texts []string, flags bool, command string) Answer {
	a := Answer{Columns: []string{"row", "action", "confidence", "verb", "issues"}, Method: CodingMethod(m, command)}
	if flags {
		a.Columns = append(a.Columns, FlagColumns...)
	}
	for i, c := range m.CodeAll(texts) {
		row := []any{i + 1, nil, nil, "", ""}
		if c.Action > 0 {
			row = []any{i + 1, c.Action, c.Confidence, c.Verb.Word, IssueList(c)}
		}
		if flags {
			row = append(row, FlagCells(texts[i], m.Flag(texts[i], c))...)
		}
		a.Rows = append(a.Rows, row)
	}
	return a
}

// IssueList joins the issues of a coding as UPR Info does: with commas, which no label has.
func IssueList(c coding.Coding) string {
	labels := make([]string, len(c.Issues))
	for i, issue := range c.Issues {
		labels[i] = issue.Label
	}
	return strings.Join(labels, ",")
}

// FlagColumns are the columns of FlagCells: 1 yes, 0 no, nothing where it was not judged.
var FlagColumns = []string{"specific", "measurable", "achievable", "results_oriented", "time_bound", "un_findings", "praise_only", "coded_phrases", "coded_phrases_not_counted"}

// FlagCells are the flags of a text as cells. A coded phrase that is also common language is given apart, with its risk.
func FlagCells(text string, f coding.Flags) []any {
	var cells []any
	for _, flag := range []coding.Flag{f.Smart.Specific, f.Smart.Measurable, f.Smart.Achievable, f.Smart.Results, f.Smart.TimeBound, f.Findings, f.Praise} {
		switch flag.Mark {
		case coding.Yes:
			cells = append(cells, 1)
		case coding.No:
			cells = append(cells, 0)
		default:
			cells = append(cells, nil)
		}
	}
	var counted, not []string
	for _, h := range f.Phrases {
		if said := fmt.Sprintf("%s (risk %s)", h.Phrase.Text, h.Phrase.Risk); h.Counts {
			counted = append(counted, said)
		} else {
			not = append(not, said)
		}
	}
	return append(cells, strings.Join(counted, "; "), strings.Join(not, "; "))
}

// CodingMethod says how recommendations are coded, how well, and what a coding is not.
func CodingMethod(m *coding.Model, command string) Method {
	o := m.Origin
	return Method{
		Question: "How specific is each recommendation, and what is it about?",
		How: []string{
			"The action category of Edward R. McMahon: 1 minimal (asks others, or asks for help), 2 continuing, 3 considering, 4 general, 5 specific. The first verb decides; of two at the start the second; a general action with specific means is specific.",
			"Linear support vector machines over hashed words, first words and the parts of the main clause, one for each action and each issue, turned into probabilities on sessions that training had not seen. Read is the text alone: not who recommends, to whom, nor what people coded.",
			fmt.Sprintf("Trained on %d rows of UPR Info, sessions %d to %d. In cross-validation by session: accuracy of the action %.3f, Cohen's kappa %.3f; micro-F1 of the issues %.3f. docs/analysis-coding.md has all measurements.",
				o.Examples, o.Sessions[0], o.Sessions[len(o.Sessions)-1], o.Accuracy, o.Kappa, o.MicroF1),
			"The confidence is the probability that people give this action: of proposals with 0.8, about 80 of 100 are what people say.",
		},
		Missing: []string{
			"A proposal is no finding: people disagree too, most of all between general and specific. A person may overrule it; what people say is imported as the sheet upr-coding and stands beside.",
			"Texts in other languages than English are not known to the model. Whether a recommendation is achievable, or would lessen rights, no machine judges.",
		},
		Sources: []string{
			"UPR Info, Action Category (October 2014) and Issue categorisation (October 2014).",
			"C.-J. Hsieh and others, A Dual Coordinate Descent Method for Large-scale Linear SVM, ICML 2008; J. Platt, Probabilistic Outputs for Support Vector Machines, 1999.",
		},
		Command: command,
	}
}
