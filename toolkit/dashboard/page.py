"""The page itself: template, style and scripts in one file."""

import os
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from toolkit.dashboard import overview, tables
from toolkit.dashboard.charts import as_json, charts
from toolkit.dashboard.overview import Checked, Loaded, Localised
from toolkit.dashboard.words import both
from toolkit.messages import LANGUAGES

_HERE = Path(__file__).parent


def write_dashboard(
    corpus: Loaded,
    findings: Checked,
    path: str | os.PathLike[str],
    *,
    suspects: Localised | None = None,
    lang: str = "en",
) -> Path:
    """Writes one HTML file that shows a corpus and its findings, and returns its path.

    The file holds all it needs, opens from disk and can ask no network for anything. It holds both languages, and
    equal input gives equal bytes: `write_dashboard(corpus, findings, "dashboard.html")`.

    Args:
        corpus: what was loaded: `documents`, `agency_years`, `summary()`.
        findings: what the rules found: `frame`, `unknown`, `summary()`.
        path: the file to write; one that is there is replaced.
        suspects: the cells probably wrong: `frame`.
        lang: `en` or `zh`, shown first.

    Raises:
        KeyError: no such language.
        OSError: the file cannot be written.
    """
    target = Path(path)
    # Written aside and renamed: a reader never sees half a page.
    aside = target.with_name(f".{target.name}.part")
    aside.write_text(_page(corpus, findings, suspects, lang), encoding="utf-8", newline="\n")
    aside.replace(target)
    return target


def _page(corpus: Loaded, findings: Checked, suspects: Localised | None, lang: str) -> str:
    if lang not in LANGUAGES:
        raise KeyError(lang)
    made, summary = charts(corpus, findings), corpus.summary()
    scripts = [_script(get_plotlyjs()), _script(_text("page.js"))]
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_text("page.html")).render(
        lang=lang,
        say=both,
        policy=_policy(scripts),
        style=Markup(_text("page.css")),
        scripts=[Markup(script) for script in scripts],
        drawn=Markup(as_json(made)),
        charts=made,
        headline=overview.headline(summary),
        statuses=overview.statuses(corpus.documents),
        warnings=summary["warnings"],
        key_figures=overview.key_figures(corpus, findings, suspects),
        findings=tables.gravest(findings.frame, findings.summary()),
        suspects=None if suspects is None else tables.suspected(suspects.frame),
        unread=tables.unread(corpus.documents),
    )


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _script(source: str) -> str:
    """A script as a browser reads it, so that its digest in the policy is that of the browser."""
    return source.replace("\r\n", "\n").replace("\r", "\n")


def _policy(scripts: list[str]) -> str:
    """The page's own rule for the browser: these two scripts run, nothing is fetched or sent."""
    digests = " ".join(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {digests}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
