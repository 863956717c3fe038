# Prints the seconds that R needs for the agreement of all pairs, for bench_test.go: Rscript allpairs_time.R MEMBERS ROLLS
args <- as.integer(commandArgs(trailingOnly = TRUE))
set.seed(1)
votes <- matrix(sample(0:3, args[1] * args[2], replace = TRUE), args[1])
seconds <- system.time({
  shared <- tcrossprod(1 * (votes > 0))
  same <- tcrossprod(1 * (votes == 1)) + tcrossprod(1 * (votes == 2)) + tcrossprod(1 * (votes == 3))
  share <- same / shared
})[["elapsed"]]
cat(seconds, "\n")
