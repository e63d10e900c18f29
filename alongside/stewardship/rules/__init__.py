"""Rules of looking after a programme's records: what an import may hold. Plain Python, no database, no clock."""
