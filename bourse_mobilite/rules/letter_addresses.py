"""The addresses in the text of a mail: a reader is led to our own pages and to a few
official ones, and no picture tells a third party who reads, when and where."""

import re
from urllib.parse import urlsplit

from lxml import etree, html

# Where the law and the rights of the agents are read, with what is under them.
OFFICIAL = ("legifrance.gouv.fr", "service-public.gouv.fr", "service-public.fr")
# What a mail program follows or fetches.
_FOLLOWED = {"href", "action", "formaction", "ping", "cite", "xlink:href"}
_FETCHED = {"src", "srcset", "background", "poster", "data", "longdesc", "imagesrcset"}
# They would change where every other address leads, or fetch by themselves.
_TAGS = {"base", "meta", "style", "svg", "video", "audio", "picture", "source"}
_WRITTEN = re.compile(r"(?:https?:|ftp:|www\.)[^\s<>\"'«»]+", re.IGNORECASE)
_IN_STYLE = re.compile(r"(?:url\s*\(|@import|image-set\s*\()[^;]*", re.IGNORECASE)
_FIXED = re.compile(r"""["'](.*?)["']""", re.DOTALL)
# What a browser drops inside an address.
_DROPPED = re.compile(r"[\x00-\x20\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_PICTURE = re.compile(r"data:image/(png|jpe?g|gif);base64,[a-z0-9+/=]*", re.IGNORECASE)


def foreign(subject: str, body: str, site: str) -> list[str]:
    """The addresses of a mail that lead or ask elsewhere than they may, as written.

    :param site: the address of our own site

    >>> site = "https://mobilite.cdg60.fr"
    >>> foreign("", '<a href="/my">a</a> <a href="tel:+33399">b</a>', site)
    []
    >>> foreign("", '<a href="https://www.legifrance.gouv.fr/jorf">décret</a>', site)
    []
    >>> foreign("Voir www.ailleurs.fr", '<img src="http://ailleurs.fr/x.gif"/>', site)
    ['www.ailleurs.fr', 'http://ailleurs.fr/x.gif']
    """
    found = [text for text in _written(subject) if not _may_be_followed(text, site)]
    try:
        root = html.fragment_fromstring(str(body or ""), create_parent="div")
    except (etree.LxmlError, ValueError):
        return found
    for element in root.iter():
        if isinstance(element.tag, str):
            found += _of_element(element, site)
        elif "http" in (element.text or "").lower():
            found.append(element.text.strip())  # a comment that some programs read
    return list(dict.fromkeys(found))


def _of_element(element, site):
    if element.tag in _TAGS:
        yield f"<{element.tag}>"
    for name, value in element.attrib.items():
        if name == "t-att-href":
            yield from (_computed(value, site))
        elif (
            name in _FETCHED
            and not _may_be_fetched(value, site)
            or name in _FOLLOWED
            and not _may_be_followed(value, site)
        ):
            yield value
        elif name == "style":
            yield from (part.strip() for part in _IN_STYLE.findall(_plain_style(value)))
    for text in (element.text, element.tail):
        yield from (word for word in _written(text) if not _may_be_followed(word, site))


def _computed(expression, site):
    """Only the link of the mail is computed: another word is what a person typed."""
    if expression.strip() != "url":
        fixed = _FIXED.findall(expression)
        yield from fixed or [expression]


def _plain_style(value):
    r"""A style without its comments and escapes: ``u\72l(`` is read ``url(``."""
    bare = re.sub(r"/\*.*?\*/", "", value, flags=re.DOTALL)
    return re.sub(
        r"\\([0-9a-fA-F]{1,6})\s?",
        lambda code: chr(min(int(code[1], 16), 0x10FFFF)),
        bare,
    )


def _written(text):
    """The addresses that a mail program makes links of."""
    return [found.rstrip(".,;:!?)]…") for found in _WRITTEN.findall(text or "")]


def _split(address):
    """``(scheme, host, port)`` as a browser reads them; None when it cannot be read."""
    address = _DROPPED.sub("", address).replace("\\", "/")
    if address.lower().startswith("www."):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme in ("http", "https") and not parts.netloc:
        return None  # ``https:ailleurs.fr`` leads there all the same
    if "@" in parts.netloc:
        return None  # what comes first looks like the address, and is not
    return parts.scheme.lower(), (parts.hostname or "").rstrip("."), port


def _is_ours(address, site):
    """Inside our site: a path, or its whole address."""
    read = _split(address)
    if not read:
        return False
    scheme, host, port = read
    if not host:
        return not scheme
    own = urlsplit(site)
    return scheme in ("http", "https", "") and (host, port) == (own.hostname, own.port)


def _may_be_fetched(address, site):
    """A picture of ours, or one that is in the mail itself."""
    compact = _DROPPED.sub("", address)
    if compact.lower().startswith("cid:") or _PICTURE.fullmatch(compact):
        return True
    return _is_ours(address, site) and "," not in address


def _may_be_followed(address, site):
    if not _DROPPED.sub("", address) or _is_ours(address, site):
        return True
    read = _split(address)
    if not read:
        return False
    scheme, host, port = read
    if scheme in ("mailto", "tel"):
        return True
    official = any(host == name or host.endswith(f".{name}") for name in OFFICIAL)
    return scheme == "https" and official and port in (None, 443)
