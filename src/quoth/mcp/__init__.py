"""The MCP server: reading, searching and comparing as tools of an assistant.

    quoth mcp news.db

It speaks the Model Context Protocol on standard input and output, and opens no port. It knows
readings, formats and the ledger, and nothing of the web app. See docs/mcp.md.
"""
