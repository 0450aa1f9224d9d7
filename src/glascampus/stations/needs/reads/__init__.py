"""What one may see of needs. The words of a statement are seen by the office and by whoever holds its private link."""

from glascampus.stations.needs.reads.evidence import EvidenceRow, evidence_rows, evidence_seen_by, topic_with_evidence
from glascampus.stations.needs.reads.links import (
    confirm_token_of,
    newest_for_mail,
    statement_by_token,
    statement_to_confirm,
    token_of,
)
from glascampus.stations.needs.reads.lists import answered_or_not, find_statements, in_stage, office_statements
from glascampus.stations.needs.reads.statements import (
    answered_ids,
    answers_of,
    counted,
    firm_statements_seen_by,
    own_statements_seen_by,
    parts_of,
    stage_of,
    stated_between,
    statements_seen_by,
)
from glascampus.stations.needs.reads.topics import (
    Figures,
    TopicRow,
    figures,
    find_topics,
    rows_and_asked,
    rows_of,
    slugs,
    topic_rows,
    topic_strengths,
    topics_seen_by,
)
from glascampus.stations.needs.reads.whole import Linked, linked_statements, personal_rows, statements_with_words_before

__all__ = [
    "EvidenceRow",
    "Figures",
    "Linked",
    "TopicRow",
    "answered_ids",
    "answered_or_not",
    "answers_of",
    "confirm_token_of",
    "counted",
    "evidence_rows",
    "evidence_seen_by",
    "figures",
    "find_statements",
    "find_topics",
    "firm_statements_seen_by",
    "in_stage",
    "linked_statements",
    "newest_for_mail",
    "office_statements",
    "own_statements_seen_by",
    "parts_of",
    "personal_rows",
    "rows_and_asked",
    "rows_of",
    "slugs",
    "stage_of",
    "stated_between",
    "statement_by_token",
    "statement_to_confirm",
    "statements_seen_by",
    "statements_with_words_before",
    "token_of",
    "topic_rows",
    "topic_strengths",
    "topic_with_evidence",
    "topics_seen_by",
]
