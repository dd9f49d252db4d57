"""The keepers of audits, people and returns, and the contract that each of them holds."""
