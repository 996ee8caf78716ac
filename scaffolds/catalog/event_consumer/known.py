"""Names that a model does not have, told with an offer: what comes in is free-form data until it is here."""

from __future__ import annotations

import difflib
from typing import Any

from pydantic import BaseModel

from scaffolds.errors import problem


def known_only(data: Any, model: type[BaseModel], *place: int | str) -> None:  # noqa: ANN401 - whatever the caller sent
    """Refuse the first name that the model does not have.

    Raises:
        PydanticCustomError: names it, with the nearest that there is.

    """
    known = list(model.model_fields)
    for name in data if isinstance(data, dict) else ():
        if name not in known:
            near = difflib.get_close_matches(str(name)[:64], known, n=1, cutoff=0.5)
            offer = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(known)}"
            raise problem(f"there is no such name; {offer}", *place, str(name)[:64])
