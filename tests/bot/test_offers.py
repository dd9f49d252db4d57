"""Made files wait for ten minutes, and are had once."""

from datetime import timedelta

from bot import offers
from bot.maker import Made
from bot.offers import GOOD_FOR, Offer, Offers
from dialogs.turn import FileWanted, Making
from tests.cast import AT

WANTED = FileWanted(making=Making.CSV, audit_id="a1")


def added(to: Offers, size: int = 3) -> Offer:
    """Add a file of this size."""
    return to.add("bm", WANTED, made=Made(name="a.zip", content=b"x" * size), at=AT)


def test_what_was_taken_is_gone() -> None:
    """Looking leaves it there; taking does not."""
    waiting = Offers()
    offer = added(waiting)
    assert waiting.look(offer.secret, AT) == offer
    assert waiting.take(offer.secret, AT) == offer
    assert waiting.look(offer.secret, AT) is None
    assert waiting.take(offer.secret, AT) is None


def test_after_ten_minutes_nothing_waits() -> None:
    """A moment before it still does."""
    waiting = Offers()
    offer = added(waiting)
    assert waiting.look(offer.secret, AT + GOOD_FOR - timedelta(seconds=1))
    assert waiting.look(offer.secret, AT + GOOD_FOR) is None


def test_a_secret_cannot_be_guessed() -> None:
    """256 bits of chance, and another for each file."""
    waiting = Offers()
    found = {added(waiting).secret for _ in range(20)}
    assert len(found) == 20
    assert min(map(len, found)) == 43
    assert waiting.look("", AT) is None


def test_the_oldest_goes_when_too_much_waits() -> None:
    """Memory is not for hoarding; the newest always stays."""
    waiting = Offers()
    first, second = added(waiting, offers.MOST_BYTES - 1), added(waiting, 1)
    assert waiting.look(first.secret, AT)
    third = added(waiting, 1)
    assert waiting.look(first.secret, AT) is None
    assert waiting.look(second.secret, AT)
    assert waiting.look(third.secret, AT)
