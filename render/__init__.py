"""Markdown and LaTeX text in, safe HTML or plain text out.

What every page, feed and API answer shows of a paper's title and abstract, and of notes, passes through here.
All functions are total: any `str` is accepted, none raises, each takes time linear in its input. The
package imports nothing of the project and no web framework.
"""

from render.abstracts import plain_text, render_abstract, render_title
from render.markdown import render_markdown
from render.safe_html import SafeHtml
from render.truncation import truncate

__all__ = ["SafeHtml", "plain_text", "render_abstract", "render_markdown", "render_title", "truncate"]
