# Prints the seconds that survfit and survdiff need for two groups of waits, for bench_test.go: Rscript time.R WAITS
suppressMessages(library(survival))
n <- as.integer(commandArgs(trailingOnly = TRUE)[1])
set.seed(1)
d <- data.frame(time = sample(0:2999, n, TRUE), decided = runif(n) < .75, group = rep(1:2, length.out = n))
run <- function() { survfit(Surv(time, decided) ~ group, d); survdiff(Surv(time, decided) ~ group, d) }
invisible(run())
cat(system.time(for (i in 1:20) run())[["elapsed"]] / 20, "\n")
