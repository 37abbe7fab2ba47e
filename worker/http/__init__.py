"""Requests to arXiv: one at a time over all processes, spaced, bounded in time and memory, retried with patience."""

from worker.http.answer import MAX_BYTES, Answer
from worker.http.client import PoliteClient

__all__ = ["MAX_BYTES", "Answer", "PoliteClient"]
