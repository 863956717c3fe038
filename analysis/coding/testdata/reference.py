# The linear models of scikit-learn with which docs/analysis-coding.md compares: trained on sessions 1 to 9 of UPR Info, judged
# on 10 to 13. Needs Python 3 with scikit-learn (Debian: python3-sklearn; the figures are those of 1.2.1).
#   python3 analysis/coding/testdata/reference.py ../shared/data/upr/upr-info-sessions-01-13.csv.gz
import csv, gzip, html, re, sys
import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score, cohen_kappa_score
from sklearn.svm import LinearSVC

rows = list(csv.DictReader(gzip.open(sys.argv[1], 'rt', encoding='utf-8', newline='')))
texts = [html.unescape(r['Text'].strip()) for r in rows]
action = np.array([int(r['Action']) for r in rows])
late = np.array([int(r['Session']) > 9 for r in rows])


def words(text):
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower())


def pairs(text):
    w = words(text)
    return ['w:' + a for a in w] + ['p:' + a + ' ' + b for a, b in zip(w, w[1:])]


def first(text):
    w = ['<s>'] + words(text) + ['</s>']
    out = ['begins:' + ' '.join(w[1:1 + n]) for n in range(1, 7)] + ['%d:' % i + w[i] for i in range(1, min(8, len(w)))]
    w = w[:12]
    for i in range(len(w) - 1):
        out += ['1:' + w[i], '2:' + ' '.join(w[i:i + 2]), '3:' + ' '.join(w[i:i + 3])]
    return out


def matrices(*vectorizers):
    early = [v.fit_transform([t for t, l in zip(texts, late) if not l]) for v in vectorizers]
    return hstack(early).tocsr(), hstack([v.transform([t for t, l in zip(texts, late) if l]) for v in vectorizers]).tocsr()


def tfidf(**options):
    return TfidfVectorizer(sublinear_tf=True, min_df=2, **options)


for name, vectorizers in {'words and pairs': [tfidf(analyzer=pairs)], 'and first words': [tfidf(analyzer=pairs), tfidf(analyzer=first)]}.items():
    x, z = matrices(*vectorizers)
    said = LinearSVC(C=0.5, random_state=0).fit(x, action[~late]).predict(z)
    print(name, 'accuracy %.4f kappa %.4f' % (accuracy_score(action[late], said), cohen_kappa_score(action[late], said)))

labels = sorted({label for r in rows for label in r['Issue'].split(',')})
given = np.array([[label in r['Issue'].split(',') for label in labels] for r in rows])
x, z = matrices(tfidf(analyzer=pairs))
said = np.array([LinearSVC(C=0.5, random_state=0).fit(x, given[~late][:, k]).predict(z) for k in range(len(labels))]).T
print('issues, words and pairs: micro-F1 %.4f' % (2 * (said & given[late]).sum() / (said.sum() + given[late].sum())))
