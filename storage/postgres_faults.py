"""What a database says when it cannot, in the one kind of error that the contract promises."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import asyncpg

LOST: Final = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InterfaceError,
    ConnectionError,
)
"""The connection is gone, or was never there. Who only reads may try again at once."""
MOVED: Final = asyncpg.ReadOnlySQLTransactionError
"""The server that we hold on to became a standby: another one is the primary now."""


class DatabaseError(OSError):
    """The database did not do it, and all is as it was; trying again later may work.

    Its words name no value, and may be logged. Whether a change was kept whose connection broke
    just then is not known; whoever decides again on what is stored finds out.
    """


WORDS: Final = (
    (TimeoutError, "The database did not answer in time"),
    (asyncpg.TooManyConnectionsError, "The database has no connection left"),
    (
        asyncpg.InvalidAuthorizationSpecificationError,
        "The database does not let the bot in: check its user and password",
    ),
    (
        asyncpg.InvalidCatalogNameError,
        "There is no database of this name: make it, then run `maca migrate`",
    ),
    (
        asyncpg.InsufficientResourcesError,
        "The database is full: its disk or its memory is used up",
    ),
    (MOVED, "This server of the database is a standby now"),
    (asyncpg.IntegrityConstraintViolationError, "A rule of the database refuses it"),
    ((*LOST, OSError), "The database cannot be reached"),
)
"""What it means, by kind. Words of the server's own may hold values: none of them is kept."""


def explain(error: Exception) -> DatabaseError:
    """Return the error in the contract's kind."""
    told = (words for kind, words in WORDS if isinstance(error, kind))
    return DatabaseError(next(told, f"The database refused: {type(error).__name__}"))


@contextmanager
def explained() -> Iterator[None]:
    """Raise DatabaseError for whatever the database, or the way to it, says no to."""
    try:
        yield
    except DatabaseError:
        raise
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        raise explain(error) from None
