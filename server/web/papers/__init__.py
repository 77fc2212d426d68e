"""The papers of an inspection: the on-site record, the notice of rectification, the notice of results.

They are Chinese whatever language the reader of the pages chose, as what is served on a business is. Legal bases are
those of the record and of the programme's tables, with the mark of trust that they have there.
"""
