"""The cards: drawn from what is stored, read with distrust. Every sentence people read."""
