"""A key vault of our own, over HTTPS: it answers as Azure's REST interface does (learn: keys)."""

import base64
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from aiohttp import web
from aiohttp.typedefs import Handler
from azure.core.credentials import AccessToken
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

CHALLENGE = (
    'Bearer authorization="https://login.microsoftonline.com/tenant", '
    'resource="https://vault.azure.net"'
)
OAEP = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)


class Signing:
    """A credential that always gives the same token."""

    closed = False

    async def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:  # noqa: ANN401
        """Return the token."""
        return AccessToken("let me in", 4_000_000_000)

    async def close(self) -> None:
        """Know that it was closed."""
        self.closed = True

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()


@dataclass
class Vault:
    """The keys, by version; the last one is the newest."""

    folder: Path
    address: str = ""
    versions: dict[str, rsa.RSAPrivateKey] = field(default_factory=dict)
    forbidden: bool = False
    asked: list[str] = field(default_factory=list)
    """What was asked for, by method and path."""

    @property
    def wire(self) -> dict[str, Any]:
        """What Azure's clients need to speak with this vault."""
        return {"connection_verify": str(self.folder / "vault.pem"), "retry_total": 0,
                "verify_challenge_resource": False}  # fmt: skip

    def turn(self) -> None:
        """Make a new version of the key, which is the newest from now on."""
        version = f"{len(self.versions) + 1:032x}"
        self.versions[version] = rsa.generate_private_key(65_537, 2048)

    async def key(self, request: web.Request) -> web.Response:
        """Give the public part of a key."""
        version = request.match_info.get("version") or list(self.versions)[-1]
        numbers = self.versions[version].public_key().public_numbers()
        return web.json_response({
            "key": {"kid": self.kid(version), "kty": "RSA", "key_ops": ["wrapKey", "unwrapKey"],
                    "n": coded(numbers.n.to_bytes(256)), "e": "AQAB"},
            "attributes": {"enabled": True},
        })  # fmt: skip

    async def unwrap(self, request: web.Request) -> web.Response:
        """Unwrap a key."""
        version, body = request.match_info["version"], await request.json()
        assert body["alg"] == "RSA-OAEP-256"
        plain = self.versions[version].decrypt(decoded(body["value"]), OAEP)
        return web.json_response({"kid": self.kid(version), "value": coded(plain)})

    def kid(self, version: str) -> str:
        """Return a version's identifier."""
        return f"{self.address}/keys/maca/{version}"

    @web.middleware
    async def guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Ask for a token first; refuse all when it is told to."""
        if request.headers.get("Authorization") != "Bearer let me in":
            return web.json_response({}, status=401, headers={"WWW-Authenticate": CHALLENGE})
        if self.forbidden:
            said = {"error": {"code": "Forbidden", "message": "The caller may not."}}
            return web.json_response(said, status=403)
        self.asked.append(f"{request.method} {request.path.rpartition('/')[2]}")
        found: web.StreamResponse = await handler(request)
        return found


def coded(plain: bytes) -> str:
    """Return the bytes as Azure writes them."""
    return base64.urlsafe_b64encode(plain).rstrip(b"=").decode()


def decoded(words: str) -> bytes:
    """Return the bytes that Azure wrote."""
    return base64.urlsafe_b64decode(words + "=" * (-len(words) % 4))


@asynccontextmanager
async def key_vault(folder: Path) -> AsyncIterator[Vault]:
    """Give a vault with one version of one key while the block runs."""
    vault = Vault(folder)
    vault.turn()
    app = web.Application(middlewares=[vault.guarded])
    app.router.add_get("/keys/maca/", vault.key)
    app.router.add_get("/keys/maca/{version}", vault.key)
    app.router.add_post("/keys/maca/{version}/unwrapkey", vault.unwrap)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=certified(folder))
    await site.start()
    vault.address = f"https://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield vault
    finally:
        await runner.cleanup()


def certified(folder: Path) -> ssl.SSLContext:
    """Return what a server on this machine needs for TLS; its certificate lies in the folder."""
    key = rsa.generate_private_key(65_537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1)).add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "vault.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "vault.key").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ))  # fmt: skip
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "vault.pem", folder / "vault.key")
    return context
