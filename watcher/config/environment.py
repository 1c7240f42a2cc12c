"""``${NAME}`` and ``${NAME:-default}`` in configuration values. Never shows what a variable holds.

``$${`` stands for a literal ``${``. As in a shell, ``:-`` also serves where the variable is empty.
"""

import re
from collections.abc import Callable, Mapping

ACCEPTED = "${NAME} or ${NAME:-default}; a literal ${ is written $${"

_REFERENCE = re.compile(r"\$\$\{|\$\{([^}]*)(\}?)")
_DEFAULT = re.compile(r":-[^}]*")
_INSIDE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", re.ASCII | re.DOTALL)


def is_dynamic(text: str) -> bool:
    """Whether the text takes anything from the environment."""
    return any(found[0] != "$${" for found in _REFERENCE.finditer(text))


def problems(text: str, environ: Mapping[str, str]) -> list[tuple[str, str]]:
    """(found, accepted) for each reference that cannot be resolved."""
    told = []
    for found in _REFERENCE.finditer(text):
        if found[0] == "$${":
            continue
        inside = _INSIDE.fullmatch(found[1])
        if inside is None or not found[2]:
            told.append(("a `${` without a variable's name and `}`", ACCEPTED))
        elif inside[2] is None and not environ.get(inside[1]):
            state = "is not set" if inside[1] not in environ else "is empty"
            told.append(
                (f"${{{inside[1]}}}, which {state}", f"a value of {inside[1]} in the environment, or a default with :-")
            )
    return list(dict.fromkeys(told))


def expand(text: str, environ: Mapping[str, str], treat: Callable[[str], str] = str) -> str:
    """The text with its references resolved, each value passed through ``treat``.

    Only for text without ``problems``.
    """

    def resolve(found: re.Match[str]) -> str:
        inside = _INSIDE.fullmatch(found[1]) if found[1] is not None else None
        if inside is None:
            return "${"
        return treat(environ.get(inside[1]) or inside[2] or "")

    return _REFERENCE.sub(resolve, text)


def without_defaults(text: str) -> str:
    """The text as written, its references without their defaults, for messages."""
    return _REFERENCE.sub(lambda found: _DEFAULT.sub("", found[0]), text)


def shield(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with each reference replaced by one private-use character, and the references.

    An address can then be split without looking into them: a default may hold ``:``, ``/`` and ``@``.
    """
    references = [found[0] for found in _REFERENCE.finditer(text)]
    numbers = iter(range(len(references)))
    return _REFERENCE.sub(lambda _: chr(_SHIELD + next(numbers)), text), tuple(references)


def unshield(part: str, references: tuple[str, ...]) -> str:
    """A part of a shielded text with its references as written."""
    for number, reference in enumerate(references):
        part = part.replace(chr(_SHIELD + number), reference)
    return part


_SHIELD = 0xF0000  # plane 15, private use
