"""Which files are found, in what order, and what is said of those that cannot be read or are not there."""

import errno
import hashlib
import os
import pickle
import socket
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.documents import sources
from toolkit.documents.contents import Contents
from toolkit.documents.source_file import SourceFile
from toolkit.documents.sources import find_sources, without_double
from toolkit.errors import SourceError


def make(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(b"text")


def names_of(files: list[SourceFile]) -> list[str]:
    return [file.source for file in files]


def problems_of(files: list[SourceFile]) -> dict[str, str | None]:
    return {file.source: file.problem and file.problem[0] for file in files}


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def test_a_file_is_found_with_its_size() -> None:
    make("a.txt")
    assert find_sources("a.txt") == [SourceFile("a.txt", Path("a.txt"), 4, None)]


def test_a_folder_is_taken_with_all_below_it_sorted_by_the_whole_path() -> None:
    make("r/b.txt", "r/a/z.txt", "r/a.txt", "r/a/c/d.html")
    assert names_of(find_sources("r")) == ["r/a.txt", "r/a/c/d.html", "r/a/z.txt", "r/b.txt"]
    assert names_of(find_sources(Path("r"))) == names_of(find_sources("r"))
    assert names_of(find_sources(".")) == names_of(find_sources("r"))


@pytest.mark.parametrize("way", ["r/a.txt", "./r/a.txt", "r//a.txt", "r/./a.txt", "r/a.txt/."])
def test_a_path_is_written_one_way(way: str) -> None:
    make("r/a.txt")
    if not way.endswith("."):
        assert names_of(find_sources(way)) == ["r/a.txt"]
    assert names_of(find_sources(["./r/", way, "r/a.txt", "r/*"])) == ["r/a.txt"]


def test_absolute_paths_stay_absolute(tmp_path: Path) -> None:
    make("r/a.txt")
    assert names_of(find_sources(tmp_path / "here" / "r")) == [f"{(tmp_path / 'here').as_posix()}/r/a.txt"]


def test_a_list_may_mix_files_folders_patterns_and_be_a_generator() -> None:
    make("b.txt", "r/a.txt", "p/1.html", "p/2.txt")
    named: list[str | Path] = ["r", Path("b.txt"), "p/*.html"]
    assert names_of(find_sources(one for one in named)) == ["b.txt", "p/1.html", "r/a.txt"]


def test_hidden_files_and_folders_and_office_locks_are_passed_over() -> None:
    make("r/a.txt", "r/.git/x.txt", "r/.ipynb_checkpoints/a.txt", "r/.DS_Store", "r/~$a.docx", "r/~a.txt")
    assert names_of(find_sources("r")) == ["r/a.txt", "r/~a.txt"]
    assert names_of(find_sources("r/*")) == ["r/a.txt", "r/~a.txt"]
    assert names_of(find_sources("r/**/*")) == ["r/a.txt", "r/~a.txt"]


def test_what_is_hidden_is_read_when_it_is_named() -> None:
    make("r/.hidden/a.txt", "r/.b.txt", "r/~$c.docx")
    assert names_of(find_sources(["r/.hidden", "r/.b.txt", "r/~$c.docx"])) == [
        "r/.b.txt",
        "r/.hidden/a.txt",
        "r/~$c.docx",
    ]
    assert names_of(find_sources("r/.*")) == ["r/.b.txt", "r/.hidden/a.txt"]


# ------------------------------------------------------------------------------------------------------- patterns


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("r/*.txt", ["r/a.txt", "r/b.txt"]),
        ("r/[ab].txt", ["r/a.txt", "r/b.txt"]),
        ("r/?.html", ["r/c.html"]),
        ("r/**/*.txt", ["r/2022/d.txt", "r/2023/x/e.txt", "r/a.txt", "r/b.txt"]),
        ("r/**/x/*", ["r/2023/x/e.txt"]),
        ("r/202*", ["r/2022/d.txt", "r/2023/x/e.txt"]),
        ("r/*/x/e.txt", ["r/2023/x/e.txt"]),
        ("r/2023/**", ["r/2023/x/e.txt"]),
        ("**/d.txt", ["r/2022/d.txt"]),
        ("*/2022/*", ["r/2022/d.txt"]),
        ("r/**", ["r/2022/d.txt", "r/2023/x/e.txt", "r/a.txt", "r/b.txt", "r/c.html"]),
        ("r/**/**/*", ["r/2022/d.txt", "r/2023/x/e.txt", "r/a.txt", "r/b.txt", "r/c.html"]),
    ],
)
def test_patterns(pattern: str, expected: list[str]) -> None:
    make("r/a.txt", "r/b.txt", "r/c.html", "r/2022/d.txt", "r/2023/x/e.txt")
    assert names_of(find_sources(pattern)) == expected


