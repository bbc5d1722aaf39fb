"""A record cannot say what its report does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import RecordError
from counterclaim.records import Actor, Claim, Cue, Record, Span, make_report, record_from_json
from tests import make

TEXT = "Şuşa’da: “nine people were killed”, the mayor said."


def claim(start: int, end: int, quote: str, **fields: object) -> Claim:
    return Claim(
        id="c1",
        start=start,
        end=end,
        quote=quote,
        speaker=Actor(name="Mayor"),
        content=Span(start=start, end=end),
        **fields,
    )


def test_a_quote_that_stands_in_the_text_is_kept() -> None:
    report = make_report(TEXT)
    record = Record(report=report, claims=(claim(10, 33, TEXT[10:33]),))
    assert record.claims[0].quote == "nine people were killed"


@pytest.mark.parametrize(
    ("made", "cause"),
    [
        (claim(10, 33, "ten people were killed."), "claim.quote says"),
        (claim(11, 34, TEXT[10:33]), "claim.quote says"),
        (claim(10, 330, TEXT[10:33]), "has the span 10:330"),
        (claim(10, 10, ""), "has the span 10:10"),
        (claim(10, 33, TEXT[10:33], cue=Cue(start=46, end=50, text="says")), "cue.text says"),
        (claim(10, 33, TEXT[10:33], condition=Span(start=-4, end=3)), "span has the span -4:3"),
    ],
)
def test_a_record_with_words_that_nobody_wrote_cannot_be_built(made: Claim, cause: str) -> None:
    with pytest.raises(RecordError, match=cause):
        Record(report=make_report(TEXT), claims=(made,))


def test_two_claims_of_one_id_cannot_be_built() -> None:
    one = claim(10, 33, TEXT[10:33])
    with pytest.raises(RecordError, match="two claims have one id"):
        Record(report=make_report(TEXT), claims=(one, one))


def test_a_record_comes_back_from_its_json() -> None:
    record = make.record()
    assert record_from_json(record.to_json(), record.report.text) == record


def test_another_text_than_the_records_is_refused() -> None:
    record = make.record()
    with pytest.raises(RecordError):
        record_from_json(record.to_json(), record.report.text[1:])


@given(st.text(min_size=1), st.data())
def test_any_stretch_of_any_text_can_be_quoted(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    record = Record(report=make_report(text), claims=(claim(start, end, text[start:end]),))
    assert record.claims[0].quote == text[start:end]
