"""Where Microsoft's services are: in the public cloud, and in those of governments and of China.

From Microsoft's pages on Azure Government and 21Vianet for Bot Framework, Teams, Graph and Entra.
GCC is part of the public cloud; GCC High is `usgov`.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.tokens import Reachable


class CloudName(StrEnum):
    """Which of Microsoft's clouds the app is registered in."""

    PUBLIC = "public"
    US_GOV = "usgov"
    DOD = "dod"
    CHINA = "china"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """The addresses of one cloud."""

    authority: str
    """Where the app signs in."""
    exchange: str
    """For whom an identity vouches, when it vouches for the app."""
    channel: str
    """Who signs what Teams sends to the bot, and for whom the bot's own token is."""
    keys_url: str
    """Which keys they sign with."""
    teams: Reachable
    """Where Teams' own connector lives (learn: proactive messages, service URLs)."""
    service_url: str
    """Where Teams' connector is asked first, before anything came from there."""
    web: str
    """Where people open Teams in a browser."""
    graph: str
    database: str
    """For whom a token is that opens a PostgreSQL server."""

    @property
    def bot_scope(self) -> str:
        """Return for what the bot asks a token, to write to Teams."""
        return f"{self.channel}/.default"

    @property
    def graph_scope(self) -> str:
        """Return for what the bot asks a token, to use Graph."""
        return f"{self.graph}/.default"


def _teams(*hosts: str) -> Reachable:
    """Name the hosts. Not *.botframework.com: there the sender says who they are (Direct Line)."""
    return Reachable(frozenset(hosts))


US_KEYS = "https://login.botframework.azure.us/v1/.well-known/openidconfiguration"
CLOUDS = {
    CloudName.PUBLIC: Cloud(
        authority="https://login.microsoftonline.com",
        exchange="api://AzureADTokenExchange",
        channel="https://api.botframework.com",
        keys_url="https://login.botframework.com/v1/.well-known/openidconfiguration",
        teams=_teams("smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"),
        service_url="https://smba.trafficmanager.net/teams/",
        web="https://teams.microsoft.com",
        graph="https://graph.microsoft.com",
        database="https://ossrdbms-aad.database.windows.net/.default",
    ),
    CloudName.US_GOV: Cloud(
        authority="https://login.microsoftonline.us",
        exchange="api://AzureADTokenExchangeUSGov",
        channel="https://api.botframework.us",
        keys_url=US_KEYS,
        teams=_teams("smba.infra.gov.teams.microsoft.us"),
        service_url="https://smba.infra.gov.teams.microsoft.us/teams",
        web="https://gov.teams.microsoft.us",
        graph="https://graph.microsoft.us",
        database="https://ossrdbms-aad.database.usgovcloudapi.net/.default",
    ),
    CloudName.DOD: Cloud(
        authority="https://login.microsoftonline.us",
        exchange="api://AzureADTokenExchangeUSGov",
        channel="https://api.botframework.us",
        keys_url=US_KEYS,
        teams=_teams("smba.infra.dod.teams.microsoft.us"),
        service_url="https://smba.infra.dod.teams.microsoft.us/teams",
        web="https://dod.teams.microsoft.us",
        graph="https://dod-graph.microsoft.us",
        database="https://ossrdbms-aad.database.usgovcloudapi.net/.default",
    ),
    CloudName.CHINA: Cloud(
        authority="https://login.partner.microsoftonline.cn",
        exchange="api://AzureADTokenExchangeChina",
        channel="https://api.botframework.azure.cn",
        keys_url="https://login.botframework.azure.cn/v1/.well-known/openidconfiguration",
        teams=_teams("frontend.botapi.msg.infra.teams.microsoftonline.cn"),
        service_url="https://frontend.botapi.msg.infra.teams.microsoftonline.cn/teams/",
        web="https://teams.microsoftonline.cn",
        graph="https://microsoftgraph.chinacloudapi.cn",
        database="https://ossrdbms-aad.database.chinacloudapi.cn/.default",
    ),
}
