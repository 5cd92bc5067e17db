"""The web app: pages and a REST interface over the reader and the ledger.

    quoth serve news.db

It knows every other room and no room knows it. Pages are made on the server; nothing is fetched
from anywhere else. See docs/web.md.
"""
