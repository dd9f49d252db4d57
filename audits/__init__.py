"""The domain: who people are, what is asked, what a return is and how it may change."""
