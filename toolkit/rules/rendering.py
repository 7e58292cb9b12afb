"""How our own expectations are said in Great Expectations' Data Docs."""

from collections.abc import Mapping
from typing import Any

from great_expectations.render import RenderedStringTemplateContent


def rendered(
    template: str, values: Mapping[str, Any], mostly: float | None, runtime_configuration: Mapping[str, Any] | None
) -> list[RenderedStringTemplateContent]:
    """Returns a sentence of Data Docs.

    Args:
        template: the sentence without its full stop, its values as `$name`.
        values: by name.
        mostly: the share of rows that must be so; told if below 1.
        runtime_configuration: as Great Expectations gives it to a renderer.
    """
    values = dict(values)
    if mostly is not None and mostly < 1:
        template += ", at least $share % of the time"
        values["share"] = f"{100 * mostly:g}"
    styling = (runtime_configuration or {}).get("styling")
    content = {"template": template + ".", "params": values, "styling": styling}
    return [RenderedStringTemplateContent(content_block_type="string_template", string_template=content)]
