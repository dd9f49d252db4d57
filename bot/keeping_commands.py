"""All commands of keeping: retention, backups, moving from store to store, subject access."""

from collections.abc import Sequence

import click

from bot.retention_commands import retention

ALL: Sequence[click.Command] = (retention,)
