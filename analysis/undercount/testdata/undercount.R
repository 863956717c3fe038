# Makes cells.csv (the counts), chapman.csv and models.csv for undercount_test.go, with glm of base R alone and the interval of
# the profile likelihood by uniroot: Rscript undercount.R. Made with R 4.2.2 on 22 November 2026.
#
# "hepatitis" is the outbreak of hepatitis A in Taiwan in 1995 with three lists (A. Chao, P. K. Tsay, S.-H. Lin, W.-Y. Shau and
# D.-Y. Chao, The Applications of Capture-Recapture Models to Epidemiological Data, Statistics in Medicine 20 (2001),
# 3123-3157); the others are made up.
options(digits = 15)
sets <- list(
  hepatitis = c(69, 55, 21, 63, 17, 18, 28),   # cells by the set of lists as bits: 1, 2, 1+2, 3, 1+3, 2+3, 1+2+3
  small = c(9, 14, 3, 5, 1, 2, 1),
  nopair = c(30, 25, 6, 20, 0, 4, 0),          # nobody is on both lists 1 and 3
  two = c(40, 25, 10),
  four = c(50, 41, 12, 60, 9, 15, 4, 22, 6, 8, 2, 10, 3, 5, 2))
f <- function(x) ifelse(is.finite(x), sprintf("%.6f", x), "")
cells <- models <- NULL
control <- glm.control(epsilon = 1e-14, maxit = 200)
for (s in names(sets)) {
  y <- sets[[s]]; k <- log2(length(y) + 1)
  cells <- rbind(cells, data.frame(set = s, lists = seq_along(y), n = y))
  on <- function(cell, list) bitwAnd(cell, bitwShiftL(1, list)) > 0
  pairs <- if (k == 2) list() else combn(k, 2, simplify = FALSE)
  if (k == 4) pairs <- pairs[c(1, 3, 6)]       # 8 of the 64
  for (m in 0:(2^length(pairs) - 1)) {
    chosen <- pairs[bitwAnd(m, 2^(seq_along(pairs) - 1)) > 0]
    x <- function(cell) cbind(1, sapply(0:(k - 1), \(l) 1 * on(cell, l)),
      do.call(cbind, lapply(chosen, \(p) 1 * (on(cell, p[1] - 1) & on(cell, p[2] - 1)))))
    if (any(sapply(chosen, \(p) sum(y[on(seq_along(y), p[1] - 1) & on(seq_along(y), p[2] - 1)])) == 0)) next
    X <- x(seq_along(y)); X0 <- rbind(x(0:1)[1, ], X)
    g <- glm(y ~ X - 1, family = poisson, control = control)
    unseen <- exp(coef(g)[[1]])
    if (unseen > 1e4 * sum(y)) {               # without limit
      models <- rbind(models, data.frame(set = s, pairs = paste(sapply(chosen, paste, collapse = "-"), collapse = " "), n = "", se = "", deviance = "", aic = "", lower = "", upper = ""))
      next
    }
    se <- sqrt(unseen + unseen^2 * vcov(g)[1, 1])
    over <- function(n) suppressWarnings(deviance(glm(c(n, y) ~ X0 - 1, family = poisson, control = control))) - deviance(g) - qchisq(.95, 1)
    lower <- if (over(0) > 0) uniroot(over, c(0, unseen), tol = 1e-10)$root else 0
    upper <- uniroot(over, c(unseen, 200 * unseen + 50), tol = 1e-9, extendInt = "upX")$root
    models <- rbind(models, data.frame(set = s, pairs = paste(sapply(chosen, paste, collapse = "-"), collapse = " "),
      n = f(sum(y) + unseen), se = f(se), deviance = f(deviance(g)), aic = f(AIC(g)), lower = f(sum(y) + lower), upper = f(sum(y) + upper)))
  }
}
write.csv(cells, "cells.csv", row.names = FALSE, quote = FALSE)
write.csv(models, "models.csv", row.names = FALSE, quote = FALSE)

chapman <- NULL
for (c in list(c(135, 122, 49), c(135, 126, 45), c(9, 7, 1), c(10, 10, 10), c(200, 3, 2))) {
  a <- c[1]; b <- c[2]; m <- c[3]; seen <- a + b - m
  n <- (a + 1) * (b + 1) / (m + 1) - 1
  v <- (a + 1) * (b + 1) * (a - m) * (b - m) / ((m + 1)^2 * (m + 2))
  w <- if (n > seen) exp(qnorm(.975) * sqrt(log(1 + v / (n - seen)^2))) else 1
  chapman <- rbind(chapman, data.frame(a, b, m, n = f(n), se = f(sqrt(v)), lower = f(seen + (n - seen) / w), upper = f(seen + (n - seen) * w)))
}
write.csv(chapman, "chapman.csv", row.names = FALSE, quote = FALSE)
