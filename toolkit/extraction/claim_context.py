"""What the sentences before a number say of it: the subject, whose numbers are told, of which year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from toolkit.extraction.claim_tokens import Token
from toolkit.extraction.claim_words import shipped_claim_words

_ORGAN = re.compile(
    r"(?:局|厅|委|委员会|办公室|办|中心|街道|镇|乡|分局|支队|大队|公司|学校|医院|法院|政府|部门|单位|机关)$"
)
_ASKED = re.compile("(?<!依)申请")
_GOVERNMENT = "人民政府"


@dataclass
class Context:
    """What is known where a number stands.

    Attributes:
        agency: who reports.
        year: the year reported about.
        form: the form of that year, `2019` or `2021`; None where the year is not known.
        section: the section's code.
        topic: what is spoken of: `requests`, `disputes`, `documents`, `elsewhere`, or None.
        scope: whose numbers are told: `own`, `area` or `unknown`.
        other_year: whether another year, or a part of the year, is told of.
        foreign: whether another organ acts.
        partial: whether that is a part of the area, named without the whole; until the sentence ends.
        whole_named: whether the whole area was just named (全县各部门、各乡镇).
        applicant: whether an applicant was told as the one who did what follows (自然人新收12件，上年结转1件).
        stem: whether the sentence speaks of government information.
        asked: whether the sentence spoke of requests before it came to reviews.
        published: whether the sentence speaks of publishing.
        document: the kind of document spoken of last.
        channels: the channels of review told since the last outcome.
        outcome_told: whether an outcome was told in the sentence.
        root: the row whose requests were told last, which applicants are told of.
        text: the normalised sentence.
    """

    agency: str
    year: int | None
    form: str | None
    section: str
    topic: str | None = None
    scope: str = "unknown"
    other_year: bool = False
    foreign: bool = False
    partial: bool = False
    whole_named: bool = False
    applicant: bool = False
    stem: bool = False
    published: bool = False
    asked: bool = False
    document: str | None = None
    channels: list[str] = field(default_factory=list)
    outcome_told: bool = False
    root: str | None = None
    text: str = ""

    @property
    def about_reviews(self) -> bool:
        """Whether reviews that are told are those about government information."""
        return self.stem or self.asked or self.topic == "requests" or self.section == "review"

    @property
    def channel(self) -> str | None:
        """The channel that outcomes are told of, if it is one."""
        return self.channels[0] if len(self.channels) == 1 else None

    def start_paragraph(self, *, numbered: bool) -> None:
        """Forgets what the paragraph before spoke of; its subject too where this one has a heading."""
        self.scope, self.other_year, self.foreign, self.root = "unknown", False, False, None
        if numbered:
            self.topic = {"requests": "requests", "review": "disputes"}.get(self.section)

    def start_sentence(self, text: str) -> None:
        """Forgets what the sentence before spoke of, but for subject, scope and year."""
        self.text = text
        self.stem = self.published = self.asked = self.outcome_told = False
        self.whole_named = self.applicant = False
        self.document = None
        self.channels = []
        if self.partial:
            self.foreign = self.partial = False

    def hear_form(self, tokens: Sequence[Token]) -> None:
        """Takes the subject from words that only table 3 has, where the sentence names no other."""
        unsure = self.topic is None or (self.topic == "documents" and _ASKED.search(self.text))
        other = any(token.kind in ("elsewhere", "decisions") for token in tokens)
        if unsure and not other and shipped_claim_words().form.search(self.text):
            self.topic = "requests"

    def saved(self) -> "Context":
        """Returns a copy: what stands in brackets changes nothing after them."""
        return replace(self, channels=list(self.channels))

    def restore(self, saved: "Context") -> None:
        """Takes back what was saved, but for what brackets may tell."""
        for name in ("scope", "other_year", "foreign", "partial", "applicant", "channels", "root", "topic", "document"):
            setattr(self, name, getattr(saved, name))

    def hear(self, token: Token) -> None:
        """Takes in a word."""
        match token.kind:
            case "object":
                if token.code == "whole" or (self.topic in (None, "documents") and self.stem):
                    self.topic = "requests"
            case "requests" if "申请" in self.text[token.start : token.end] and token.code == "new":
                self.topic = "requests"  # 新增政府信息公开申请: the object stands in the word
            case "stem":
                self.stem = True
                if self.topic == "elsewhere":
                    self.topic = None
            case "channels_of_review":
                self.asked = self.asked or self.topic == "requests"
                self.topic = "disputes"
            case "documents":
                self.document = token.code if token.code != "none" else None
            case "acts" if token.code.startswith("disclosed"):
                self.published = True
                self.topic = "documents" if token.code == "disclosed_plain" else self.topic
            case "scope" if token.code == "part":
                self.foreign = self.partial = self.foreign or not self.whole_named
            case "scope":
                self.scope, self.foreign, self.partial = token.code, False, False
                self.whole_named = token.code == "area"
            case "requests":
                self.whole_named = False
            case "year_told":
                self.other_year = int(token.code) != self.year
            case "month" if token.code == "part":
                self.other_year = True
            case "year" if token.code != "whole":
                self.other_year = token.code == "other"
            case _:
                pass

    def actor(self, before: Sequence[Token]) -> None:
        """Takes in who acts: an organ named right before what it did. Another than the reporting one is foreign.

        Args:
            before: the tokens of the clause up to the word that says what was done.
        """
        at = len(before) - 1
        while at >= 0 and before[at].kind in ("filler", "year", "year_told", "month", "timely"):
            at -= 1
        if at < 0 or before[at].kind != "gap":
            return
        text = self.text[before[0].start : before[at].end]
        organ = _ORGAN.search(text)
        if organ is None:
            return
        common = _common_end(text, self.agency)
        if organ.group() == "政府":  # a government's own name, in whole or as short as 县人民政府
            whole = common == len(text) or common > len("县" + _GOVERNMENT) or len(text) <= len("县" + _GOVERNMENT)
            self.foreign = not (self.agency.endswith("政府") and whole)
            return
        if self.agency.endswith("政府"):
            self.foreign = True
            return
        self.foreign = common < 3
        if not self.foreign:
            self.scope = "own"


def _common_end(one: str, other: str) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count
