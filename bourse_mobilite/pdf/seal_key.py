"""The key of a seal: a PKCS#12 file of the centre de gestion, outside the database."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore


class SealError(Exception):
    """The seal could not be set; `kind` says why:

    of the key, ``no_key``, ``no_access``, ``passphrase`` (it does not open the key),
    ``bad_key`` (no PKCS#12, or not with one certificate and its RSA or EC key),
    ``not_yet``, ``expired``; of the PDF, ``encrypted``, ``locked`` (signed by somebody
    who forbids any addition), ``altered``, ``unreadable``.
    """

    def __init__(self, kind: str, told: object = "") -> None:
        super().__init__(f"{kind}: {told}" if told else kind)
        self.kind = kind


@dataclass(frozen=True)
class Key:
    """A key that can be used, and what its certificate says of it."""

    signer: SimpleSigner
    name: str
    valid_from: datetime
    valid_until: datetime
    sha256: str

    def check(self, now: datetime | None = None) -> None:
        """Raise SealError unless the certificate is in force at `now`."""
        now = now or datetime.now(UTC)
        if now < self.valid_from:
            raise SealError("not_yet", self.valid_from)
        if now > self.valid_until:
            raise SealError("expired", self.valid_until)

    def days_left(self, now: datetime | None = None) -> int:
        """Whole days before the certificate expires; negative once it has."""
        return (self.valid_until - (now or datetime.now(UTC))).days


def load(content: bytes, passphrase: str = "") -> Key:
    """The key of a PKCS#12 file; it may have expired.

    Raises SealError: ``passphrase`` or ``bad_key``.
    """
    secret = passphrase.encode() or None
    try:
        private, certificate, others = pkcs12.load_key_and_certificates(content, secret)
    except ValueError as error:
        # The library says the same words of a wrong one and of a missing one.
        kind = "passphrase" if "password" in str(error) else "bad_key"
        raise SealError(kind, error) from error
    except Exception as error:  # a broken file may raise nearly anything
        raise SealError("bad_key", error) from error
    if certificate is None or not isinstance(
        private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    ):
        raise SealError("bad_key", "no certificate with its key")
    named = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return Key(
        signer=_signer(private, certificate, others),
        name=str(named[0].value if named else certificate.subject.rfc4514_string()),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        sha256=certificate.fingerprint(hashes.SHA256()).hex(),
    )


def _signer(private, certificate, others) -> SimpleSigner:
    """What signs; not read from the file again, which takes its time on purpose."""
    chain = SimpleCertificateStore()
    chain.register_multiple([_der(one) for one in others])
    written = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=_der(certificate),
        signing_key=keys.PrivateKeyInfo.load(written),
        cert_registry=chain,
    )


def _der(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def self_signed(
    name: str, passphrase: str, days: int = 3650, start: datetime | None = None
) -> bytes:
    """A PKCS#12 file to try with, in force for `days` from `start` (now): readers say
    that they do not know who `name` is."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
        ]
    )
    # Clocks differ: in force for an hour already.
    start = (start or datetime.now(UTC)) - timedelta(hours=1)
    usage = dict.fromkeys(
        (
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usage),
            critical=True,
        )
        .sign(private, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        name.encode(),
        private,
        certificate,
        None,
        BestAvailableEncryption(passphrase.encode()),
    )
