"""What every exhibit must offer."""

from __future__ import annotations

import re

from evalkit.plugs import exhibits


def test_every_exhibit_has_a_chinese_title_of_its_own_and_a_manual_page():
    plugs = exhibits()
    titles = [plug.TITLE for plug in plugs.values()]
    assert len(set(titles)) == len(titles)
    for id, plug in plugs.items():
        assert id == plug.ID
        page = plug.__doc__ or ""
        assert re.match(r"[\u4e00-\u9fff]+：", page), id
        assert f'插入("{plug.TITLE}"' in page, id


def test_block_ids_are_unique_within_an_exhibit(case, blank):
    for id, plug in exhibits().items():
        for one in (case, blank):
            ids = [block.id for block in plug.build(one)]
            assert ids, id
            assert len(set(ids)) == len(ids), id
            assert all(ids), id
