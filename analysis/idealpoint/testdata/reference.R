# Reference estimates for the tests of this package, from other people's samplers. The votes are simulated, of nobody.
#
#   Rscript reference.R write    writes votes.csv and reference.csv beside this script
#   Rscript reference.R time     prints the seconds that each sampler needs for votes.csv on this machine
#
# votes.csv: one line for each of 60 roll calls, one letter for each of 50 voters: Y, A, N, or . if missing.
# reference.csv: for each voter the posterior mean and standard deviation of its point
#   ordinal, ordinal_sd   MCMCpack::MCMCordfactanal, three ordered choices (Quinn 2004)
#   binary, binary_sd     pscl::ideal, yes against the rest (Clinton, Jackman and Rivers 2004), with the priors of this
#                         package: discriminations N(0, 1) (pscl's own prior is N(0, 25)), thresholds nearly flat
# Both have mean 0 and standard deviation 1 over the voters, and the first voter is on the negative side.
suppressMessages({library(MCMCpack); library(pscl)})
set.seed(20201109)
n <- 50; m <- 60
letter <- c("N", "A", "Y")

simulate <- function() {
  theta <- sort(rnorm(n)); beta <- 1.2 * rnorm(m); middle <- 0.7 * rnorm(m); half <- runif(m, 0.1, 0.6)
  z <- outer(theta, beta) + matrix(rnorm(n * m), n)
  y <- 1 + (z > rep(middle - half, each = n)) + (z > rep(middle + half, each = n))
  y[matrix(runif(n * m) < 0.12, n)] <- NA
  y
}
standard <- function(mean, sd) {
  s <- sd(mean) * sqrt((n - 1) / n) * sign(mean(mean[(n - 4):n]) - mean(mean[1:5]))
  cbind((mean - mean(mean)) / s, sd / abs(s))
}
ordinal <- function(y) {
  d <- as.data.frame(y); names(d) <- paste0("r", seq_len(m))
  fit <- MCMCordfactanal(as.formula(paste("~", paste(names(d), collapse = "+"))), data = d, factors = 1,
    burnin = 2000, mcmc = 20000, thin = 20, L0 = 1, l0 = 0, store.scores = TRUE, seed = 1, tune = 1.2)
  s <- fit[, grep("^phi.*[.]2$", colnames(fit))]
  standard(apply(s, 2, mean), apply(s, 2, sd))
}
binary <- function(y) {
  v <- ifelse(is.na(y), 8, ifelse(y == 3, 1, 0))
  v <- v[, apply(v, 2, function(c) all(0:1 %in% c))]; m2 <- ncol(v)
  r <- rollcall(v, yea = 1, nay = 0, missing = 8, notInLegis = 9)
  fit <- ideal(r, d = 1, maxiter = 22000, burnin = 2000, thin = 20, normalize = TRUE, verbose = FALSE,
    priors = list(xp = 0, xpv = 1, bp = 0, bpv = matrix(c(1, 0.01), m2, 2, byrow = TRUE)))
  x <- fit$x[, , 1]
  standard(apply(x, 2, mean), apply(x, 2, sd))
}

if (commandArgs(TRUE)[1] == "write") {
  y <- simulate()
  text <- apply(y, 2, function(c) paste(ifelse(is.na(c), ".", letter[c]), collapse = ""))
  writeLines(text, "votes.csv")
  r <- round(cbind(ordinal(y), binary(y)), 4)
  colnames(r) <- c("ordinal", "ordinal_sd", "binary", "binary_sd")
  write.csv(r, "reference.csv", row.names = FALSE, quote = FALSE)
} else {
  y <- t(sapply(strsplit(readLines("votes.csv"), ""), function(c) match(c, letter)))
  y <- t(y)
  sink("/dev/null"); o <- system.time(ordinal(y))[["elapsed"]]; b <- system.time(binary(y))[["elapsed"]]; sink()
  cat(o, b, "\n")
}
