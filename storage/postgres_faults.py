"""What a database says when it cannot, in the one kind of error that the contract promises."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import asyncpg

from storage.contract import UnsureError

LOST: Final = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    ConnectionError,
)
"""What asyncpg raises for a connection that is gone, or was never there."""
MOVED: Final = asyncpg.ReadOnlySQLTransactionError
"""The server that we hold on to became a standby: another one is the primary now."""


class DatabaseError(OSError):
    """The database did not do it, and all is as it was; trying again later may work.

    Its words name no value, and may be logged. Whether a change was kept whose connection broke
    just then is not known; whoever decides again on what is stored finds out.
    """


class LostError(DatabaseError, UnsureError):
    """The connection is gone, or was never there. Who only reads may try again at once."""


class LateError(DatabaseError, UnsureError):
    """The database did not answer in time."""


WORDS: Final = (
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
    (OSError, "The database cannot be reached"),
)
"""What it means, by kind. Words of the server's own may hold values: none of them is kept."""


def explain(error: Exception) -> DatabaseError:
    """Return the error in the contract's kind."""
    if isinstance(error, LOST):
        return LostError("The database cannot be reached")
    if isinstance(error, TimeoutError):
        return LateError("The database did not answer in time")
    told = (words for kind, words in WORDS if isinstance(error, kind))
    return DatabaseError(next(told, f"The database refused: {type(error).__name__}"))


@contextmanager
def explained(*more: type[Exception]) -> Iterator[None]:
    """Raise DatabaseError for whatever the database, or the way to it, says no to.

    `more` are kinds that mean it too: while one connects, any OSError does.
    """
    kinds: tuple[type[Exception], ...] = (asyncpg.PostgresError, TimeoutError, *LOST, *more)
    try:
        yield
    except DatabaseError:
        raise
    except kinds as error:
        raise explain(error) from None
