# What survfit and survdiff of the R package survival say of waits, for waiting_test.go to compare with: Rscript waiting.R ROWS
# reads what "unhindered analyse waiting --rows --format csv" prints, and prints the curves in the same columns, then one line
# with the test: chi-square, degrees of freedom, p.
library(survival)
rows <- read.csv(commandArgs(trailingOnly = TRUE)[1], stringsAsFactors = FALSE)
fit <- survfit(Surv(days, decided) ~ group, rows)
group <- if (is.null(fit$strata)) rows$group[1] else rep(sub("^group=", "", names(fit$strata)), fit$strata)
f <- function(x) ifelse(is.na(x), "", sprintf("%.6f", x))
cat("group,days,at_risk,decided,survival,lower,upper\n")
cat(sprintf("%s,%s,%d,%d,%s,%s,%s\n", group, format(fit$time, digits = 15, trim = TRUE), as.integer(fit$n.risk), as.integer(fit$n.event), f(fit$surv), f(fit$lower), f(fit$upper)), sep = "")
if (length(unique(rows$group)) > 1) {
  t <- survdiff(Surv(days, decided) ~ group, rows)
  df <- sum(t$exp > 0) - 1
  cat(sprintf("test,%.6f,%d,%.6g\n", t$chisq, df, pchisq(t$chisq, df, lower.tail = FALSE)))
}
