// Package rate says how often something happened, with its denominator and its uncertainty: shares with Wilson's
// interval, the difference of two shares, and, for yearly reports, how many years in a row somebody stands in them and who
// vanishes from one to the next.
package rate
