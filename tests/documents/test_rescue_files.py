"""Reading a rescue file piece by piece comes to what reading it at once comes to."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.documents import rescue_files
from server.documents.rescue_files import Malformed, pieces

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FILES = st.dictionaries(st.sampled_from(["format", "device", "epoch", "x"]), JSON).flatmap(
    lambda head: st.tuples(st.lists(JSON, max_size=4), st.lists(JSON, max_size=2)).map(
        lambda lists: {**head, "operations": lists[0], "photos": lists[1]}
    )
)


def joined(found):
    """The file again, from its pieces."""
    content = {"operations": [], "photos": []}
    for piece in found:
        name, _, number = piece.at.partition("/")
        assert json.loads(piece.text) == piece.value
        if number:
            assert int(number) == len(content[name])
            content[name].append(piece.value)
        else:
            content[name] = piece.value
    return content


@given(FILES, st.sampled_from([1, 2, 7, 1 << 16]), st.sampled_from([None, 1]), st.booleans())
def test_however_the_bytes_arrive_the_pieces_are_the_same(file, chunk, indent, plain):
    data = json.dumps(file, ensure_ascii=plain, indent=indent).encode("utf-8", "surrogatepass")
    before, rescue_files._CHUNK = rescue_files._CHUNK, chunk
    try:
        assert joined(pieces(BytesIO(data), 10_000)) == file
    finally:
        rescue_files._CHUNK = before


@given(FILES, st.data())
def test_a_file_that_was_cut_off_is_noticed(file, data):
    whole = json.dumps(file).encode()
    with pytest.raises(Malformed):
        list(pieces(BytesIO(whole[: data.draw(st.integers(0, len(whole) - 1))]), 10_000))


def test_a_piece_that_never_ends_is_not_read_to_its_end():
    stream = BytesIO(b'{"operations": ["' + b"x" * 10_000_000)
    with pytest.raises(Malformed) as refused:
        list(pieces(stream, 100_000))
    assert refused.value.at == "operations/0"
    assert stream.tell() < 1_000_000
