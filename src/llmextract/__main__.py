"""``python -m llmextract`` is ``llmextract``."""

from llmextract.cli import main

if __name__ == "__main__":
    main()
