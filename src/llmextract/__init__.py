"""News articles in; programs, amounts, dates and actors out, each tied to its words."""
