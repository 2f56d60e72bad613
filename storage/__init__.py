"""Tables, transactions, repositories and read-only queries."""
