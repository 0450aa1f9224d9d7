"""``./campus run`` on a fresh copy of the checkout (cold: install, build, migrate, load, first page), then again on its data (warm)."""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import ROOT, Line, finish, free_port, get, machine, room, say, surroundings

LEFT_OUT = shutil.ignore_patterns(".venv", "build", "var", ".git", "__pycache__", ".*_cache", "*.mo")
WARM_S, WARM_STARTS = 3.0, 3


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--warm-only", action="store_true", help="use this checkout's environment instead of installing a fresh one"
    )
    parser.add_argument("--keep", action="store_true", help="write the answer to benchmarks/results/start.json")
    options = parser.parse_args()
    about = machine()
    with room() as place:
        checkout = ROOT if options.warm_only else place / "checkout"
        if not options.warm_only:
            shutil.copytree(ROOT, checkout, ignore=LEFT_OUT)
        cold = _start(checkout, place / "data")
        say(f"  cold: {cold}")
        warm = [_start(checkout, place / "data") for _ in range(WARM_STARTS)]
        reference = _reference(checkout)
    middle = sorted(warm, key=lambda one: one["first_page_s"])[len(warm) // 2]
    say(f"  warm: {middle}; Python with Django imported and set up takes {reference} s")
    answer = {"machine": about, "cold": cold, "warm": middle, "warm_all_s": [one["first_page_s"] for one in warm],
              "installed_before": options.warm_only, "reference_django_setup_s": reference, "ratio": round(middle["first_page_s"] / reference, 2)}  # fmt: skip
    return finish(
        "start", answer, {"second start to first page at most 3 s": middle["first_page_s"] <= WARM_S}, keep=options.keep
    )


def _reference(checkout):
    """What the machine takes to start Python and set Django up once: two such starts are the least a second start can do."""
    env = surroundings(PYTHONPATH=str(checkout / "src"), DJANGO_SETTINGS_MODULE="glascampus.web.settings")
    begin = time.perf_counter()
    subprocess.run(
        [checkout / ".venv" / "bin" / "python", "-c", "import django; django.setup()"],
        env=env,
        cwd=checkout,
        check=True,
    )
    return round(time.perf_counter() - begin, 2)


def _start(checkout, data):
    """Seconds from the command until each step was done; the campus is ended afterwards."""
    port, seen, begin = free_port(), {}, time.perf_counter()
    words = [shutil.which("python3") or sys.executable, "campus", "run", "--port", str(port), "--data", str(data)]
    env = {**os.environ, "CI": "1"}  # leaves git's hook alone
    campus = subprocess.Popen(words, cwd=checkout, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def listen(stream):
        for line in stream:
            seen.setdefault(line.split("http")[0].strip()[:24], time.perf_counter() - begin)

    threads = [
        threading.Thread(target=listen, args=(stream,), daemon=True) for stream in (campus.stdout, campus.stderr)
    ]
    for thread in threads:
        thread.start()
    try:
        prepared = _watch(campus, port, begin)
        first = time.perf_counter() - begin
        while campus.poll() is None and "Ready:" not in seen and time.perf_counter() - begin < first + 60:
            time.sleep(0.01)
    finally:
        campus.send_signal(signal.SIGTERM)
        campus.wait(30)
    return _split({name.rstrip(" ."): at for name, at in seen.items()}, prepared, first)


def _watch(campus, port, begin):
    """When the preparing process was gone; returns once the first page answers."""
    prepared, there = 0.0, False
    while campus.poll() is None:
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{campus.pid}/task/{campus.pid}/children").read_text().split()
            preparing = any(b"\0prepare" in Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children)
            prepared = prepared or (time.perf_counter() - begin if there and not preparing else 0.0)
            there = there or preparing
        if prepared:
            with contextlib.suppress(OSError):
                if Line(port).ask(get("/"))[0] == 200:
                    return prepared
        time.sleep(0.01)
    sys.exit("The campus did not start.")


def _split(seen, prepared, first):
    installed, loading = seen.get("Installed", 0.0), seen.get("Loading the demo campus", 0.0)
    migrating = seen.get("Bringing the database up", 0.0)
    parts = {"install_s": installed, "build_s": max(migrating - installed, 0.0), "migrate_s": loading - migrating if loading else 0.0,
             "load_s": prepared - loading if loading else 0.0, "prepare_s": 0.0 if loading else prepared,
             "serve_s": first - prepared, "first_page_s": first, "ready_s": seen.get("Ready:", first)}  # fmt: skip
    return {name: round(value, 2) for name, value in parts.items() if value}


if __name__ == "__main__":
    sys.exit(main())
