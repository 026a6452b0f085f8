"""Past one machine: a Parquet of articles in, a Parquet of records out, over Ray Data.

>>> from llmextract.ray import Pool, extract_dataset
>>> extract_dataset("s3://corpus/articles", out="s3://corpus/records", model="qwen3-8b",
...                 base_url="http://vllm:8000/v1", pool=Pool(workers=32))  # doctest: +SKIP

Ray is an extra: ``pip install "llmextract[ray]"``.
"""

from llmextract.ray.dataset import Extracted, Pool, extract_dataset

__all__ = ["Extracted", "Pool", "extract_dataset"]
