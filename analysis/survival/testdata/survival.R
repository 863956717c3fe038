# Makes the fixtures of survival_test.go with the R package survival: waits.csv (the rows), curves.csv (survfit), medians.csv,
# tests.csv (survdiff) and incidence.csv (survfit of several states). Rscript survival.R. Made with R 4.2.2 and survival
# 3.5.3 on 22 November 2026.
#
# The sets: "aml" is that of the package (R. G. Miller, Survival Analysis, 1997, page 49); the others are made up to have
# what breaks programs: many ties, waits of 0, a last wait that is decided, a curve that runs level at one half, nobody
# decided, and groups of which one has nobody.
library(survival)
set.seed(7)
n <- 400
sets <- list(
  aml = data.frame(time = aml$time, kind = aml$status, group = as.integer(aml$x)),
  ties = data.frame(time = rpois(n, 6), kind = sample(0:3, n, TRUE), group = sample(1:3, n, TRUE)),
  days = data.frame(time = round(rexp(120, 1 / 900)), kind = sample(0:2, 120, TRUE, c(.3, .5, .2)), group = sample(1:2, 120, TRUE)),
  level = data.frame(time = c(1, 2, 3, 4, 5, 6), kind = c(1, 1, 1, 0, 1, 0), group = c(1, 2, 1, 2, 1, 2)),
  last = data.frame(time = c(2, 2, 5, 9), kind = c(1, 0, 1, 1), group = c(1, 2, 2, 1)),
  half = data.frame(time = c(1, 2, 3, 4), kind = c(1, 1, 0, 0), group = c(1, 1, 2, 2)),
  none = data.frame(time = c(3, 4, 4), kind = c(0, 0, 0), group = c(1, 2, 2)))
f <- function(x) ifelse(is.na(x), "", sprintf("%.9f", x))
rows <- curves <- medians <- tests <- incidence <- NULL
for (s in names(sets)) {
  d <- sets[[s]]
  d$set <- s
  rows <- rbind(rows, d[, c("set", "time", "kind", "group")])
  for (band in c("plain", "log", "log-log")) for (level in c(.95, .8)) {
    fit <- survfit(Surv(time, kind > 0) ~ 1, d, conf.type = band, conf.int = level)
    curves <- rbind(curves, data.frame(set = s, band, level, time = fit$time, n = fit$n.risk, d = fit$n.event, c = fit$n.censor,
      survival = f(fit$surv), se = f(summary(fit, times = fit$time)$std.err), lower = f(fit$lower), upper = f(fit$upper)))
    # The median as survfit prints it. R has a second one, quantile(), which says something else where the curve ends level
    # at one half ("half": 2 printed, 3 by quantile) and where a band rises again ("aml": 45 printed, 48 by quantile).
    m <- summary(fit)$table[7:9]
    medians <- rbind(medians, data.frame(set = s, band, level, is = f(m[1]), lower = f(m[2]), upper = f(m[3])))
  }
  if (any(d$kind > 0)) {
    t <- survdiff(Surv(time, kind > 0) ~ group, d)
    df <- sum(t$exp > 0) - 1
    tests <- rbind(tests, data.frame(set = s, group = seq_along(t$n), n = as.integer(t$n), observed = t$obs, expected = f(t$exp),
      chisq = f(t$chisq), df, p = f(pchisq(t$chisq, df, lower.tail = FALSE))))
  }
  if (max(d$kind) > 1) {
    fit <- survfit(Surv(time, factor(kind, 0:max(d$kind))) ~ 1, d)
    for (k in 2:ncol(fit$pstate))
      incidence <- rbind(incidence, data.frame(set = s, kind = k - 1, time = fit$time, share = f(fit$pstate[, k])))
  }
}
names <- c(waits = "rows", curves = "curves", medians = "medians", tests = "tests", incidence = "incidence")
for (file in names(names)) write.csv(get(names[file]), paste0(file, ".csv"), row.names = FALSE, quote = FALSE)
