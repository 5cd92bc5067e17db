"""Documents and press archives: files of one article or of many, each kind in a module of its own.

A module gives the `Part` values of a file. They are worked out in another process, which is ended
when it takes too long, since the libraries below were not made for hostile files.
"""
