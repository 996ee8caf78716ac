"""What is computed instead of repeated: a folder per topic, each with a door, a model and its own fitted data."""
