"""Tables, transactions, migrations and backups: the only room that knows a database."""
