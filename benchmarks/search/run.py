"""The search over 50, 1,000 and 5,000 texts: taking them apart, one text changed, a question as typed, memory. Seconds of the processor."""

import argparse
import random
import statistics
import sys
import time
import tomllib
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from benchmarks.measuring import ROOT, finish, machine, say
from glascampus.engines.search.asking import ask
from glascampus.engines.search.index import Document, Index
from glascampus.engines.search.words import WORD

SIZES = (50, 1000, 5000)
ROUNDS, SEED = 5, 5
WORDS_OF_A_TEXT = (6, 30, 30, 40)  # title, summary in two languages, what else stands on the page
WEIGHTS = (10, 4, 4, 3)
QUESTIONS = (
    "Brandschutz", "Schmelzen", "Öfen", "Elektrik", "Feuerlöscher", "Qualitaetsmanagement", "Glasschmelse", "Elecktrotechnick", "Evakuirung",
    "melting furnaces", "Kurse für Fortgeschrittene", "Wie wird Glas gemacht?", "quantencomputer", "Schichtleiter", "Glas",
)  # fmt: skip
BUILD_S, CHANGE_S, QUESTION_MS, MEMORY_MB = 3.0, 1.0, 60.0, 40.0  # of 5,000 texts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="write the answer to benchmarks/results/search.json")
    options = parser.parse_args()
    about = machine()
    ask(Index([Document((("Glas", 10),))]), "Glaeser")  # brings the stemmers in, once for a process
    sizes = {size: _measure(_texts(size)) for size in SIZES}
    largest = sizes[max(SIZES)]
    targets = {
        f"5,000 texts taken apart in {BUILD_S} s": largest["build_s"] <= BUILD_S,
        f"one of them changed: {CHANGE_S} s": largest["change_s"] <= CHANGE_S,
        f"a question at the median in {QUESTION_MS} ms": largest["question_ms"] <= QUESTION_MS,
        f"no more than {MEMORY_MB} MB": largest["memory_mb"] <= MEMORY_MB,
    }
    return finish("search", {"machine": about, "sizes": sizes}, targets, keep=options.keep)


def _texts(number):
    """Texts from the words of the demo campus, and from compounds made of them, so that the vocabulary grows as a real one does."""
    dice = random.Random(SEED)
    read = [tomllib.loads(path.read_text()) for path in sorted((ROOT / "campuses/glascampus-torgau").glob("*.toml"))]
    known = sorted(set(WORD.findall(" ".join(map(str, read)))))
    stems = [word for word in known if 4 <= len(word) <= 9 and word.isalpha()]
    coined = [dice.choice(stems).capitalize() + dice.choice(stems).lower() for _n in range(3 * number)]
    draw = lambda n: " ".join(dice.choice(coined if dice.random() < 0.1 else known) for _n in range(n))  # noqa: E731
    return [
        Document(tuple((draw(n), w) for n, w in zip(WORDS_OF_A_TEXT, WEIGHTS, strict=True))) for _n in range(number)
    ]


def _measure(texts):
    tracemalloc.start()
    index = Index(texts)
    memory = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    changed = [*texts[:-1], Document((("Neu", 10),))]
    first = [_timed(lambda q=q: ask(index, q))[0] for q in QUESTIONS]  # words are stemmed for the first time
    again = [_timed(lambda q=q: ask(index, q))[0] for q in QUESTIONS for _n in range(ROUNDS)]
    found = {
        "texts": len(texts), "words": len(index.places), "build_s": _middle(lambda: Index(texts)),
        "change_s": _middle(lambda: Index(changed, index)), "memory_mb": round(memory / 2**20, 1),
        "first_question_ms": round(max(first) * 1000, 1), "question_ms": round(statistics.median(again) * 1000, 2),
        "slowest_question_ms": round(max(again) * 1000, 1),
    }  # fmt: skip
    say(f"  {found}")
    return found


def _middle(do):
    return round(statistics.median(_timed(do)[0] for _n in range(ROUNDS)), 4)


def _timed(do):
    begin = time.process_time()
    answer = do()
    return time.process_time() - begin, answer


if __name__ == "__main__":
    sys.exit(main())
