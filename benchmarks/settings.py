"""The product's settings, with two more addresses to compare with; used by benchmarks only."""

from glascampus.web.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
