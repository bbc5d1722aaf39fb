"""The store: reports with their texts, claims with their characters, and who read them when."""
