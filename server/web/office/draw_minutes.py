"""The minutes of a draw in the reader's language, as values for ``documents.minutes``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sampling.log import Head
from server.documents.labels import svg
from server.documents.minutes import Listing, Minutes, Points
from server.domain.strata import Overlap
from server.domain.texts import words
from server.store.draws import Draw
from server.store.inspectors import Inspector
from server.web import edge, entropy, pages
from server.web.languages import gettext, language
from server.web.strata import groups, left_out_words, overlap_sum, stratum_words, together_words

MOST_WITNESSES = 20
MOST_NAME = 40
NOTHING = "—"
SAMPLING = "python -m sampling"


def witnesses(typed: str) -> tuple[str, ...]:
    """Return the names that were typed, one on each line, at most twenty of at most forty characters."""
    names = (" ".join(line.split())[:MOST_NAME] for line in typed.splitlines())
    return tuple(name for name in names if name)[:MOST_WITNESSES]


def of(
    draw: Draw, known: Mapping[str, Any], people: Mapping[str, str], address: str, names: Sequence[str]
) -> Minutes:
    """Return the minutes. ``known`` is what the office's pages know of a draw, ``people`` maps certificates to names,
    ``address`` is that of the public page with the commitment."""
    newest = known["events"][-1]
    head = Head(newest.seq, newest.hash)
    return Minutes(
        language=language(),
        title=gettext("双随机抽取现场记录"),
        subtitle=f"{edge.settings().authority} · {draw.number} · {draw.title}",
        author=edge.settings().authority,
        at=newest.at,
        facts=_facts(draw, known, people),
        commitment_title=gettext("承诺值"),
        commitment=tuple(groups(draw.commitment)),
        code=svg(address),
        code_says=address,
        witnesses_title=gettext("见证人"),
        witnesses_says=gettext("见证人只证明：看到的承诺值和公开值与以上一致，公开值在封存之后产生。"),
        witness_columns=(gettext("姓名"), gettext("单位或身份"), gettext("签名"), gettext("时间")),
        foot=f"{draw.number} · {gettext('抽取公开日志')} {head.seq}:{head.hash}",
        notice=_notice(draw),
        tables=_tables(known, people) if known["visits"] else (),
        lists=(_checks(draw, head),),
        witnesses=tuple(names),
    )


def _facts(
    draw: Draw, known: Mapping[str, Any], people: Mapping[str, str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    rule, roster = known["rule"], known["roster"]
    return (
        (gettext("所属计划"), (f"{draw.plan.number} {draw.plan.title}",)),
        *_authorities(draw),
        (gettext("检查事项"), tuple(pages.programme_name(code) for code in draw.plan.programmes)),
        (gettext("封存"), (_second(draw.committed_at),)),
        (gettext("公开随机源"), (draw.entropy_source, *filter(None, [entropy.rendered(draw)]))),
        (gettext("公开值"), (draw.entropy or NOTHING, *([_second(draw.entropy_at)] if draw.entropy else []))),
        (gettext("值多少比特"), (entropy.worth_words(known["worth"]),)),
        (gettext("抽取对象"), (_second(draw.drawn_at),)),
        (gettext("公开全部"), (_second(draw.opened_at),)),
        (gettext("检查对象名单"), (gettext("%(n)s 个对象", n=draw.object_count),)),
        (gettext("抽取数"), tuple(_line(stratum_words(name), n) for name, n in rule["sample"].items())),
        *_together(known["overlap"]),
        (
            gettext("检查人员名单"),
            (
                gettext(
                    "%(n)s 人，其中组长 %(leads)s 人；每组 %(size)s 人",
                    n=len(roster),
                    leads=known["leads"],
                    size=rule["team_size"],
                ),
            ),
        ),
        (
            gettext("不参加抽取"),
            tuple(
                _line(_person(certificate, people), left_out_words(why))
                for certificate, why in draw.left_out.items()
            )
            or (NOTHING,),
        ),
    )


def _authorities(draw: Draw) -> Iterator[tuple[str, tuple[str, ...]]]:
    if draw.plan.taking_part:
        yield gettext("发起部门"), (draw.plan.authority,)
        yield gettext("配合部门"), tuple(draw.plan.taking_part)


def _together(overlap: Sequence[Overlap]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """How many visits and records the draw of a joint plan makes, by the programmes of the objects."""
    if overlap:
        yield (
            gettext("到访与记录"),
            (
                overlap_sum(overlap),
                *(
                    _line(
                        together_words(one.programmes),
                        gettext("%(objects)s 个对象，抽取 %(n)s 个", objects=one.objects, n=one.sample),
                    )
                    for one in overlap
                ),
            ),
        )


def _tables(known: Mapping[str, Any], names: Mapping[str, str]) -> tuple[Listing, ...]:
    drawn = tuple(
        (
            str(row.order),
            row.object.name + _replaced(known["replaced"].get(row.id)),
            row.object.number,
            stratum_words(row.stratum),
            str(row.team) if row.team else gettext("待上级指派"),
        )
        for row, *_beside in known["visits"]
    )
    people = gettext("，").join(_person(certificate, names) for certificate in known["spare"])
    why = _line(words("spare", known["why_spare"], language()), people) if known["why_spare"] else people
    spare = ((gettext("备用"), why),) if people else ()
    columns = (gettext("顺序"), gettext("检查对象"), gettext("编号"), gettext("层"), gettext("检查组"))
    teams = tuple(
        (
            str(number),
            gettext("，").join(_member(one, known["came"].get((number, one.id))) for one in members),
        )
        for number, members in known["teams"].items()
    )
    return (
        Listing(gettext("抽中的对象"), columns, drawn, (0, 3, 2, 2, 0)),
        Listing(
            gettext("检查组，组长在前"), (gettext("检查组"), gettext("检查组人员")), teams + spare, (0, 1)
        ),
    )


def _checks(draw: Draw, head: Head) -> Points:
    base = edge.settings().base_url.rstrip("/")
    bundle = f"{draw.number}.zip --commitment {draw.commitment}"
    later = f"verify-log draws.jsonl --head {head.seq}:{head.hash}"
    lines = [
        gettext(
            "自己记下的承诺值，与上面的 64 个字符逐字相同，并在 %(at)s 就已在公开日志中。",
            at=_second(draw.committed_at),
        ),
        gettext("公开值是封存之后当场产生的，与自己看到、记下的逐字相同。"),
        gettext("公开之后下载公开包复算：%(command)s", command=f"{SAMPLING} verify {bundle}"),
        gettext(
            "以后任何一天下载公开日志，看它是不是接着今天的末端：%(command)s", command=f"{SAMPLING} {later}"
        ),
        gettext("公开包和公开日志在 %(address)s。", address=f"{base}/draws/{draw.id}"),
    ]
    return Points(gettext("每位见证人可以自己核对"), tuple(lines))


def _notice(draw: Draw) -> str:
    if draw.voided_at is None:
        return ""
    said = gettext("这次抽取已于 %(at)s 作废。", at=_second(draw.voided_at))
    return f"{said} {_line(gettext('理由'), draw.void_reason)}"


def _person(certificate: str, people: Mapping[str, str]) -> str:
    return people.get(certificate, "") + gettext("（%(inside)s）", inside=certificate)


def _member(one: Inspector, absent: Inspector | None) -> str:
    told = _person(one.certificate, {one.certificate: one.name})
    if absent is None:
        return told
    name = gettext("替补 %(name)s", name=f"{absent.name} {absent.certificate}")
    return told + gettext("（%(inside)s）", inside=name)


def _replaced(number: str | None) -> str:
    return gettext("（%(inside)s）", inside=gettext("递补 %(number)s", number=number)) if number else ""


def _line(name: str, value: object) -> str:
    return f"{name}{gettext('：')}{value}"


def _second(instant: Any) -> str:
    return edge.second(instant)
