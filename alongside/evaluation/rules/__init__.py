"""Rules of studies. Plain Python."""
