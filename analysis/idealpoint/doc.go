// Package idealpoint places voters on a line by how they voted, after the spatial model of voting: a voter's ideal point is
// where on the line its votes are best explained, and two voters with the same point are expected to vote alike.
//
// A roll call r has a discrimination β and two thresholds λ ≤ υ. With ε standard normal, the voter i at the point θ chooses
//
//	no       if βθ + ε < λ
//	abstain  if λ ≤ βθ + ε < υ
//	yes      if βθ + ε ≥ υ
//
// which is the ordinal probit of Quinn (2004) and of Bailey, Strezhnev and Voeten (2017). Where only two of the three
// choices occur there is one threshold, as in Clinton, Jackman and Rivers (2004). A roll call on which all chose the same
// tells nothing and is left out. A voter that did not vote is not in the sum: nothing is assumed of what it would have done.
//
// In the static model a voter has one point, with prior N(0, 1). In the dynamic model it has one in each session in which it
// voted; the prior of a session is normal around the point of the voter's session before, as in Martin and Quinn (2002), and
// runs forward only, as in the program behind the published estimates of the General Assembly (Bailey, Strezhnev and
// Voeten 2017): later votes do not revise earlier points, except through what they teach about roll calls and scale. Its
// variance is ½ n/(n+m), n and m being the numbers of votes cast in the session and in the one before, for each session
// since that one. The first session of a voter leans in the same way on its second. Roll calls on the same question in
// several sessions are not tied to each other: on the votes of the General Assembly that brought the points no nearer to the
// published ones.
//
// # Estimation
//
// Fit is a variational expectation-maximisation. Given the roll calls, the points are normal and are found by Newton's
// method on their expected log posterior; given the points' normal distributions, each roll call's β (prior N(0, 1)), λ and
// υ (flat prior) maximise the expected log-likelihood, integrated by Gauss-Hermite quadrature. Both steps are concave
// (Pratt 1981). The idea is that of Imai, Lo and Olmsted (2016); theirs augments the data and needs hundreds of slow steps,
// the Newton steps here need some dozens.
//
// # Scale and sign
//
// Votes fix neither the origin, the unit nor the direction of the line. The points have mean 0 and standard deviation 1 over
// all voters and sessions. As this is a constraint, its multiplier κ has its part in the solution: each point is drawn
// towards the origin by κ(Σβ² + p)θ, where the bracket is the information that complete data would give and p the precision
// of the prior. κ follows in closed form from the condition that no rescaling improves the fit, and is about 0.01. It matters
// for the voter who stands beyond all others: its votes say only "further out", and without the constraint it is driven
// away from the rest. The published program does the same by rescaling the points after each of its draws. The direction is
// fixed by anchors: voters known to stand on the positive or the negative side.
//
// # Uncertainty
//
// A standard error is the square root of the sum of two variances: that of the point given the roll calls (the inverse of its
// expected information, prior and constraint included), and that which comes through the estimates of the roll calls, by the
// delta method (Kass and Steffey 1989), carried along a voter's sessions. In simulations 94 to 97 of 100 intervals of ±1.96
// standard errors hold the true point, and 91 to 95 where points move by a third of a standard deviation a session or more; on
// the votes of the General Assembly the standard errors are 0.97 (human rights) and 0.98 (all votes) of the published ones,
// on the median. They are conditional on the model: they do not say how well one line describes the votes (see
// Result.Correct for that), and errors of voters in one session are not independent.
//
// # References
//
//   - M. A. Bailey, A. Strezhnev and E. Voeten, Estimating Dynamic State Preferences from United Nations Voting Data, Journal
//     of Conflict Resolution 61 (2017), 430-456.
//   - J. Clinton, S. Jackman and D. Rivers, The Statistical Analysis of Roll Call Data, American Political Science Review 98
//     (2004), 355-370.
//   - K. Imai, J. Lo and J. Olmsted, Fast Estimation of Ideal Points with Massive Data, American Political Science Review 110
//     (2016), 631-656.
//   - R. E. Kass and D. Steffey, Approximate Bayesian Inference in Conditionally Independent Hierarchical Models, Journal of
//     the American Statistical Association 84 (1989), 717-726.
//   - A. D. Martin and K. M. Quinn, Dynamic Ideal Point Estimation via Markov Chain Monte Carlo for the U.S. Supreme Court,
//     1953-1999, Political Analysis 10 (2002), 134-153.
//   - J. W. Pratt, Concavity of the Log Likelihood, Journal of the American Statistical Association 76 (1981), 103-106.
//   - K. M. Quinn, Bayesian Factor Analysis for Mixed Ordinal and Continuous Responses, Political Analysis 12 (2004), 338-353.
package idealpoint
