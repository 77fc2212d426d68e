"""Pure values and rules. Nothing here knows the web, the database, the clock or chance."""
