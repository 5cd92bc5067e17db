"""Reading away from whoever asks: many articles on all cores, and a bounded pool for a server."""
