"""Which fields each table of a campus's files has, and what may stand in them. The README of the folder says it in words."""

from __future__ import annotations

from collections.abc import Mapping

from glascampus.web.loader.shapes.campus import CAMPUS, TEXTS
from glascampus.web.loader.shapes.courses import COURSE, HISTORY, QUESTION
from glascampus.web.loader.shapes.curriculum import COMPETENCE, MODULE
from glascampus.web.loader.shapes.desk import FORGET, MAIL, REMARK, WITHDRAWN
from glascampus.web.loader.shapes.editorial import NEWS, PAGE
from glascampus.web.loader.shapes.fields import Table
from glascampus.web.loader.shapes.needs import STATEMENT, TOPIC
from glascampus.web.loader.shapes.places import LECTURER, ORGANISATION, SITE
from glascampus.web.loader.shapes.runs import RUN

SHAPES: Mapping[str, Table] = {
    "campus": CAMPUS,
    "texts": TEXTS,
    "organisations": Table({}, {"organisation": ORGANISATION}),
    "sites": Table({}, {"site": SITE}),
    "lecturers": Table({}, {"lecturer": LECTURER}),
    "needs": Table({}, {"topic": TOPIC, "statement": STATEMENT}),
    "curriculum": Table({}, {"competence": COMPETENCE, "module": MODULE}),
    "courses": Table({}, {"course": COURSE, "history": HISTORY}),
    "fit": Table({}, {"question": QUESTION}),
    "runs": Table({}, {"run": RUN}),
    "desk": Table({}, {"remark": REMARK, "erasure": FORGET, "withdrawal": WITHDRAWN, "mail": MAIL}),
    "editorial": Table({}, {"page": PAGE, "news": NEWS}),
}
