"""A wave as a script for a host from which ``ssh`` reaches the HMC: validates every move, then moves.

The shell of an HMC is restricted, so nothing runs there but one command at a time.
A command is one text for the shell of the HMC (:mod:`hmcscan_lpm.planning.orders.commands`), quoted once more for the
shell that runs the script: two shells, each undoes its own quotes.
What is the same in every wave is ``templates/assets/wave.sh``.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

from hmcscan_lpm import resources
from hmcscan_lpm.planning.execution import MoveCommands, Wave, WaveMove
from hmcscan_lpm.rendering.escape import one_line

_HEAD = """\
#!/bin/sh
# shellcheck disable=SC1003,SC1110,SC1111,SC1112,SC2016,SC2088  # what is in single quotes is for the HMC, or a name
#
# Plan: {title}
# {number}
#
# Validates all moves and changes nothing:    {variables} sh FILE
# Validates all moves, then moves:            {variables} CONFIRM=yes sh FILE
#
# One move after the other, in the order of the plan, and none after one that did not succeed.
# PARALLEL=yes begins together what the plan has going at the same time: {batches}.
# ONLY="2 3" leaves out all but these moves.
#
# Exit codes: 0 done, or all validated without CONFIRM=yes; 1 validation failed, nothing was moved; 2 called wrongly,
# nothing was done; 3 a move did not succeed, those behind it were not begun; 4 interrupted.

