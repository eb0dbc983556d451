from odoo import fields
from odoo.tools import format_date, format_datetime


def day_words(env, day, weekday=False, lang=None):
    """“1er décembre 2026”, with its weekday “mardi 1er décembre 2026”; '' without a day.

    CLDR leaves the first of a month bare, which no French reader writes.

    :param lang: that of the environment, or French, when it is not given
    """
    if not day:
        return ""
    lang = lang or env.lang or "fr_FR"
    written = format_date(env, day, lang_code=lang, date_format="d MMMM y")
    if day.day == 1 and lang.startswith("fr"):
        written = f"1er{written[1:]}"
    if not weekday:
        return written
    return f"{format_date(env, day, lang_code=lang, date_format='EEEE')} {written}"


def instant_words(env, instant, company):
    """“22 novembre 2026 à 14:05”, by the clock of the centre de gestion; '' without an
    instant."""
    if not instant:
        return ""
    zone = company._mobility_zone()
    local = fields.Datetime.context_timestamp(env.user.with_context(tz=zone), instant)
    return env._(
        "%(date)s at %(time)s",
        date=day_words(env, local.date()),
        time=format_datetime(env, instant, tz=zone, dt_format="HH:mm"),
    )
