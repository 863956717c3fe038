# Makes trends.csv for drift_test.go: Kendall's tau with ties by cor.test, for votes made up here. Rscript trend.R. Made with R
# 4.2.2 on 22 November 2026. A row has years and choices (0 against, 1 abstained, 2 for) with blanks between.
set.seed(3)
lines <- "years,choices,tau,z,p"
for (n in c(3, 10, 25, 80)) for (slope in c(-.3, 0, .4)) {
  year <- sort(sample(2006:2021, n, TRUE))
  choice <- pmin(2, pmax(0, round(1 + slope * (year - 2013) / 3 + rnorm(n))))
  t <- suppressWarnings(cor.test(year, choice, method = "kendall", exact = FALSE))
  if (is.na(t$estimate)) next
  lines <- c(lines, sprintf("%s,%s,%.9f,%.9f,%.9f", paste(year, collapse = " "), paste(choice, collapse = " "), t$estimate, t$statistic, t$p.value))
}
writeLines(lines, "trends.csv")