def test_a_path_that_exists_is_no_pattern() -> None:
    make("r/a[1].html", "r/a1.html")
    assert names_of(find_sources("r/a[1].html")) == ["r/a[1].html"]


@pytest.mark.parametrize(("name", "pattern"), [("re\u0301sume", "r\u00e9s*"), ("r\u00e9sume", "re\u0301s*")])
def test_a_pattern_with_one_composition_of_accents_finds_the_other(name: str, pattern: str) -> None:
    make(f"r/{name}.txt")
    assert names_of(find_sources(f"r/{pattern}.txt")) == [f"r/{name}.txt"]


def test_a_folder_is_not_walked_again_for_each_folder_above_it_that_matches(monkeypatch: pytest.MonkeyPatch) -> None:
    make("r/a/b/c/d/e/f.txt")
    listed: Counter[str] = Counter()
    listdir = os.listdir

    def counting(path: str) -> list[str]:
        listed[str(path)] += 1
        return listdir(path)

    monkeypatch.setattr(os, "listdir", counting)
    assert names_of(find_sources("r/**/*")) == ["r/a/b/c/d/e/f.txt"]
    assert listed["r/a/b/c/d/e"] == 3  # for `**`, for `*`, and with all below `r/a`


def test_the_home_folder_may_be_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make("r/a.txt")
    monkeypatch.setenv("HOME", str(tmp_path / "here"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "here"))
    assert [file.path.name for file in find_sources("~/r")] == ["a.txt"]


# ---------------------------------------------------------------------------------------------------------- links


def test_links_within_the_folder_are_read_and_others_listed() -> None:
    make("r/a.txt", "r/sub/b.txt", "outside.txt", "r-2/c.txt")
    os.symlink("a.txt", "r/inside.txt")
    os.symlink("../../r/sub/b.txt", "r/sub/roundabout.txt")
    os.symlink("../outside.txt", "r/leaves.txt")
    os.symlink("../r-2/c.txt", "r/neighbour.txt")  # a name that begins like the folder's is not in it
    os.symlink("nothing.txt", "r/dangling.txt")
    os.symlink("self.txt", "r/self.txt")
    found = find_sources("r")
    assert problems_of(found) == {
        "r/a.txt": None,
        "r/dangling.txt": "link",
        "r/inside.txt": None,
        "r/leaves.txt": "link",
        "r/neighbour.txt": "link",
        "r/self.txt": "link",
        "r/sub/b.txt": None,
        "r/sub/roundabout.txt": None,
    }
    assert {file.source: file.bytes for file in found}["r/inside.txt"] == 4
    assert problems_of(find_sources("r/*.txt"))["r/leaves.txt"] == "link"


def test_linked_folders_are_listed_and_never_followed() -> None:
    make("r/a.txt", "elsewhere/b.txt")
    os.symlink(".", "r/circle")
    os.symlink("../elsewhere", "r/away")
    expected = {"r/a.txt": None, "r/away": "link", "r/circle": "link"}
    assert problems_of(find_sources("r")) == expected
    assert problems_of(find_sources("r/**/*.txt")) == expected
    assert problems_of(find_sources("r/*/b.txt")) == {"r/away": "link", "r/circle": "link"}


def test_links_that_are_named_are_followed() -> None:
    make("real/a.txt", "outside.txt")
    os.symlink("real", "linked")
    os.symlink("../outside.txt", "real/leaves.txt")
    assert problems_of(find_sources("linked")) == {"linked/a.txt": None, "linked/leaves.txt": "link"}
    assert problems_of(find_sources("linked/*.txt")) == {"linked/a.txt": None, "linked/leaves.txt": "link"}
    assert problems_of(find_sources(["real", "real/leaves.txt"])) == {"real/a.txt": None, "real/leaves.txt": None}
    assert problems_of(find_sources(["real/leaves.txt", "real"])) == {"real/a.txt": None, "real/leaves.txt": None}


def test_a_named_link_to_nothing_is_listed() -> None:
    os.symlink("nothing.txt", "dangling.txt")
    assert problems_of(find_sources("dangling.txt")) == {"dangling.txt": "link"}


