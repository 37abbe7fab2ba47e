"""How real titles and abstracts fare: rendered by us, their formulas parsed by the MathJax the pages serve."""
