// Package coding reads a recommendation of the Universal Periodic Review and says how specific it is and what it is about,
// in the terms in which UPR Info codes its database: the action category of Edward R. McMahon, 1 (minimal) to 5
// (specific), with the verb that decides, and the issues, several each. Beside them it raises flags that need no model: the
// SMART criteria, reference to findings of the United Nations, praise, and phrases that are coded language and often also
// plain words.
//
// Everything is read from the text alone. Who recommends, and to whom, is never looked at: McMahon codes blindly ("without
// reference to the SuR or recommending state", UPR Info, Action Category, October 2014), and so does this package.
//
// A Model holds coefficients of linear models over hashed features, no texts. Train makes one from examples that people
// coded; CrossValidate says how well that works on sessions that training has not seen. What a model says is a proposal
// with a probability, never a finding: a person may overrule it.
package coding
