"""What imports have brought, for the answer to a Confirm however often it comes."""

from domain.imports import Imported
from storage.transaction import Transaction


def find_import(tx: Transaction, key: str) -> Imported | None:
    """Find the import that a Confirm has made."""
    return tx.imports.find(key)