# ------------------------------------------------------------------------------------------- what cannot be read


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_what_is_no_file_is_listed_and_never_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    make("r/a.txt")
    os.mkfifo("r/pipe.txt")  # opening it would wait for ever
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("r/socket.txt")
        found = find_sources("r")
    assert problems_of(found) == {"r/a.txt": None, "r/pipe.txt": "not_a_file", "r/socket.txt": "not_a_file"}
    assert find_sources("r/pipe.txt") == [
        SourceFile("r/pipe.txt", Path("r/pipe.txt"), None, ("not_a_file", "It is a named pipe, which is not opened."))
    ]
    assert find_sources("/dev/null")[0].problem == ("not_a_file", "It is a device, which is not opened.")


def binds(path: str) -> bool:
    """Says whether taking the permission away stops this user: it does not stop root."""
    os.chmod(path, 0)
    return not os.access(path, os.R_OK)


def test_a_file_without_permission_is_listed_with_its_size() -> None:
    make("r/a.txt", "r/locked.txt")
    if not binds("r/locked.txt"):
        pytest.skip("this user may read everything")
    assert problems_of(find_sources("r")) == {"r/a.txt": None, "r/locked.txt": "no_permission"}


def test_a_folder_without_permission_has_a_line() -> None:
    make("r/a.txt", "r/locked/b.txt")
    stops = binds("r/locked")
    try:
        if not stops:
            pytest.skip("this user may read everything")
        assert problems_of(find_sources("r")) == {"r/a.txt": None, "r/locked": "no_permission"}
    finally:
        os.chmod("r/locked", 0o755)


def refuse(call: Callable[..., object], number: int, *names: str) -> Callable[..., object]:
    """Returns the system call as it is where it refuses these names: what root is never shown."""

    def refusing(path: object, *arguments: object, **options: object) -> object:
        if Path(str(path)).name in names:
            raise OSError(number, os.strerror(number), str(path))
        return call(path, *arguments, **options)

    return refusing


def test_a_file_the_system_will_not_open_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As root, too: the system's answer is put in its place."""
    make("r/a.txt", "r/locked.txt")
    monkeypatch.setattr(os, "access", lambda path, mode, **_: Path(path).name != "locked.txt")
    monkeypatch.setattr(os, "supports_effective_ids", set())
    found = find_sources("r")
    assert problems_of(found) == {"r/a.txt": None, "r/locked.txt": "no_permission"}
    assert [file.bytes for file in found] == [4, 4]


@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.EACCES, "no_permission"), (errno.ENOENT, "not_found"), (errno.EIO, "io_error")],
)
def test_what_cannot_be_looked_at_has_a_line(monkeypatch: pytest.MonkeyPatch, number: int, reason: str) -> None:
    make("r/a.txt", "r/odd/b.txt", "r/gone.txt")
    monkeypatch.setattr(os, "listdir", refuse(os.listdir, number, "odd"))
    monkeypatch.setattr(os, "lstat", refuse(os.lstat, number, "gone.txt"))
    assert problems_of(find_sources("r")) == {"r/a.txt": None, "r/gone.txt": reason, "r/odd": reason}


def test_a_named_path_behind_a_closed_folder_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    make("r/a.txt")
    monkeypatch.setattr(os, "stat", refuse(os.stat, errno.EACCES, "a.txt"))
    with pytest.raises(SourceError, match=r"'r/a.txt' cannot be looked at: no permission for a folder above it"):
        find_sources("r/a.txt")


# ---------------------------------------------------------------------------------------------------- odd names


