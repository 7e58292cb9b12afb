"""The codebook is loaded strictly: a slip in it fails with its line."""

from pathlib import Path

import pytest

from toolkit.codebook import load_codebook, shipped_codebook
from toolkit.errors import CodebookError

SHIPPED = Path(__file__).resolve().parents[2] / "toolkit" / "codebook" / "codebook.toml"
TEXT = SHIPPED.read_text(encoding="utf-8")


def load(text: str, folder: Path) -> None:
    path = folder / "codebook.toml"
    path.write_text(text, encoding="utf-8")
    load_codebook(path)


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_the_shipped_codebook_is_loaded_once() -> None:
    assert shipped_codebook() is shipped_codebook()
    assert load_codebook(SHIPPED).version == shipped_codebook().version


def test_the_version_changes_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "codebook.toml"
    path.write_text(TEXT + "\n", encoding="utf-8")
    version = load_codebook(path).version
    assert len(version) == 12
    assert version != shipped_codebook().version


REGULATIONS = '["regulations", "规章", ["2019", "2021"]]'
YEARS = "report_years = [2019, 2020]"
TOTAL = '{total = ["合计"]'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        # keys
        ("[sums]", "[sumz]", "the codebook has an unknown key 'sumz'. Did you mean 'sums'?"),
        ("[tables.review]", "[tables.reviw]", "tables has an unknown key 'reviw'. Did you mean 'review'?"),
        ('document = "国办公开办函〔2019〕60号"', "dokument = 0", "templates.2019 has an unknown key 'dokument'."),
        ('code = "overview"', 'kode = "overview"', "section 1 has an unknown key 'kode'. Did you mean 'code'?"),
        ('code = "article_20_1"', 'code = "article_20_1"\nlable = 0', "unknown key 'lable'. Did you mean 'label'?"),
        ("row_aliases = {new =", "row_alias = {new =", "tables.requests has an unknown key 'row_alias'"),
        ("[tables.disclosure]\nsection = 2", "[tables.disclosure]\nsectoin = 2", "unknown key 'sectoin'"),
        ("[tables.review]\nsection = 4", "[tables.review]\nsectoin = 4", "tables.review has an unknown key 'sectoin'"),
        # forms and sections
        (YEARS, "report_years = [2020, 2019]", "templates.2019.report_years is not [first, last]"),
        (YEARS, "report_years = [2019]", "is not [first, last]"),
        (YEARS, "report_years = [2018, 2019, 2020]", "is not [first, last]"),
        (YEARS, 'report_years = ["2019", "2020"]', "is not [first, last]"),
        ("number = 2", "number = 3", "section number 3 stands where 2 was expected"),
        ('code = "overview"', 'code = "disclosure"', "section code: 'disclosure' is there 2 times"),
        ('aliases = ["总体概述"', 'aliases = [5, "总体概述"', "the wordings of 'overview' are not a list of texts"),
        # rows and columns
        (REGULATIONS, '["regulations", "规章", ["2018"]]', "'regulations' names the unknown form '2018'"),
        (REGULATIONS, '["regulations", ["2019"]]', "is not a list of 3 entries"),
        (REGULATIONS, '["regulations", ["2019"], "规章"]', "is not a list of 3 entries"),
        (REGULATIONS, '["regulations", "", ["2019"]]', "has an empty code or label"),
        (REGULATIONS, '["", "规章", ["2019"]]', "has an empty code or label"),
        (
            '["penalties", "行政处罚"',
            '["licensing", "行政处罚"',
            "row of table disclosure: 'licensing' is there 2 times",
        ),
        ('code = "article_20_5"', 'code = "article_20_1"', "block code: 'article_20_1' is there 2 times"),
        ('["granted",  ', '["new",  ', "tables.requests.rows: 'new' is there 2 times"),
        ('["upheld", ', '["total", ', "tables.review.columns: 'total' is there 2 times"),
        ("column_aliases = {issued", "column_aliases = {isued", "'isued' is not there. Did you mean 'issued'?"),
        ("row_aliases = {normative_documents", "row_aliases = {documents", "'documents' is not there."),
        (TOTAL, '{totl = ["合计"]', "'totl' is not there. Did you mean 'total'?"),
        (TOTAL, '{total = "合计"', "the wordings of 'total' are not a list of texts"),
        (TOTAL, '{total = [""]', "the wordings of 'total' are not a list of texts"),
        (
            'columns.2021 = [["decisions", "本年处理决定数量"]]\nrows = [["penalties',
            'rows = [["penalties',
            "row 'penalties' is in form 2021, which has no columns here",
        ),
        # references
        ('["（四）无法提供"],\n', "", "stands under '（四）无法提供', which is not in groups"),
        ('handled = ["new", ', 'handled = ["old", ', "sums.handled: 'old' is no row."),
        ('handled = ["new", ', 'handled = ["granded", ', "sums.handled: 'granded' is no row. Did you mean 'granted'?"),
    ],
)
def test_a_slip_is_told(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert old in TEXT
    with pytest.raises(CodebookError) as error:
        load(TEXT.replace(old, new, 1), tmp_path)
    assert said in str(error.value)
    assert str(error.value).startswith("codebook.toml")


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("[sums]", "[sumz]", "[sumz]"),
        ("handled = [\"new\", ", "handled = [\"old\", ", "handled = ["),
        ("number = 2", "number = 3", "number = 3"),
        ("{total = [\"合计\"]", "{totl = [\"合计\"]", "{totl"),
        ("[\"regulations\", \"规章\", [\"2019\", \"2021\"]]", "[\"regulations\", \"规章\", [\"2018\"]]", "[\"2018\"]"),
        ("report_years = [2019, 2020]", "report_years = [2020, 2019]", "[2020, 2019]"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_its_line(old: str, new: str, at: str, tmp_path: Path) -> None:
    text = TEXT.replace(old, new, 1)
    with pytest.raises(CodebookError) as error:
        load(text, tmp_path)
    assert str(error.value).startswith(f"codebook.toml, line {line_of(text, at)}: ")


@pytest.mark.parametrize(
    ("key", "removed"),
    [
        ("sums", TEXT[TEXT.index("[sums]") :]),
        ("rows", "rows = [[\"review\""),
        ("label", "label = \"总体情况\"\n"),
        ("document", "document = \"国办公开办函〔2019〕60号\"\n"),
    ],
)  # fmt: skip
def test_what_is_lacking_is_named(key: str, removed: str, tmp_path: Path) -> None:
    text = TEXT.replace(removed, "" if removed.endswith("\n") else 'columnz = [["x"' if key == "rows" else "", 1)
    with pytest.raises(CodebookError, match=f"lacks the key '{key}'|unknown key"):
        load(text, tmp_path)


def test_a_file_that_is_no_toml_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=r"^codebook\.toml: .*line 2"):
        load("[templates]\na = ?\n", tmp_path)
    path = tmp_path / "codebook.toml"
    path.write_bytes(b"[templates]" + b"\xff")
    with pytest.raises(CodebookError, match=r"^codebook\.toml: "):
        load_codebook(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("report_years = [2019, 2020]", "report_years = 2019"),
        ("disputes = [", "disputes = 5 # ["),
        ('column_aliases = {total = ["合计"], enterprise = ["企业"]}', "column_aliases = 5"),
        ("groups = [", "groups = [[],"),
        ('columns = [["upheld",', 'columns = 5 # [["upheld",'),
    ],
)
def test_a_value_of_another_kind_is_an_error_of_the_codebook(old: str, new: str, tmp_path: Path) -> None:
    assert old in TEXT
    with pytest.raises(CodebookError):
        load(TEXT.replace(old, new, 1), tmp_path)


def test_columns_of_an_unknown_form(tmp_path: Path) -> None:
    old = 'columns.2021 = [["decisions", "本年处理决定数量"]]'
    with pytest.raises(CodebookError, match="2020"):
        load(TEXT.replace(old, f'{old}\ncolumns.2020 = [["decisions", "处理决定数量"]]', 1), tmp_path)
