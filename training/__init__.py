"""What makes the model: corpora in, weights and their model card out. Not part of the wheel."""
