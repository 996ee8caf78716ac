"""`make bench`: the figures, each with the other side of its ratio from the same run. Never part of the tests."""
