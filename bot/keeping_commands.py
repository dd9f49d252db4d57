"""All commands of keeping: retention, backups, moving from store to store, subject access."""

from collections.abc import Sequence

import click

from bot.backing_up import backup, restore
from bot.copying import copy
from bot.retention_commands import retention
from bot.subject_access import subject_access

ALL: Sequence[click.Command] = (retention, backup, restore, copy, subject_access)
