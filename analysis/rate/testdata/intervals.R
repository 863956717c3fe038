# Makes intervals.csv, the intervals of Wilson by prop.test without continuity correction, and differences.csv, Newcombe's
# intervals by hand from them, for rate_test.go: Rscript intervals.R. Made with R 4.2.2 on 22 November 2026.
wilson <- function(k, n, level) suppressWarnings(prop.test(k, n, conf.level = level, correct = FALSE))$conf.int[1:2]
cases <- list(c(0, 1), c(1, 1), c(0, 10), c(1, 10), c(5, 10), c(10, 10), c(7, 31), c(81, 263), c(15, 148), c(2, 10000), c(9999, 10000))
lines <- "k,n,level,lower,upper"
for (c in cases) for (level in c(0.8, 0.95, 0.99)) {
  w <- wilson(c[1], c[2], level)
  lines <- c(lines, sprintf("%d,%d,%g,%.9f,%.9f", as.integer(c[1]), as.integer(c[2]), level, w[1], w[2]))
}
writeLines(lines, "intervals.csv")

lines <- "k1,n1,k2,n2,is,lower,upper"
for (c in list(c(56, 70, 48, 80), c(9, 10, 3, 10), c(0, 20, 0, 10), c(10, 10, 0, 20))) {
  a <- wilson(c[1], c[2], .95); b <- wilson(c[3], c[4], .95); p <- c[1] / c[2]; q <- c[3] / c[4]
  lines <- c(lines, sprintf("%d,%d,%d,%d,%.9f,%.9f,%.9f", as.integer(c[1]), as.integer(c[2]), as.integer(c[3]), as.integer(c[4]), p - q,
    p - q - sqrt((p - a[1])^2 + (b[2] - q)^2), p - q + sqrt((a[2] - p)^2 + (q - b[1])^2)))
}
writeLines(lines, "differences.csv")
