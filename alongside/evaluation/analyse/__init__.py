"""What `alongside analyse` does with a file: reading, choosing columns, telling. Plain Python."""
