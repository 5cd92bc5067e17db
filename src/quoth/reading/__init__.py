"""quoth.reading"""
