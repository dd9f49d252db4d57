"""The conversations: each loads, decides, keeps and draws."""
