"""What the benchmarks share: a server of their own, a client that costs little, and the words around the figures."""

import contextlib
import json
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results"
TICKS = os.sysconf("SC_CLK_TCK")
FOREIGN = (
    "EMAIL_URL",
    "CAMPUS_HOSTS",
    "CAMPUS_KEYS",
    "CAMPUS_TRUSTED_PROXIES",
    "CAMPUS_CLOCK",
    "DATABASE_URL",
    "CAMPUS_DATA",
)


def say(*words):
    """A line for people."""
    print(*words, file=sys.stderr, flush=True)


def surroundings(**more):
    """The environment of everything a benchmark starts."""
    ours = {
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "PYTHONDONTWRITEBYTECODE": "",
    }  # fmt: skip
    return {**{name: value for name, value in os.environ.items() if name not in FOREIGN}, **ours, **more}


def python(*words, env, **more):
    """Run Python to its end; its stdout."""
    done = subprocess.run(
        [sys.executable, *words], env=env, cwd=ROOT, text=True, stdout=subprocess.PIPE, check=False, **more
    )
    if done.returncode:
        sys.exit(f"{' '.join(words[:3])} ended with {done.returncode}.")
    return done.stdout


@contextlib.contextmanager
def room():
    """A directory that goes away."""
    path = Path(tempfile.mkdtemp(prefix="campus-bench-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


class Server:
    """Granian as the launcher starts it (two processes, eight threads each), and the background worker if wanted."""

    def __init__(self, env, *, worker=False):
        self.env, self.with_worker, self.port, self.started = env, worker, free_port(), []

    def __enter__(self):
        self._start("granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "2",
                    "--blocking-threads", "8", "--log-level", "error", "--no-ws", "glascampus.web.wsgi:application")  # fmt: skip
        if self.with_worker:
            self._start("glascampus.web.cli", "worker")
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                if Line(self.port).ask(get("/hello/"))[0] == 200:
                    return self
            time.sleep(0.05)
        self.__exit__()
        sys.exit("The server did not start.")

    def _start(self, *module):
        words = [sys.executable, "-m", *module]
        self.started.append(
            subprocess.Popen(
                words,
                env=self.env,
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )

    def __exit__(self, *_):
        for process in self.started:
            process.terminate()
        for process in self.started:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def cpu_s(self):
        """Processor seconds of the web processes so far; 0 where /proc does not tell."""
        web = self.started[0].pid
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{web}/task/{web}/children").read_text().split()
            return sum(_cpu_s(pid) for pid in [str(web), *children])
        return 0.0


def _cpu_s(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Line:
    """One keep-alive connection over a bare socket: sends bytes that are ready, reads no more than it must."""

    def __init__(self, port):
        self.port, self.socket = port, None

    def ask(self, request):
        """(status, headers as bytes, body) of a request."""
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self.socket.sendall(request)
            return self._answer()
        except OSError:
            self.socket = None
            raise

    def _answer(self):
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, body = got.partition(b"\r\n\r\n")
        status, low = int(head[9:12]), head.lower()
        if b"content-length: " in low:
            length = int(low.split(b"content-length: ")[1].split(b"\r\n")[0])
            parts, have = [body], len(body)
            while have < length:
                parts.append(self._more())
                have += len(parts[-1])
            return status, head, b"".join(parts)
        while b"chunked" in low and not body.endswith(b"0\r\n\r\n"):
            body += self._more()
        return status, head, body

    def _more(self):
        got = self.socket.recv(262_144)
        if not got:
            raise ConnectionError("the server hung up")
        return got


def get(path, *headers):
    """A GET as bytes."""
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]).encode()


def post(path, body, *headers):
    """A form as bytes."""
    head = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/x-www-form-urlencoded", *headers]
    return "\r\n".join([*head, f"Content-Length: {len(body)}", "", ""]).encode() + body


def drive(server, request_of, *, clients, count=None, seconds=None):
    """Ask with so many clients until ``count`` requests in all or ``seconds`` are over; ``request_of(n)`` gives the n-th.

    Returns requests per second, median, 95 % and slowest in ms, statuses, and web processor ms per request.
    """
    lock, numbers, spans, statuses = threading.Lock(), iter(range(10**9)), [], {}
    end = time.perf_counter() + (seconds or 10**6)

    def client():
        line = Line(server.port)
        while time.perf_counter() < end:
            with lock:
                n = next(numbers)
            if count is not None and n >= count:
                return
            request = request_of(n)
            begin = time.perf_counter()
            status = line.ask(request)[0]
            took = time.perf_counter() - begin
            with lock:
                spans.append(took)
                statuses[status] = statuses.get(status, 0) + 1

    threads = [threading.Thread(target=client) for _ in range(clients)]
    cpu, begin = server.cpu_s(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, cpu = time.perf_counter() - begin, server.cpu_s() - cpu
    spans.sort()
    return {
        "per_s": round(len(spans) / took, 1), "median_ms": round(statistics.median(spans) * 1000, 2),
        "p95_ms": round(spans[int(len(spans) * 0.95)] * 1000, 2), "slowest_ms": round(spans[-1] * 1000, 1),
        "cpu_ms": round(cpu * 1000 / len(spans), 3), "requests": len(spans),
        "statuses": {str(status): n for status, n in sorted(statuses.items())},
    }  # fmt: skip


def machine():
    """What the figures hold for; no name of the machine, no path."""
    model = ""
    with contextlib.suppress(OSError, IndexError):
        model = Path("/proc/cpuinfo").read_text().split("model name")[1].split(":", 1)[1].split("\n")[0].strip()
    with contextlib.suppress(OSError, ValueError):
        memory = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
    load = os.getloadavg()[0]
    return {"cores": os.cpu_count(), "cpu": model, "memory_gib": memory, "system": f"{platform.system()} {platform.machine()}",
            "python": platform.python_version(), "load_before": round(load, 2)}  # fmt: skip


def fsyncs_per_s(where):
    """How many small writes a second this disk makes sure of: the ceiling of commits one after the other."""
    file = where / "fsync"
    with file.open("wb", buffering=0) as out:
        begin, n = time.perf_counter(), 0
        while time.perf_counter() - begin < 1:
            out.write(b"x" * 4096)
            os.fsync(out.fileno())
            n += 1
    file.unlink()
    return round(n / (time.perf_counter() - begin))


def finish(name, figures, targets, *, keep):
    """Print the one line of JSON, keep it in results/ if wanted; exit code 1 when a target is missed."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    dirty = subprocess.run(
        ["git", "status", "--porcelain", "src"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    answer = {"benchmark": name, "on": time.strftime("%Y-%m-%d"), "commit": commit + ("+" if dirty else ""),
              "ok": all(targets.values()), "targets": targets, **figures}  # fmt: skip
    for target, reached in targets.items():
        say(f"  {'ok    ' if reached else 'MISSED'}  {target}")
    if keep:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{name}.json").write_text(json.dumps(answer, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps(answer, ensure_ascii=False), flush=True)
    return 0 if answer["ok"] else 1
