"""The database: tables, transactions, one file of queries a noun. SQLAlchemy lives here and nowhere else."""
