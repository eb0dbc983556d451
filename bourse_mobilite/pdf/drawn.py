"""The picture of a signature that was drawn on a screen."""

from io import BytesIO

from PIL import Image

# Bytes and pixels: a drawing on the largest screen has less.
HEAVIEST = 1_000_000
LARGEST = 4_000_000


def clean(content: bytes) -> bytes:
    """The same picture written anew as a PNG: its pixels, and nothing else that the
    file carried.

    Raises ValueError when it is no PNG, is too large, or nothing is drawn on it.
    """
    if len(content) > HEAVIEST:
        raise ValueError("too heavy")
    try:
        with Image.open(BytesIO(content), formats=["PNG"]) as image:
            if image.width * image.height > LARGEST:
                raise ValueError("too large")
            pixels = image.convert("RGBA")
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("no PNG") from error
    if not pixels.getchannel("A").getbbox():
        raise ValueError("nothing is drawn")
    written = BytesIO()
    pixels.save(written, "PNG", optimize=True)
    return written.getvalue()
