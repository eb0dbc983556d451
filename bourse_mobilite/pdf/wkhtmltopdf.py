"""A run of wkhtmltopdf: a page in, a PDF out, with no file left behind."""

import subprocess


def convert(command: list[str], html: bytes) -> bytes:
    """The PDF of `html`.

    `command` is the program and its options. It waits without holding Python: in a
    thread, other work goes on meanwhile.

    Raises RuntimeError with what the program said when it failed, and OSError when
    it cannot be started.
    """
    done = subprocess.run(
        [*command, "-", "-"], input=html, capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr[-1000:].decode(errors="replace")
        raise RuntimeError(f"wkhtmltopdf ended with {done.returncode}: {said}")
    return done.stdout
