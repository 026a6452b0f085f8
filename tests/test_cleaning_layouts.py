"""The same articles in many layouts, as markup and as the text that is copied off the page."""

from datetime import date

import pytest

from llmextract.cleaning import clean
from llmextract.cleaning._html import read_html
from pages import LAYOUTS, STORIES


def copied(page):
    """The lines of a page as its reader sees them."""
    return "\n".join(
        " ".join(line.split()) for line in read_html(page, source="x").text.split("\n")
    )


@pytest.mark.parametrize("form", ["html", "text"])
@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_the_article_comes_out_of_every_layout_whole_and_alone(layout, story, form):
    page = layout(story)
    article = clean(page if form == "html" else copied(page), source="page")
    lines = [line for line in article.body.split("\n\n") if line not in {story.title, story.deck}]
    assert lines == list(story.lines)
    assert (article.title, article.published) == (story.title, date.fromisoformat(story.day))
    if layout is not LAYOUTS["board"]:
        assert (article.publisher, article.byline) == (story.outlet, story.reporter)
