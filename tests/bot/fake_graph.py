"""Microsoft Graph at the wire, as far as the bot uses it."""

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

CATALOG = "77777777-2222-3333-4444-555555555555"


@dataclass
class FakeGraph:
    """Graph at the wire: installs for those whom it knows, and answers as it is told."""

    will: list[web.Response] = field(default_factory=list)
    got: list[tuple[str, str, Any]] = field(default_factory=list)
    installed: set[str] = field(default_factory=set)
    hidden: int = 0
    """How often a new chat is not told of yet."""

    def app(self) -> web.Application:
        """What listens."""
        made = web.Application()
        of = "/v1.0/users/{user}/teamwork/installedApps"
        made.router.add_post(of, self._install)
        made.router.add_get(of, self._list)
        made.router.add_get(of + "/{id}/chat", self._chat)
        return made

    async def _seen(self, request: web.Request) -> web.Response | None:
        body = await request.json() if request.can_read_body else None
        self.got.append((request.method, request.path_qs, body))
        assert request.headers["Authorization"] == "Bearer for-graph"
        return self.will.pop(0) if self.will else None

    async def _install(self, request: web.Request) -> web.Response:
        told = await self._seen(request)
        user = request.match_info["user"]
        if told is None:
            told = web.Response(status=409 if user in self.installed else 201)
        if told.status in {201, 409}:
            self.installed.add(user)
        return told

    async def _list(self, request: web.Request) -> web.Response:
        told = await self._seen(request)
        self.hidden -= 1
        there = request.match_info["user"] in self.installed and self.hidden < 0
        return told or web.json_response({"value": [{"id": "inst+1"}] if there else []})

    async def _chat(self, request: web.Request) -> web.Response:
        return await self._seen(request) or web.json_response({"id": "19:chat@unq.gbl.spaces"})
