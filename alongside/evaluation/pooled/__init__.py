"""Files of several sites, together: what they hold, how they are made, and the reports over them on either engine."""