def test_names_keep_their_composition() -> None:
    make("r/\u00e9.txt", "r/e\u0301.txt", "r/神池\u3000分局.txt")
    assert names_of(find_sources("r")) == ["r/e\u0301.txt", "r/\u00e9.txt", "r/神池\u3000分局.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_that_are_no_text_are_escaped_and_stay_distinct() -> None:
    os.mkdir("r")
    for name in (b"r/\xc9\xf1.txt", b"r/\xff.txt", b"r/\xfe.txt", b"r/\\udcff.txt"):
        Path(os.fsdecode(name)).write_bytes(b"text")
    found = find_sources("r")
    assert names_of(found) == [
        "r/\\\\udcff.txt",
        "r/\\udcc9\\udcf1.txt",
        "r/\\udcfe.txt",
        "r/\\udcff.txt",
    ]
    assert [file.path.read_bytes() for file in pickle.loads(pickle.dumps(found))] == [b"text"] * 4
    # The one whose name really is a backslash and letters keeps it as given.
    assert os.fsencode(found[3].path) == b"r/\\udcff.txt"
    with pytest.raises(SourceError) as caught:
        find_sources(os.fsdecode(b"r/\xc9.txt"))
    assert str(caught.value).encode("utf-8")


def test_deep_folders_are_walked() -> None:
    deep = Path("r", *["d"] * 1500)
    here = os.getcwd()
    os.makedirs("r")
    os.chdir("r")
    for _ in range(1500):
        os.mkdir("d")
        os.chdir("d")
    Path("a.txt").write_bytes(b"text")
    os.chdir(here)
    assert names_of(find_sources("r")) == [(deep / "a.txt").as_posix()]
    assert names_of(find_sources("r/**/*.txt")) == [(deep / "a.txt").as_posix()]
    (deep / "a.txt").unlink()
    os.removedirs(deep)  # what clears up after the tests is recursive


def test_folders_too_deep_for_the_system_have_a_line() -> None:
    here = os.getcwd()
    os.makedirs("r")
    os.chdir("r")
    for _ in range(30):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
    os.chdir(here)
    [file] = find_sources("r")
    assert file.problem is not None
    assert file.problem[0] == "io_error"


# ------------------------------------------------------------------------------------------------ what is not there


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("reports", r"'reports' is not there: the current folder holds no 'reports'\. Did you mean 'report'\?"),
        ("report/2023.txt", r"'report' holds no '2023.txt'\. Did you mean '2022.txt'\?"),
        ("reprot/2022.txt", r"the current folder holds no 'reprot'\. Did you mean 'report'\?"),
        ("report/qqq", r"'report' holds no 'qqq'\. It holds '2022.txt', 'x', 'y', …\."),
        ("report/2022.txt/a", "'report/2022.txt' is a file, not a folder"),
        ("report/2022.txt/*", "'report/2022.txt' is a file, not a folder"),
        ("report/*.html", r"nothing matches 'report/\*\.html'\. It holds '2022.txt', 'x', 'y', …\. In a pattern"),
        (
            "reprot/*.txt",
            r"'reprot/\*\.txt' is not there: the current folder holds no 'reprot'\. Did you mean 'report'",
        ),
        ("empty", "'empty' holds no files"),
        ("empty/*", r"nothing matches 'empty/\*'\. It is empty\."),
        ("onlyhidden", r"'onlyhidden' holds no files \(hidden ones do not count\)"),
        (["report", "empty"], "'empty' holds no files"),
        ([], "nothing was named"),
        ("", "an empty path"),
        ("a\0b", "null character"),
        ("https://example.org/a.html", "web address"),
        (None, "not None"),
        ([7], "not 7"),
        (b"report", "a path, a pattern or a list"),
    ],
)
def test_what_is_not_there_is_said_with_what_is_near(source: sources.Sources, message: str) -> None:
    make("report/2022.txt", "report/x", "report/y", "report/z", "onlyhidden/.git/a")
    os.mkdir("empty")
    with pytest.raises(SourceError, match=message):
        find_sources(source)


# ----------------------------------------------------------------------------------------------------------- digest


def test_the_digest_is_the_sha256_of_the_content() -> None:
    content = b"\x00\xff" * 700_000
    Path("a.bin").write_bytes(content)
    [file] = find_sources("a.bin")
    assert Contents().digest(file) == hashlib.sha256(content).hexdigest()


# ------------------------------------------------------------------------------------------------ doubles
def test_only_files_that_may_be_copies_of_another_need_a_digest(tmp_path: Path) -> None:
    text = b"x" * 10_000
    contents = {
        "copy_a": text, "copy_b": text, "other_size": text + b"x", "other_start": b"y" + text[1:],
        "other_middle": text[:5_003] + b"y" + text[5_004:], "other_unseen": text[:777] + b"y" + text[778:],
        "empty_a": b"", "empty_b": b"", "short_a": b"1", "short_b": b"2",
    }  # fmt: skip
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    single = {Path(source).name for source in without_double(find_sources(tmp_path))}
    assert single == {"other_size", "other_start", "other_middle", "short_a", "short_b"}


def test_a_file_that_cannot_be_looked_into_may_be_a_copy(tmp_path: Path) -> None:
    files = [SourceFile(name, tmp_path / name, 5, None) for name in ("gone_a", "gone_b")]
    broken = SourceFile("link", tmp_path / "link", None, ("link", "A link that is not followed."))
    assert without_double([*files, broken]) == frozenset()
