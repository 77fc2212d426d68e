"""The write side: one module per noun. A function is one step and one audit entry; it never commits."""
