"""Mail is never lost and never sent twice: written in the deed's own transaction, sent by the worker."""
