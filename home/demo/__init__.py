"""The invented town of Rivelaine: everything the demonstration shows, written down as typed values.

Most modules hold words and figures only: they import neither Django nor Wagtail, so that the content can be
read, checked and counted without a database. `loading` and the modules it uses make pages and money of it.
"""
