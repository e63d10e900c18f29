"""The methods of evaluation: vectorised functions on arrays, without Django. Rows are people, dyads or visits."""
