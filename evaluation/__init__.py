"""How well the shipped model reads: corpora, scorers and the gate whose floors only rise."""
