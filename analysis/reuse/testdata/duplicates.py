"""The reference of the benchmark: near duplicates by a prefix-filtered inverted index, as one would write it in Python.

Reads a CSV of UPR Info (plain or .gz), prints {"exact": n, "near": n} over all pairs of rows at a Jaccard index of 0.8.
"""
import collections
import csv
import gzip
import io
import json
import sys


def words(text):
    return "".join(c if c.isalpha() or c.isdigit() else " " for c in text.casefold()).split()


opener = gzip.open if sys.argv[1].endswith(".gz") else open
with opener(sys.argv[1], "rb") as f:
    rows = list(csv.DictReader(io.TextIOWrapper(f, "utf-8-sig", newline="")))
copies = collections.Counter(tuple(words(r["Text"])) for r in rows)
copies.pop((), None)
texts = list(copies)
sets = [{t[i:i + 3] for i in range(max(1, len(t) - 2))} for t in texts]
often = collections.Counter(s for group in sets for s in group)
sets = [sorted(group, key=lambda s: (often[s], s)) for group in sets]
order = sorted(range(len(sets)), key=lambda i: len(sets[i]))
index = collections.defaultdict(list)
exact = sum(n * (n - 1) // 2 for n in copies.values())
near = exact
for x in order:
    mine, size = set(sets[x]), len(sets[x])
    prefix = sets[x][:size - -(-4 * size // 5) + 1]
    candidates = {y for s in prefix for y in index[s] if 5 * len(sets[y]) >= 4 * size}
    for y in candidates:
        both = len(mine.intersection(sets[y]))
        if 5 * both >= 4 * (size + len(sets[y]) - both):
            near += copies[texts[x]] * copies[texts[y]]
    for s in prefix:
        index[s].append(x)
print(json.dumps({"exact": exact, "near": near}))
