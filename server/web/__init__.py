"""The edge: requests in, pages and JSON out. The only home of Flask and marshmallow."""
