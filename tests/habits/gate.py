"""The second gate: what import-linter cannot see. Each function looks at source text or the running registry and says what is wrong."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Model

SRC = Path(__file__).resolve().parents[2] / "src" / "glascampus"
STATIONS = ["needs", "curriculum", "courses", "bookings", "credentials", "impact"]
COMMONS = ["roll", "campuses", "journal", "outbox", "roles", "sites", "organisations", "people", "machines", "desk"]
ORDER = [*COMMONS, *STATIONS, "web"]
WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
STRINGLY = {"get_model", "import_module", "import_string", "ContentType"}
CLOSED_ROOMS = {"forms", "pages", "api", "tasks", "announces", "commands"}
LOOKUPS = {
    "filter",
    "exclude",
    "get",
    "values",
    "values_list",
    "order_by",
    "select_related",
    "prefetch_related",
    "annotate",
    "aggregate",
    "Q",
    "F",
    "only",
}


def app_of(file: Path) -> str:
    """The app a source file belongs to: the folder below the floor, or ``web``."""
    parts = file.relative_to(SRC).parts
    return parts[1] if parts[0] in {"commons", "stations", "wings"} and len(parts) > 2 else parts[0]


def sources() -> Iterator[tuple[Path, ast.Module]]:
    """Every module of ours but migrations."""
    for file in sorted(SRC.rglob("*.py")):
        if "migrations" not in file.parts:
            yield file, ast.parse(file.read_text())


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Name of what is called, and the call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            target = node.func
            name = (
                target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""
            )
            yield name, node


def relations(models: Iterable[type[Model]]) -> list[str]:
    """A relation points to the same or an earlier app, and across apps it leaves no way back (``related_name="+"``)."""
    found = []
    for model in models:
        own = model._meta.app_label
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
            if not field.is_relation or own not in ORDER:
                continue
            other = field.related_model._meta.app_label
            if other in ORDER and ORDER.index(other) > ORDER.index(own):
                found.append(f"{model._meta.label}.{field.name} points to the later {other}")
            if other != own and other in ORDER and not field.remote_field.hidden:
                found.append(f"{model._meta.label}.{field.name} leaves a way back from {other}")
    return found


def later_names(app: str) -> dict[str, str]:
    """Model names (as lookups and as ``…_set``) of all apps behind ``app``."""
    behind = ORDER[ORDER.index(app) + 1 :] if app in ORDER else []
    labels = {c.label: c for c in apps.get_app_configs()}
    mine = {
        f.name
        for c in labels.values()
        if c.label in ORDER and c.label not in behind
        for m in c.get_models()
        for f in m._meta.get_fields()
    }
    names = {m._meta.model_name: label for label in behind if label in labels for m in labels[label].get_models()}
    return {name: label for name, label in names.items() if name not in mine}


def lookups(app: str, tree: ast.AST) -> list[str]:
    """No lookup string and no ``…_set`` leads from an earlier app to a later one."""
    later = later_names(app)
    found = []
    for name, call in calls(tree):
        if name in LOOKUPS:
            strings = [k.arg for k in call.keywords if k.arg]
            strings += [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            found += [
                f"{app}: lookup {s} reaches {later[p]}"
                for s in strings
                for p in s.lstrip("-").split("__")
                if p in later
            ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.endswith("_set") and node.attr.removesuffix("_set") in later:
            found.append(f"{app}: .{node.attr} reaches {later[node.attr.removesuffix('_set')]}")
    return found


def string_imports(app: str, tree: ast.AST) -> list[str]:
    """Only the roll looks modules and models up by their names."""
    if app == "roll":
        return []
    found = [f"{app}: {name}()" for name, _ in calls(tree) if name in STRINGLY]
    found += [
        f"{app}: {a.name}"
        for n in ast.walk(tree)
        if isinstance(n, ast.ImportFrom)
        for a in n.names
        if a.name in STRINGLY
    ]
    return found


def writes(file: Path, tree: ast.AST) -> list[str]:
    """Only ``actions`` write. ``dict.update(other)`` is no write to the database: that one takes keywords only."""
    floor = file.relative_to(SRC).parts[0]
    if "actions" in file.stem or "actions" in file.parts or file.name == "models.py" or floor in {"engines", "basics"}:
        return []
    found = [
        f"{file.name}: .{name}()" for name, c in calls(tree) if name in WRITES and isinstance(c.func, ast.Attribute)
    ]
    found += [f"{file.name}: .update()" for name, c in calls(tree) if name == "update" and not c.args and c.keywords]
    return found


def closed_rooms(app: str, tree: ast.AST) -> list[str]:
    """Of another app one imports reads, actions, access, rules, words, models; the desk is there for all."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("glascampus."):
            continue
        parts = [*(node.module or "").split("."), *[a.name for a in node.names]]
        if parts[1] in {"stations", "commons", "wings"} and len(parts) > 3 and parts[2] not in {app, "desk"}:
            found += [f"{app}: imports {parts[2]}.{room}" for room in parts[3:] if room in CLOSED_ROOMS]
    return found


def receivers(app: str, tree: ast.AST) -> list[str]:
    """No signal receivers of ours."""
    return [
        f"{app}: {name}()"
        for name, c in calls(tree)
        if name == "receiver" or (name == "connect" and "signal" in ast.unparse(c.func))
    ]


def admin_outside_web(file: Path, tree: ast.AST) -> list[str]:
    """Django's admin is registered in ``web/admin.py`` only."""
    if file.relative_to(SRC).as_posix() == "web/admin.py":
        return []
    return [
        f"{file.name}: admin"
        for n in ast.walk(tree)
        if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("django.contrib.admin")
    ]


def objects_in_pages(file: Path, tree: ast.AST) -> list[str]:
    """Pages ask ``reads``; a page with ``.objects`` holds a query."""
    if file.stem != "pages" and "pages" not in file.parts:
        return []
    return [
        f"{file.name}: .objects"
        for n in ast.walk(tree)
        if isinstance(n, ast.Attribute) and n.attr in {"objects", "_base_manager"}
    ]


def migration_imports(file: Path, tree: ast.AST) -> list[str]:
    """Migrations import nothing of ours but field classes and managers that Django wrote in."""
    return [
        f"{file.parent.parent.name}/{file.name}: {n.module}"
        for n in ast.walk(tree)
        if isinstance(n, ast.ImportFrom)
        and (n.module or "").startswith("glascampus.")
        and not (n.module or "").endswith(".fields")
    ]


INCLUDE = re.compile(r"""\{%\s*(?:include|extends)\s+["']([\w-]+)/""")


def includes(app: str, text: str) -> list[str]:
    """A template uses its own app's, the desk's and the house's templates."""
    return [f"{app}: uses {other}'s template" for other in INCLUDE.findall(text) if other not in {app, "web", "desk"}]


def all_faults(file: Path, tree: ast.AST) -> list[Any]:
    """Everything that can be seen in one source file."""
    app = app_of(file)
    return [
        *lookups(app, tree), *string_imports(app, tree), *writes(file, tree),
        *([] if file.name == "routes.py" else closed_rooms(app, tree)),  # addresses name the pages they lead to
        *receivers(app, tree), *admin_outside_web(file, tree), *objects_in_pages(file, tree),
    ]  # fmt: skip
