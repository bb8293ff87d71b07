"""What a bank is and how one is read: manifest, blueprint, loader, sanitiser, schema."""
