"""Addresses that nobody has yet."""

from __future__ import annotations

from collections.abc import Collection


def free_slug(stem: str, taken: Collection[str]) -> str:
    """``stem``, or with a number behind it where it is taken: "glas", "glas-2", "glas-3"."""
    return next(slug for n in range(1, len(taken) + 2) if (slug := stem if n == 1 else f"{stem}-{n}") not in taken)
