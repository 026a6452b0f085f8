"""langextract: the same pages in one call, its own workers, one example, whole articles.

The tokenizer is the one that its documentation names for Korean.
"""

from __future__ import annotations

import sys
from pathlib import Path

import langextract as lx
from clock import measured
from langextract.providers.openai import OpenAILanguageModel
from langextract.tokenizer import UnicodeTokenizer
from question import PROMPT, texts

url, pages, concurrency = sys.argv[1:4]

EXAMPLE = lx.data.ExampleData(
    text="해오름시는 물빛센터 조성사업에 12억 원을 들인다.",
    extractions=[
        lx.data.Extraction(
            extraction_class="program",
            extraction_text="물빛센터 조성사업",
            attributes={"kind": "project"},
        ),
        lx.data.Extraction(
            extraction_class="amount",
            extraction_text="12억 원",
            attributes={"value": "1200000000"},
        ),
    ],
)

model = OpenAILanguageModel(
    model_id="langextract", api_key="none", base_url=url, max_workers=int(concurrency)
)
documents = [lx.data.Document(text=text) for text in texts(Path(pages))]

with measured():
    found = lx.extract(
        text_or_documents=documents,
        prompt_description=PROMPT,
        examples=[EXAMPLE],
        model=model,
        max_workers=int(concurrency),
        batch_length=int(concurrency),
        max_char_buffer=10_000,
        fence_output=False,
        use_schema_constraints=False,
        tokenizer=UnicodeTokenizer(),
        show_progress=False,
    )
    assert len(list(found)) == len(documents)
