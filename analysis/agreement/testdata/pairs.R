# Makes pairs_60_66.csv.gz and groups_60_66.csv: who voted how alike in the General Assembly, sessions 60 to 66, computed in
# R alone, for agreement_real_test.go to compare with.
#
#   Rscript pairs.R FOLDER      FOLDER holds votes.csv.gz, roll_calls.csv and issues.csv of dgrtwo/unvotes
#
# Made with R 4.2.2 on 22 November 2026. Nothing but base R is needed.
folder <- commandArgs(trailingOnly = TRUE)[1]
read <- function(name) read.csv(file.path(folder, name), na.strings = "", stringsAsFactors = FALSE)
votes <- read("votes.csv.gz")
rolls <- read("roll_calls.csv")
issues <- read("issues.csv")

all <- rolls$rcid[rolls$session >= 60 & rolls$session <= 66]
sets <- list(all = all, hr = intersect(all, issues$rcid[issues$short_name == "hr"]))

# How often each pair shares a roll call and votes the same, by products of the tables of yes, no and abstentions.
pairs <- function(set) {
  v <- votes[votes$rcid %in% set, ]
  of <- function(choice) {
    x <- v[v$vote %in% choice, ]
    1 * (table(factor(x$country_code, codes), factor(x$rcid, set)) > 0)
  }
  yes <- of("yes"); no <- of("no"); abstain <- of("abstain"); cast <- yes + no + abstain
  list(shared = tcrossprod(cast), same = tcrossprod(yes) + tcrossprod(no) + tcrossprod(abstain))
}
codes <- sort(unique(votes$country_code[votes$rcid %in% all]), method = "radix")
computed <- lapply(sets, pairs)
above <- which(upper.tri(computed$all$shared), arr.ind = TRUE)
above <- above[order(above[, 1], above[, 2]), ]
out <- data.frame(a = codes[above[, 1]], b = codes[above[, 2]])
for (s in names(sets)) {
  shared <- computed[[s]]$shared[above]
  out[[paste0("shared_", s)]] <- shared
  out[[paste0("identical_", s)]] <- sprintf("%.6f", computed[[s]]$same[above] / shared)
}
file <- gzfile("pairs_60_66.csv.gz", "w", compression = 9)
write.csv(out, file, row.names = FALSE, quote = FALSE)
close(file)

# The agreement index of Hix, Noury and Roland, and Rice's index.
groups <- list(c("CN", "FR", "GB", "RU", "US"), c("CN", "RU", "CU", "PK", "EG", "VE", "IR"), codes)
lines <- "group,set,rolls,index,sd,rice_rolls,rice"
for (g in groups) for (s in names(sets)) {
  v <- votes[votes$rcid %in% sets[[s]] & votes$country_code %in% g, ]
  t <- table(factor(v$rcid, sets[[s]]), factor(v$vote, c("yes", "no", "abstain")))
  n <- rowSums(t); top <- apply(t, 1, max)
  i <- ((top - (n - top) / 2) / n)[n >= 2]
  yn <- t[, 1] + t[, 2]
  r <- (abs(t[, 1] - t[, 2]) / yn)[yn >= 2]
  name <- if (length(g) > 20) "all" else paste(g, collapse = " ")
  lines <- c(lines, sprintf("%s,%s,%d,%.6f,%.6f,%d,%.6f", name, s, length(i), mean(i), sd(i), length(r), mean(r)))
}
writeLines(lines, "groups_60_66.csv")
