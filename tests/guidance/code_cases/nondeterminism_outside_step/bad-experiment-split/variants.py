import random

VARIANTS = ("control", "blue-button", "short-form")


def pick_variant(user_id: str) -> str:
    if user_id.startswith("staff-"):
        return "control"
    return random.choice(VARIANTS)  # finds DF001