"""


def render_wave_script(wave: Wave, commands: Sequence[MoveCommands], *, title: str = "") -> str:
    """The script of *wave*, for a POSIX shell.

    :param commands: those of all its moves; others are left alone
    :param title: of the plan, for the head
    :raises ValueError: a move of the wave has no commands
    """
    batches = _batches(wave)
    by_move = {(item.lpar, item.source, item.target): item for item in commands}
    steps: list[list[MoveCommands]] = []
    for batch in batches:
        missing = [move.lpar for move in batch if (move.lpar, move.source, move.target) not in by_move]
        if missing:
            raise ValueError(f"wave {wave.number}: no commands for {', '.join(missing)}")
        steps.append([by_move[move.lpar, move.source, move.target] for move in batch])
    ordered = [item for step in steps for item in step]
    variables = _variables(ordered)
    head = _HEAD.format(
        title=_comment(title) or "(without a title)",
        number=f"Wave {wave.number}: {'1 move' if len(ordered) == 1 else f'{len(ordered)} moves'}",
        variables=_call(ordered, variables),
        batches=_batch_words(steps),
    )
    functions = resources.folder("templates").joinpath("assets", "wave.sh").read_text(encoding="utf-8")
    return head + functions + "\n" + "\n".join(_moves(steps, ordered, variables)) + "\n"


def _batches(wave: Wave) -> list[list[WaveMove]]:
    """Moves by their start; together only those of which each overlaps each other in the plan.

    Intervals that overlap in pairs have a moment in common: the plan counts with all of them at once, so no limit of
    a VIOS, server or HMC is passed by beginning them together.
    """
    ordered = sorted(wave.moves, key=lambda move: (move.starts is None, move.starts or 0.0))
    batches: list[list[WaveMove]] = []
    for move in ordered:
        if batches and all(_overlap(other, move) for other in batches[-1]):
            batches[-1].append(move)
        else:
            batches.append([move])
    return batches


def _overlap(a: WaveMove, b: WaveMove) -> bool:
    if a.starts is None or a.ends is None or b.starts is None or b.ends is None:
        return False
    return a.starts < b.ends and b.starts < a.ends


def _hmcs(item: MoveCommands) -> tuple[str, str]:
    """The HMC of a move and that of its target, in words."""
    own = item.hmc or f"the HMC of {item.source}"
    return own, (item.target_hmc or f"the HMC of {item.target}") if item.remote else own


def _variables(ordered: Sequence[MoveCommands]) -> Mapping[str, str]:
    """HMC → the variable that tells how to reach it."""
    names = list(dict.fromkeys(name for item in ordered for name in _hmcs(item)))
    return {name: "HMC" if len(names) == 1 else f"HMC{number}" for number, name in enumerate(names, 1)}


def _call(ordered: Sequence[MoveCommands], variables: Mapping[str, str]) -> str:
    words = [f"{variable}=USER@HOST" for variable in variables.values()]
    return " ".join([*words, "REMOTE_HMC_USER=USER"] if any(item.asks_user for item in ordered) else words)


def _batch_words(steps: Sequence[Sequence[MoveCommands]]) -> str:
    numbers, words = 0, []
    for step in steps:
        words.append("+".join(str(numbers + place) for place in range(1, len(step) + 1)))
        numbers += len(step)
    return ", then ".join(words)


def _moves(
    steps: Sequence[Sequence[MoveCommands]], ordered: Sequence[MoveCommands], variables: Mapping[str, str]
) -> list[str]:
    """The part of the script that is about this wave."""
    numbers = {id(item): number for number, item in enumerate(ordered, 1)}
    lines = [_invoked("need", v, f'"${{{v}-}}"', _q(f"user and host of {name}")) for name, v in variables.items()]
    if any(item.asks_user for item in ordered):
        lines += _REMOTE_USER
    lines += ["", "whereabouts() {", "  say 'Where the partitions are now:'"]
    for item in ordered:
        lines += _located(numbers[id(item)], item, variables)
    lines += ["}", "", "remedy() {", "  case $1 in"]
    lines += [f"    {numbers[id(item)]}) {_remedy(item)} ;;" for item in ordered]
    lines += ["  esac", "}"]
    for item in ordered:
        lines += [
            "",
            *(f"# - {_comment(note)}" for note in item.notes),
            _validation(numbers[id(item)], item, variables),
        ]
    lines += ["", "validated", ""]
    for step in steps:
        lines += [_move(numbers[id(item)], item, variables) for item in step if item.move]
        lines.append("settle")
    return [*lines, "", "whereabouts", "say 'Done.'"]


_REMOTE_USER = [
    "need REMOTE_HMC_USER \"${REMOTE_HMC_USER-}\" 'name of the user on the other HMC'",
    "case $REMOTE_HMC_USER in *[!A-Za-z0-9._-]*) stop 2 'REMOTE_HMC_USER is no name of a user.' ;; esac",
    'there="REMOTE_HMC_USER=$REMOTE_HMC_USER; "',
]


def _validation(number: int, item: MoveCommands, variables: Mapping[str, str]) -> str:
    if not (item.validate and item.move):
        reason = next((note for note in item.notes if note.startswith("No command")), "No command can be given.")
        return _invoked("refuse", str(number), _title(item), _q(reason))
    return _invoked(
        "validate", str(number), _title(item), _at(_hmcs(item)[0], variables), "\\\n  " + _raw(item.validate)
    )


def _move(number: int, item: MoveCommands, variables: Mapping[str, str]) -> str:
    own, other = (_at(name, variables) for name in _hmcs(item))
    parts = (_raw(item.move), _raw(item.progress), other, _raw(item.at_target))
    return _invoked("move", str(number), _title(item), own, *(f"\\\n  {part}" for part in parts))


def _located(number: int, item: MoveCommands, variables: Mapping[str, str]) -> list[str]:
    own, other = (_at(name, variables) for name in _hmcs(item))
    sides = ((item.source, own, item.at_source), (item.target, other, item.at_target))
    return [
        "  " + _invoked("locate", str(number), _q(item.lpar), _q(server), hmc, _raw(command))
        for server, hmc, command in sides
    ]


def _remedy(item: MoveCommands) -> str:
    told = [("Look", item.progress), ("Stop", item.stop), ("Recover", item.recover)]
    words = f"{item.lpar}, on {_hmcs(item)[0]}:"
    return f"complain {_q(words)}" + "".join(
        f" && complain {_q(f'- {what}: {command}')}" for what, command in told if command
    )


def _title(item: MoveCommands) -> str:
    return _q(f"{item.lpar}, {item.source} to {item.target}")


def _invoked(*words: str) -> str:
    return " ".join(words)


def _at(hmc: str, variables: Mapping[str, str]) -> str:
    return f'"${variables[hmc]}"'


def _q(text: str) -> str:
    """Words for people: one line, hidden characters shown, quoted."""
    return _raw(one_line(text))


def _raw(text: str) -> str:
    return shlex.quote(text)


def _comment(text: str) -> str:
    """One line, whatever is in it: a line break would end the comment."""
    return one_line(text)
