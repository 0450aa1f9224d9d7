"""A fast reader of pages without a browser: cookies, links, forms, text by language. Standard library only."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

VOID = {"input", "img", "meta", "link", "br", "hr", "source", "path", "rect", "circle", "line", "col", "area", "wbr"}
SILENT = {"script", "style", "template"}
TRAP = "website"
TYPES_LEFT = {"submit", "button", "image", "file", "reset"}


@dataclass
class Field:
    """One field of a form: its name, kind, value as sent when nothing is changed, and what it offers."""

    name: str
    kind: str
    value: str = ""
    checked: bool = False
    options: list[str] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        """Whether a person types into it; what only programs see, and whose answer nobody reads, is none."""
        return self.name != TRAP and self.kind not in {"hidden", "checkbox", "radio", "select", "submit"}


@dataclass
class Form:
    """A form of a page; ``action`` is a whole address."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def as_is(self) -> list[tuple[str, str]]:
        """What a browser sends when nothing is changed and the first button is pressed."""
        sent = []
        pressed = False
        for f in self.fields:
            if not f.name or (f.kind in {"checkbox", "radio"} and not f.checked) or (f.kind == "submit" and pressed):
                continue
            pressed = pressed or f.kind == "submit"
            sent.append((f.name, f.value))
        return sent


class Reader(HTMLParser):
    """Collects links, sources, forms and the text with its language."""

    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.url = url
        self.links: list[str] = []
        self.sources: list[tuple[str, str]] = []  # (tag, address)
        self.ids: set[str] = set()
        self.forms: list[Form] = []
        self.said: list[tuple[str, str, str]] = []  # (language, tag, text)
        self.styled = 0
        self._open: list[tuple[str, str]] = []
        self._form: Form | None = None
        self._area: Field | None = None
        self._select: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says."""
        a = {name: value or "" for name, value in attrs}
        language = a.get("lang") or (self._open[-1][1] if self._open else "")
        if tag not in VOID:
            self._open.append((tag, language))
        if "id" in a:
            self.ids.add(a["id"])
        self.styled += "style" in a or any(name.startswith("on") for name in a)
        if tag in {"a", "area"} and "href" in a:
            self.links.append(urljoin(self.url, a["href"]))
        if "src" in a or (tag == "link" and "href" in a and a.get("rel") not in {"alternate", "canonical"}):
            self.sources.append((tag, urljoin(self.url, a.get("src") or a.get("href", ""))))
        for name in ("aria-label", "title", "alt", "placeholder"):
            if a.get(name):
                self.said.append((language, f"{tag}@{name}", a[name]))
        self._form_tag(tag, a)

    def _form_tag(self, tag: str, a: dict[str, str]) -> None:
        if tag == "form":
            self._form = Form(urljoin(self.url, a.get("action") or self.url), a.get("method", "get").lower())
            self.forms.append(self._form)
        if self._form is None:
            return
        if tag == "input" and a.get("type", "text") not in TYPES_LEFT:
            kind = a.get("type", "text")
            self._form.fields.append(
                Field(
                    a.get("name", ""),
                    kind,
                    a.get("value", "on" if kind in {"checkbox", "radio"} else ""),
                    "checked" in a,
                )
            )
        elif tag == "button" and a.get("type", "submit") == "submit":
            self._form.fields.append(Field(a.get("name", ""), "submit", a.get("value", "")))
        elif tag == "textarea":
            self._area = Field(a.get("name", ""), "textarea")
            self._form.fields.append(self._area)
        elif tag == "select":
            self._select = Field(a.get("name", ""), "select")
            self._form.fields.append(self._select)
        elif tag == "option" and self._select is not None:
            self._select.options.append(a.get("value", ""))
            if "selected" in a or len(self._select.options) == 1:
                self._select.value = a.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """Close what is open."""
        names = [name for name, _ in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        """Keep visible text with its language."""
        if self._area is not None:
            self._area.value += data
            return
        names = {name for name, _ in self._open}
        if data.strip() and not names & SILENT and self._open:
            self.said.append((self._open[-1][1], self._open[-1][0], " ".join(data.split())))


@dataclass
class Answer:
    """What the campus answered."""

    url: str
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return (self.headers.get("Content-Type") or "").startswith("text/html")

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def read(self) -> Reader:
        """Its links, forms and words."""
        reader = Reader(self.url)
        reader.feed(self.text)
        return reader


class Surfer:
    """One visitor with a cookie jar, on one connection."""

    def __init__(self, root: str) -> None:
        self.root = root.rstrip("/")
        self.host = urlsplit(root).netloc
        self.cookies: dict[str, str] = {}
        self.connection = http.client.HTTPConnection(self.host, timeout=30)

    def ask(self, method: str, url: str, body: bytes | None = None) -> Answer:
        """One request; redirects are not followed."""
        path = urldefrag(url)[0].removeprefix(self.root) or "/"
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} if self.cookies else {}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.root + path}
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError, http.client.CannotSendRequest):
            self.connection.close()
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
        answer = Answer(self.root + path, response.status, response.headers, response.read())
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer

    def get(self, url: str) -> Answer:
        """Look."""
        return self.ask("GET", url)

    def send(self, form: Form, values: list[tuple[str, str]]) -> Answer:
        """Send a form with these values."""
        if form.method == "get":
            return self.get(f"{form.action.split('?')[0]}?{urlencode(values)}")
        return self.ask("POST", form.action, urlencode(values).encode())

    def follow(self, answer: Answer) -> Answer:
        """Where a redirect leads."""
        while answer.status in {301, 302, 303, 307, 308}:
            answer = self.get(urljoin(answer.url, answer.headers["Location"]))
        return answer

    def sign_in_demo(self, kind: str = "office") -> None:
        """By the demo's button."""
        page = self.get("/anmelden/").read()
        form = next(f for f in page.forms if f.action.split("?")[0].endswith(f"/demo/{kind}/"))
        assert self.send(form, form.as_is()).status == 302


def within(surfer: Surfer, link: str) -> bool:
    """Whether a link stays on the campus."""
    return urlsplit(link).netloc == surfer.host and urlsplit(link).scheme == "http"


def pattern_of(url: str) -> str:
    """The kind of page an address belongs to: numbers and long tokens left out, for one example of each."""
    path = urlsplit(url).path
    path = re.sub(r"/[A-Za-z0-9_-]{20,}(?=/|\.|$)|[0-9a-f]{8}-[0-9a-f-]{27}", "/*", path)
    return re.sub(r"(?<=/)[^/]*\d[^/]*(?=/|$)", "*", path)
