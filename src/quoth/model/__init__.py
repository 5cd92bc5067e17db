"""quoth.model"""
