"""What is kept: models and queries, one module per noun, and content-addressed files."""
