"""Microsoft's sign-in at the wire: Entra over TLS, and the addresses of managed identities."""

import base64
import ssl
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from tests.bot.world import private_key

HEADER = "the-header-that-only-this-machine-knows"


@dataclass
class Entra:
    """Gives tokens and remembers what was asked for. `seconds` is how long they last."""

    seconds: int = 3600
    broken: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    server: TestServer | None = None
    folder: Path = Path()

    async def start(self, folder: Path) -> None:
        """Listen on this machine, with a certificate that only the test trusts."""
        self.folder = folder
        app = web.Application()
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_get("/identity", self._app_service)
        app.router.add_get("/metadata/identity/oauth2/token", self._imds)
        certificate(folder / "entra.pem", names=["localhost"])
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "entra.pem")
        self.server = TestServer(app, scheme="https")
        await self.server.start_server(ssl=context)
        self.plain = TestServer(app)
        await self.plain.start_server()

    async def stop(self) -> None:
        """Listen no more."""
        if self.server:
            await self.server.close()
            await self.plain.close()

    def wire(self) -> dict[str, Any]:
        """What azure-identity is told so that it comes here."""
        assert self.server
        return {
            "authority": f"https://localhost:{self.server.port}",
            "connection_verify": str(self.folder / "entra.pem"),
            "disable_instance_discovery": True,
            "retry_total": 0,
        }

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: str(one) for name, one in (await request.post()).items()}
        self.asked.append({"tenant": request.match_info["tenant"], **form})
        if self.broken:
            return web.json_response({"error": "temporarily_unavailable"}, status=503)
        return web.json_response(self._made(form.get("scope", "")) | {"token_type": "Bearer"})

    async def _app_service(self, request: web.Request) -> web.Response:
        if request.headers.get("X-IDENTITY-HEADER") != HEADER:
            return web.json_response({"message": "no"}, status=401)
        return self._identity(request)

    async def _imds(self, request: web.Request) -> web.Response:
        if request.headers.get("Metadata") != "true":
            return web.json_response({"error": "bad_request"}, status=400)
        return self._identity(request)

    def _identity(self, request: web.Request) -> web.Response:
        self.asked.append(dict(request.query))
        if self.broken:
            return web.json_response({"error": "broken"}, status=404)
        resource = request.query["resource"]
        more = {"token_type": "Bearer", "resource": resource}
        return web.json_response(self._made(resource) | more)

    def _made(self, scope: str) -> dict[str, Any]:
        until = int(time.time()) + self.seconds
        return {
            "access_token": f"token {len(self.asked)} for {scope}",
            "expires_in": self.seconds,
            "expires_on": str(until),
        }


def certificate(path: Path, *, names: list[str], password: bytes | None = None) -> Path:
    """Write a certificate with its key that vouches for itself."""
    key = private_key("entra", "")
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    alternatives = [*map(x509.DNSName, names), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .sign(key, hashes.SHA256())
    )
    hidden = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, hidden
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


def claims(assertion: str) -> dict[str, Any]:
    """Read what an app says of itself, without looking at the signature."""
    found: dict[str, Any] = jwt.decode(assertion, options={"verify_signature": False})
    return found


def a_secret() -> str:
    """A secret that looks like none of ours."""
    return base64.b64encode(b"made for this test alone").decode()
